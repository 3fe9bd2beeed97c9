/** @file The form that predicts a row of a table, in the place of the pad. */

import { isTable } from '../../../shared/data-sets.js';
import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Predict a row' }, zh: { title: '预测一行' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'table',
  order: 10,
  slot: 'train',
  panel: 'draw',
  fits: isTable,
  title: () => text('title'),
  load: () => import('./view.jsx'),
};
