/** @file The tab "Confusion": which class is taken for which. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Confusion' }, zh: { title: '混淆矩阵' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'confusion',
  order: 40,
  slot: 'insight',
  title: () => text('title'),
  load: () => import('./view.jsx'),
};
