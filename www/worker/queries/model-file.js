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
  const session = await sessionOf(files, inkgrad);
  const answer = session
    ? await lookInto(session, inkgrad, choice)
    : await importModel(files, inkgrad, choice, (data) => open(data, inkgrad));
  return new Answer(answer, [answer.bytes]);
}

/**
 * @param {readonly import('inkgrad').ModelFile[]} files
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @returns {Promise<Uint8Array | null>} the file of a session, or of a fresh one for a spec; null for what must be imported
 */
async function sessionOf(files, inkgrad) {
  const [first] = files;
  if (!first || files.length > 1) return null;
  if (!/\.json$/i.test(first.name)) return isForeign(files) ? null : first.bytes;
  const session = await inkgrad.Session.create(JSON.parse(new TextDecoder().decode(first.bytes)));
  const bytes = await session.save();
  session.free();
  return bytes;
}

/** @param {Blob} file */
function bytesOf(file) {
  if (file.size <= MOST_BYTES) return fileBytes(file);
  const values = { most: String(MOST_BYTES / 1e6), megabytes: String(Math.round(file.size / 1e6)) };
  throw new WorkerError('format', 'format.file_too_large', `a file of ${values.megabytes} MB is too large`, values);
}
