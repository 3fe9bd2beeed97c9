/**
 * @file The query `model-file`: what the file of a saved session holds, or of a model of another program. It is loaded here,
 * so that the page never reads it.
 */

import { Answer } from '../answer.js';
import { fileBytes } from '../file-bytes.js';
import { importModel, isForeign } from '../foreign-model.js';
import { lookInto, MOST_BYTES } from '../model-file.js';
import { WorkerError } from '../worker-error.js';

/**
 * Parameters of a `ModelFileQuery`; the answer is a `ModelFile`.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').FileContext>}
 * @returns {Promise<Answer>}
 */
export async function modelFile({ load, open }, params) {
  const { files: given, ...choice } = /** @type {import('../../shared/answers.js').ModelFileQuery} */ (
    /** @type {unknown} */ (params)
  );
  const files = await Promise.all(given.map(async ({ name, file }) => ({ name, bytes: await bytesOf(file) })));
  const inkgrad = await load();
  const [first] = files;
  const answer =
    isForeign(files) || !first
      ? await importModel(files, inkgrad, choice, (data) => open(data, inkgrad))
      : await lookInto(first.bytes, inkgrad, choice);
  return new Answer(answer, [answer.bytes]);
}

/** @param {Blob} file */
function bytesOf(file) {
  if (file.size <= MOST_BYTES) return fileBytes(file);
  const values = { most: String(MOST_BYTES / 1e6), megabytes: String(Math.round(file.size / 1e6)) };
  throw new WorkerError('format', 'format.file_too_large', `a file of ${values.megabytes} MB is too large`, values);
}
