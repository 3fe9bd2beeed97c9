/** @file One instance of the binary: every call into it goes through here, and its errors become the package's. */

import { fromCore, isCoreError } from './core-errors.js';
import { InkgradError } from './error.js';

/**
 * @typedef {typeof import('./generated/bindings.js')} Glue
 * @typedef {import('./inkgrad.js').Info} Info
 * @typedef {import('./inkgrad.js').Reason} Reason
 */

/** @typedef {{ code: 'state' | 'memory', message: string, cause: unknown }} End why an instance is of no use any more */

/** Arrays below this many bytes are copied without asking for room first. */
const SMALL = 1 << 16;

/** If this many pages of 64 KiB cannot be had any more, memory is what was short. */
const PAGES = 1024;

export class Engine {
  #glue;
  #memory;
  /** @type {End | null} */
  #end = null;

  /**
   * @param {Glue} glue
   * @param {WebAssembly.Memory} memory
   * @param {Info} info
   * @param {Reason[]} reasons why a session runs on what it runs on
   * @param {import('./gpu/gpu.js').Gpu | null} [gpu] where one is asked for
   */
  constructor(glue, memory, info, reasons, gpu = null) {
    this.#glue = glue;
    this.#memory = memory;
    this.info = info;
    this.reasons = reasons;
    this.gpu = gpu;
  }

  get ended() {
    return this.#end !== null;
  }

  /**
   * @template Result
   * @param {(glue: Glue) => Result} task
   * @returns {Result}
   */
  call(task) {
    if (this.#end) throw lost(this.#end);
    try {
      return task(this.#glue);
    } catch (thrown) {
      // A call inside another has been judged already.
      if (thrown instanceof InkgradError) throw thrown;
      if (isCoreError(thrown)) throw fromCore(thrown);
      this.#end = this.#judge(thrown);
      throw lost(this.#end);
    }
  }

  /**
   * The glue cannot be told that there is no room for an array: it would end the instance.
   *
   * @param {number} bytes about to be copied into the instance
   * @param {string} path
   */
  makeRoom(bytes, path) {
    if (bytes < SMALL || this.call((glue) => glue.has_room(bytes))) return;
    const megabytes = Math.ceil(bytes / 2 ** 20);
    const message = `${path}: there is no room for another ${megabytes} MB; free sessions that are not needed or take less data`;
    const values = { megabytes: String(megabytes) };
    throw new InkgradError('memory', message, { id: 'memory.no_room', values, path, found: `${bytes} bytes` });
  }

  /**
   * What is thrown and was not foreseen has left the instance in the middle of something.
   *
   * @param {unknown} cause
   * @returns {End}
   */
  #judge(cause) {
    const short = !this.#canGrow();
    const what = short ? 'memory has run out' : `a fault inside (${cause})`;
    const message = `${what} has ended this instance and all its sessions; load() a new one and go on from the last save`;
    return { code: short ? 'memory' : 'state', message, cause };
  }

  #canGrow() {
    try {
      this.#memory.grow(PAGES);
      return true;
    } catch {
      return false;
    }
  }
}

/** @param {End} end */
function lost({ code, message, cause }) {
  return new InkgradError(code, message, { id: `${code}.instance_lost`, values: { why: String(cause) }, cause });
}
