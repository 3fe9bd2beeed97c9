/**
 * @file The query `model-file`: what the file of a saved session holds, or of a model of another program. It is loaded here,
 * so that the page never reads it.
 */

import { fileTooLarge, tooLarge } from '../../shared/fit.js';
import { Answer } from '../answer.js';
import { fileBytes } from '../file-bytes.js';
import { importModel, isForeign } from '../foreign-model.js';
import { lookInto } from '../model-file.js';
import { misfitError, WorkerError } from '../worker-error.js';

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
  // A saved session has its own spec: one beside it, as in an archive for torchrun, says nothing more.
  const [weights, ...more] = files.filter(({ name }) => !/\.json$/i.test(name));
  if (weights) return more.length > 0 || isForeign([weights]) ? null : weights.bytes;
  const [spec] = files;
  return spec && files.length === 1 ? freshSession(JSON.parse(new TextDecoder().decode(spec.bytes)), inkgrad) : null;
}

/**
 * @param {import('inkgrad').Spec} spec
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @returns {Promise<Uint8Array>} of a network without training; one that is too large is refused before it is allocated
 */
async function freshSession(spec, inkgrad) {
  const misfit = tooLarge(inkgrad.describe(spec).layers);
  if (misfit) throw misfitError(misfit);
  const session = await inkgrad.Session.create(spec);
  try {
    return await session.save();
  } finally {
    session.free();
  }
}

/** @param {Blob} file */
function bytesOf(file) {
  const fault = fileTooLarge(file.size);
  if (fault) throw new WorkerError('format', fault.id, fault.message, fault.values);
  return fileBytes(file);
}
