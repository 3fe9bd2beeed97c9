/** @file The queries `import-table`: looks at a table that was read; and `import-table-use`: makes a data set of it. */

import { importedFiles } from '../import/imported.js';
import { buildTable } from '../import/tables/build.js';
import { lookAt } from '../import/tables/guess.js';
import { readTable } from '../import/tables/read.js';
import { longFile } from '../long-query.js';
import { WorkerError } from '../worker-error.js';

/**
 * @typedef {import('./index.js').FileContext} FileContext
 * @typedef {import('../import/tables/read.js').ReadTable} ReadTable
 */

/** @type {WeakMap<object, { header: unknown, table: ReadTable }>} by file: a table is looked at before it is used */
const tables = new WeakMap();

/**
 * @param {Record<string, unknown>} params `id` of the import, `name` of the file, and `header` unless it is to be told
 * @param {import('../long-query.js').Course} course
 */
async function tableOf({ id, name, header }, course) {
  const file = importedFiles(String(id)).find((one) => one.name === name);
  if (!file?.text) throw new WorkerError('state', 'page.import_gone', 'what was imported is no longer in memory');
  const known = tables.get(file);
  if (known && known.header === header) return known.table;
  const table = await readTable(await file.text(), { header: /** @type {boolean | undefined} */ (header) }, course);
  tables.set(file, { header, table });
  return table;
}

/** Parameters `id`, `name`, `header`. The answer is a `TableLook`. */
export const importTable = longFile(
  /** @param {FileContext} _ */
  async (_, params, course) => lookAt(await tableOf(params, course)),
);

/** Parameters `id`, `name`, `header`, and `choice`: a `TableChoice`. The answer is an `OwnData` and the rows that were dropped. */
export const importTableUse = longFile(
  /** @param {FileContext} _ */
  async (_, params, course) => {
    const choice = /** @type {import('../../shared/imported-table.js').TableChoice} */ (params.choice);
    return buildTable(await tableOf(params, course), choice);
  },
);
