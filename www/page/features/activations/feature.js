/** @file The tab "Activations": the drawing through every layer. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Activations' }, zh: { title: '激活值' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'activations',
  order: 20,
  slot: 'insight',
  title: () => text('title'),
  load: () => import('./view.jsx'),
};
