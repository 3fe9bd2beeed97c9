/** @file Columns of a table, on the place Data: what each holds, how important it is; and how files are taken for a table. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Columns' }, zh: { title: '列' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default { id: 'columns', order: 20, slot: 'data', title: () => text('title'), load: () => import('./view.jsx') };
