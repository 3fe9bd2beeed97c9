/** @file A wasm instance. All calls into it go through here, where its errors are converted. */

import { fromCore, isCoreError } from './core-errors.js';
import { InkgradError } from './error.js';

/**
 * @typedef {typeof import('./generated/bindings.js')} Glue
 * @typedef {import('./inkgrad.js').Info} Info
 * @typedef {import('./inkgrad.js').Reason} Reason
 */

/** @typedef {{ code: 'state' | 'memory', message: string, cause: unknown }} Failure why an instance can no longer be used */

/** Smaller arrays, in bytes, are copied without a check for free memory. */
const UNCHECKED_BYTES = 1 << 16;

/** After a trap: if memory cannot grow by this many pages of 64 KiB, the cause was lack of memory. */
const PROBE_PAGES = 1024;

export class Engine {
  #glue;
  #memory;
  /** @type {Failure | null} */
  #failure = null;

  /**
   * @param {Glue} glue
   * @param {WebAssembly.Memory} memory
   * @param {Info} info
   * @param {Reason[]} reasons for the choice of build
   * @param {import('./gpu/gpu.js').Gpu | null} [gpu] null if no GPU is requested
   */
  constructor(glue, memory, info, reasons, gpu = null) {
    this.#glue = glue;
    this.#memory = memory;
    this.info = info;
    this.reasons = reasons;
    this.gpu = gpu;
  }

  get failed() {
    return this.#failure !== null;
  }

  /**
   * @template Result
   * @param {(glue: Glue) => Result} task
   * @returns {Result}
   */
  call(task) {
    if (this.#failure) throw instanceLost(this.#failure);
    try {
      return task(this.#glue);
    } catch (thrown) {
      // Thrown by a nested call, which has converted it.
      if (thrown instanceof InkgradError) throw thrown;
      if (isCoreError(thrown)) throw fromCore(thrown);
      this.#failure = this.#diagnose(thrown);
      throw instanceLost(this.#failure);
    }
  }

  /**
   * Throws if an array does not fit into memory. Without this check the generated glue would trap, which ends the instance.
   *
   * @param {number} bytes to be copied into the instance
   * @param {string} path
   */
  ensureMemory(bytes, path) {
    if (bytes < UNCHECKED_BYTES || this.call((glue) => glue.has_room(bytes))) return;
    const megabytes = Math.ceil(bytes / 2 ** 20);
    const message = `${path}: there is no room for another ${megabytes} MB; free sessions that are not needed or take less data`;
    const values = { megabytes: String(megabytes) };
    throw new InkgradError('memory', message, { id: 'memory.no_room', values, path, found: `${bytes} bytes` });
  }

  /**
   * The failure after a trap. The state of the instance is undefined from then on.
   *
   * @param {unknown} cause
   * @returns {Failure}
   */
  #diagnose(cause) {
    const outOfMemory = !this.#canGrow();
    const what = outOfMemory ? 'memory has run out' : `a fault inside (${cause})`;
    const message = `${what} has ended this instance and all its sessions; load() a new one and go on from the last save`;
    return { code: outOfMemory ? 'memory' : 'state', message, cause };
  }

  #canGrow() {
    try {
      this.#memory.grow(PROBE_PAGES);
      return true;
    } catch {
      return false;
    }
  }
}

/** @param {Failure} failure */
function instanceLost({ code, message, cause }) {
  return new InkgradError(code, message, { id: `${code}.instance_lost`, values: { why: String(cause) }, cause });
}
