/**
 * @file Files of an import, read by a worker of its own: drawings are answered meanwhile, a press ends it at once, and with
 * it goes all that it has read.
 */

import { signal } from '@preact/signals';
import { MOST_FILE_BYTES } from '../../shared/imports.js';
import { WorkerEnded } from '../client.js';
import { untilDone } from './long-query.js';

/**
 * @typedef {import('./incoming.js').NamedFile} NamedFile
 * @typedef {import('./interpretations.js').Import} Import
 * @typedef {import('../actions.js').Actions['startApart']} Start
 */

export class FileImport {
  #start;
  /** @type {ReturnType<Start> | null} */
  #worker = null;
  #abort = new AbortController();
  /** What was read, until it is ended. */
  source = signal(/** @type {Import | null} */ (null));
  progress = signal(/** @type {import('./long-query.js').Progress | null} */ (null));
  error = signal(/** @type {unknown} */ (null));

  /** @param {Start} start of a worker */
  constructor(start) {
    this.#start = start;
  }

  /** @type {import('./queries.js').Ask} to the worker that has read the files */
  ask = async (...query) => {
    this.#worker ??= this.#start();
    return this.#worker.ask(...query).catch(refuse);
  };

  /**
   * @param {NamedFile[]} files
   * @returns {Promise<Import | null>} null where it was ended, or has failed
   */
  async read(files) {
    this.end();
    const { signal: ended } = this.#abort;
    const id = crypto.getRandomValues(new Uint32Array(2)).join('-');
    const show = (/** @type {import('./long-query.js').Progress | null} */ now) => {
      if (!ended.aborted) this.progress.value = now;
    };
    show({ done: 0, total: 0 });
    try {
      checkSize(files);
      const items = await untilDone(this.ask, show)('prediction', 'import-files', { id, files }, ended);
      if (ended.aborted) return null;
      this.source.value = { id, items: /** @type {Import['items']} */ (items), ask: this.ask };
      return this.source.value;
    } catch (error) {
      if (!ended.aborted) this.error.value = error;
      show(null);
      return null;
    }
  }

  end() {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#worker?.close();
    this.#worker = null;
    this.source.value = null;
    this.progress.value = null;
    this.error.value = null;
  }
}

/** @param {NamedFile[]} files */
function checkSize(files) {
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  if (size <= MOST_FILE_BYTES) return;
  const values = { size: String(Math.round(size / 1e6)), most: String(MOST_FILE_BYTES / 1e6) };
  throw { id: 'page.files_too_large', message: `${values.size} MB`, values };
}

/**
 * @param {unknown} error
 * @returns {never}
 */
function refuse(error) {
  if (!(error instanceof WorkerEnded) || error.reason === 'closed') throw error;
  throw { id: 'page.import_ended', message: error.message, values: { why: error.message } };
}
