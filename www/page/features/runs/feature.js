/** @file The place Runs: every run that was trained, how they differ, and any kept step of them. It comes when it is opened. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Runs' }, zh: { title: '训练记录' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default { id: 'runs', order: 50, place: 'runs', title: () => text('title'), load: () => import('./view.jsx') };
