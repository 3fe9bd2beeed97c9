/** @file The tab "Weights": the first layer's weights as pictures. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Weights' }, zh: { title: '权重' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'weights',
  order: 10,
  slot: 'insight',
  early: true,
  title: () => text('title'),
  load: () => import('./view.jsx'),
};
