/** @file The section "Own classes" of the place Data. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Own classes' }, zh: { title: '自定类别' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'own-classes',
  order: 30,
  slot: 'data',
  title: () => text('title'),
  load: () => import('./view.jsx'),
};
