/** @file The query `data-export`: the samples of a data set, as a run uses them, as files in one zip. */

import { samplesZip } from '../export/samples.js';
import { longFile } from '../long-query.js';

/**
 * @typedef {import('../data-source.js').PartName} PartName
 */

const PARTS = /** @type {PartName[]} */ (['train', 'validation', 'test']);

/** Parameters `data` and `format`. The answer is a `Blob`. */
export const dataExport = longFile(
  /** @param {import('./index.js').FileContext} context */
  async ({ load, open }, { data, format }, course) => {
    const source = await open(/** @type {import('../../shared/protocol.js').DataCommand} */ (data), await load());
    /** @type {[PartName, import('../data-source.js').Part][]} */
    const parts = [];
    for (const name of PARTS) parts.push([name, await source.part(name)]);
    return samplesZip(source.dataSet, parts, /** @type {import('../export/samples.js').Format} */ (format), course);
  },
);
