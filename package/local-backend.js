/** @file A session on the caller's thread, in slices of time; its steps may be taken by a GPU. */

import { reason } from './backend-reasons.js';
import { direct, sliced } from './commands.js';
import { freed } from './error.js';
import { Turns } from './time-slicer.js';
import { CoreArrays } from './wasm-arrays.js';

/**
 * @typedef {import('./engine.js').Engine} Engine
 * @typedef {import('./generated/bindings.js').Handle} Handle
 * @typedef {import('./arguments.js').Control} Control
 * @typedef {import('./backend.js').Backend} Backend
 */

/** @implements {Backend} */
export class LocalBackend {
  #engine;
  /** @type {Handle | null} null once freed */
  #handle;
  /** @type {import('./gpu/ahead.js').Ahead | null} what takes the steps on a GPU, where one was asked for */
  #ahead;
  #arrays;
  #turns = new Turns();
  #reasons;

  /**
   * @param {Engine} engine
   * @param {Handle} handle
   * @param {import('./inkgrad.js').Reason[]} [reasons] why it runs on one core, where more were thought of
   */
  constructor(engine, handle, reasons = []) {
    this.#engine = engine;
    this.#handle = handle;
    this.#reasons = reasons;
    this.#arrays = new CoreArrays(engine);
    this.#ahead = engine.gpu?.ahead((task) => this.#core(task), this.#turns) ?? null;
  }

  get spec() {
    return this.#core((handle) => handle.spec());
  }

  get summary() {
    return this.#core((handle) => handle.summary());
  }

  get classes() {
    return this.#core((handle) => handle.classes());
  }

  get placement() {
    this.#core(() => {});
    const { info, reasons } = this.#engine;
    const told = this.#ahead?.reason ? [reason('gpu.told', { text: this.#ahead.reason })] : [];
    const gpu = this.#ahead?.gpu ?? null;
    return { build: info.build, workers: 1, gpu, reasons: [...reasons, ...told, ...this.#reasons] };
  }

  /** @type {Backend['holdInputs']} */
  holdInputs(inputs, path) {
    return this.#arrays.inputs(inputs, path);
  }

  /** @type {Backend['holdLabels']} */
  holdLabels(labels) {
    return this.#arrays.labels(labels);
  }

  /** @type {Backend['holdParameters']} */
  holdParameters(list) {
    return this.#arrays.parameters(list);
  }

  /** @type {Backend['call']} */
  call(name, given, control) {
    if (name === 'step' && this.#ahead?.active) return this.#ahead.step(given.count, control.signal);
    // A device that is ahead is caught up with first.
    const settled = name === 'step' ? undefined : this.#ahead?.settle(direct[name]?.changes);
    return settled ? settled.then(() => this.#run(name, given, control)) : this.#run(name, given, control);
  }

  /**
   * @param {string} name
   * @param {any} given
   * @param {Control} control
   */
  #run(name, given, control) {
    const command = direct[name];
    const work = command ? this.#whole(command, given) : /** @type {import('./commands.js').Sliced} */ (sliced[name]);
    this.#turns.refuse(control.signal);
    this.#core((handle) => work.begin(handle, given, this.#arrays));
    const advance = (/** @type {number} */ most) => this.#core((handle) => work.advance(handle, most));
    try {
      if (this.#turns.first(advance, control.blocking)) return this.#core(work.finish);
    } catch (error) {
      this.#drop();
      throw error;
    }
    return this.#rest(work, advance, control);
  }

  /**
   * What does not end within the first slice.
   *
   * @param {import('./commands.js').Sliced} work
   * @param {(most: number) => boolean} advance
   * @param {Control} control
   */
  async #rest(work, advance, { signal, blocking }) {
    try {
      await this.#turns.run(signal, advance, blocking);
      return this.#core(work.finish);
    } catch (error) {
      this.#drop();
      throw error;
    }
  }

  /** Gives back what a failed command held. */
  #drop() {
    if (this.#handle && !this.#engine.ended) this.#core((handle) => handle.drop_task());
  }

  /**
   * A command that is not divided, as one that is of one slice.
   *
   * @param {import('./commands.js').Direct} command
   * @param {any} given
   * @returns {import('./commands.js').Sliced}
   */
  #whole(command, given) {
    /** @type {unknown} */
    let result;
    return {
      begin() {},
      advance: (handle) => {
        result = command.run(handle, given, this.#arrays);
        return false;
      },
      finish: () => result,
    };
  }

  free() {
    this.#ahead?.free();
    if (!this.#engine.ended) this.#handle?.free();
    this.#handle = null;
  }

  /**
   * @template Result
   * @param {(handle: Handle) => Result} task
   * @returns {Result}
   */
  #core(task) {
    const handle = this.#handle;
    if (!handle) throw freed();
    return this.#engine.call(() => task(handle));
  }
}
