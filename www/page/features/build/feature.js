/** @file The place Build: the network as list and inspector, and its spec as JSON. Its code and texts come when it is opened. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Build' }, zh: { title: '构建' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default { id: 'build', order: 30, place: 'build', title: () => text('title'), load: () => import('./view.jsx') };
