/** @file The charts of the current run: loss and accuracy by step. They come after the first paint, while nothing is in them. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Charts' }, zh: { title: '曲线图' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default { id: 'charts', order: 40, slot: 'train', title: () => text('title'), load: () => import('./view.jsx') };
