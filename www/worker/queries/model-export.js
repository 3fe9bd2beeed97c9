/** @file The query `model-export`: a saved session as files for another program. */

/// <reference path="../text-files.d.ts" />

import checkInNode from '../export/checks/check.mjs.txt' with { type: 'text' };
import checkInPython from '../export/checks/check.py' with { type: 'text' };
import { exportModel } from '../export/model.js';

/**
 * Parameters of a `ModelExportQuery`; the answer is a `ModelExport`.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').FileContext>}
 */
export async function modelExport({ load, open }, params) {
  const { file, data, ...query } = /** @type {import('../../shared/answers.js').ModelExportQuery} */ (
    /** @type {unknown} */ (params)
  );
  const inkgrad = await load();
  const bytes = new Uint8Array(await file.arrayBuffer());
  const scripts = { py: checkInPython, mjs: checkInNode };
  return exportModel(inkgrad, bytes, query, () => open(data, inkgrad), scripts);
}
