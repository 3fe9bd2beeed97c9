/** @file The query `import-files`: reads the files of an import, with its progress. */

import { keepImport } from '../import/imported.js';
import { readFiles } from '../import/read-files.js';
import { summaryOf } from '../import/summary.js';
import { longFile } from '../long-query.js';

/** Parameters `id` of the import, and `files`: `{ name, file }[]`. The answer is an `ImportedItem[]`. */
export const importFiles = longFile(
  /** @param {import('./index.js').FileContext} context */
  async ({ load }, { id, files }, course) => {
    const read = await readFiles(/** @type {{ name: string, file: Blob }[]} */ (files), await load(), course);
    keepImport(String(id), read);
    return summaryOf(read);
  },
);
