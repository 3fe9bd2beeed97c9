/** @file The place Data: the data set in use, those to choose from, import and export. Its code comes when it is opened. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Data' }, zh: { title: '数据' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default { id: 'data', order: 40, place: 'data', title: () => text('title'), load: () => import('./view.jsx') };
