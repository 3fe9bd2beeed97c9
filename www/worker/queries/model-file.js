/** @file The query `model-file`: what a saved session's file holds. It is loaded here, so that the page never reads it. */

import { Answer } from '../answer.js';
import { lookInto, MOST_BYTES } from '../model-file.js';
import { WorkerError } from '../worker-error.js';

/**
 * Parameter `file`: a file, or any other blob.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').FileContext>}
 * @returns {Promise<Answer>} a `ModelFile`
 */
export async function modelFile({ load }, params) {
  const file = /** @type {Blob} */ (params.file);
  if (file.size > MOST_BYTES) {
    const values = { most: String(MOST_BYTES / 1e6), megabytes: String(Math.round(file.size / 1e6)) };
    throw new WorkerError('format', 'format.file_too_large', `a file of ${values.megabytes} MB is too large`, values);
  }
  const bytes = await bytesOf(file);
  const answer = await lookInto(bytes, await load());
  return new Answer(answer, [bytes]);
}

/** @param {Blob} file */
async function bytesOf(file) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new WorkerError('format', 'format.file_unreadable', `the file cannot be read: ${why}`, { why });
  }
}
