/** @file The tab "Why": what the answer depends on, what would change it, and which training pictures are near. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Why' }, zh: { title: '为什么' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'why',
  order: 60,
  slot: 'insight',
  title: () => text('title'),
  load: () => import('./view.jsx'),
};
