/** @file The training settings, on the place Train. They come right after the first paint. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Training settings' }, zh: { title: '训练设置' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'settings',
  order: 50,
  slot: 'train',
  title: () => text('title'),
  load: () => import('./view.jsx'),
};
