/** @file The bytes of a file that a person has chosen: it may be gone by now. */

import { WorkerError } from './worker-error.js';

/** @param {Blob} file */
export async function fileBytes(file) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new WorkerError('format', 'format.file_unreadable', `the file cannot be read: ${why}`, { why });
  }
}
