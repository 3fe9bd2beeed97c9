/** @file The line in the header: what to try next, and what goes wrong with the training. Its code comes later. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Try next' }, zh: { title: '下一步' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'guide',
  order: 10,
  slot: 'guide',
  title: () => text('title'),
  load: () => import('./view.jsx'),
};
