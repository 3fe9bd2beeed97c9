/** @file The section "My hand" of the place Data. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'My hand' }, zh: { title: '我的字迹' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default { id: 'hand', order: 20, slot: 'data', title: () => text('title'), load: () => import('./view.jsx') };
