/** @file The tab "Distributions": how weights, gradients and updates are distributed, and how they develop. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Distributions' }, zh: { title: '分布' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'distributions',
  order: 50,
  slot: 'insight',
  title: () => text('title'),
  load: () => import('./view.jsx'),
};
