/** @file The tab "Mistakes": the pictures that are answered worst. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Mistakes' }, zh: { title: '错误' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'mistakes',
  order: 30,
  slot: 'insight',
  title: () => text('title'),
  load: () => import('./view.jsx'),
};
