/**
 * @file The commands as a worker runs them. All ranks run the sharded commands with the same arguments, each on its shard. If
 * all ranks have the same result, rank 0 returns it.
 */

import { direct, sliced } from '../commands.js';
import { Engine } from '../engine.js';
import { instantiate as relaxedSimd } from '../generated/glue-relaxed-simd.js';
import { instantiate as simd128 } from '../generated/glue-simd128.js';
import { WasmArrays } from '../wasm-arrays.js';
import { ABORT, controlWords, heartbeat, SharedWindow, STOP_AFTER } from './shared-window.js';

/**
 * @typedef {import('../generated/bindings.js').Handle} Handle
 * @typedef {import('../commands.js').Sliced} Sliced
 */

const glues = { simd128, 'relaxed-simd': relaxedSimd };

/** Milliseconds between two heartbeats. */
const HEARTBEAT_INTERVAL = 20;

/** @param {import('./messages.js').Start} start */
export async function startSession({ module, build, shared, rank, spec, file }) {
  const glue = glues[build]();
  const { memory } = await glue.default({ module_or_path: module });
  glue.report_panics();
  const info = { version: glue.version(), build, workers: shared.worldSize, gpu: null };
  const engine = new Engine(glue, memory, info, []);
  const handle = engine.call(({ Handle }) => (file ? Handle.load(file) : Handle.create(spec)));
  return new WorkerSession(engine, handle, new SharedWindow(shared, rank), controlWords(shared));
}

/** Commands that differ from those of a single worker. @type {Record<string, (session: WorkerSession, args: any) => any>} */
const parallel = {
  describe: (session) => session.describe(),
  step: (session, args) => session.step(args),
  evaluate: (session, args) => session.evaluate(args),
  save: (session) => session.save(),
};

export class WorkerSession {
  #engine;
  #handle;
  #window;
  #control;
  #arrays;
  /** Calls of `advance_parallel` so far, the same on all ranks: each takes a step or evaluates a block of validation data. */
  #advances = 0;
  #firstStep = 0;

  /**
   * @param {Engine} engine
   * @param {Handle} handle
   * @param {SharedWindow} window
   * @param {Int32Array} control
   */
  constructor(engine, handle, window, control) {
    this.#engine = engine;
    this.#handle = handle;
    this.#window = window;
    this.#control = control;
    this.#arrays = new WasmArrays(engine);
  }

  /** Whether the wasm instance can no longer be used. */
  get failed() {
    return this.#engine.failed;
  }

  /**
   * @param {string} name
   * @param {any} args
   */
  run(name, args) {
    if (parallel[name]) return parallel[name](this, args);
    const command = direct[name];
    if (command) return this.#core((handle) => command.run(handle, args, this.#arrays));
    const work = /** @type {Sliced} */ (sliced[name]);
    this.#core((handle) => work.begin(handle, args, this.#arrays));
    return this.#finish(work);
  }

  describe() {
    return this.#core((handle) => ({ spec: handle.spec(), summary: handle.summary(), classes: handle.classes() }));
  }

  /**
   * Takes steps until all are taken, the call is aborted or its time limit is reached. To stop, rank 0 writes the number
   * of the coming call of `advance_parallel` to STOP_AFTER. The call has a barrier and all ranks read the word after it, so
   * they stop after the same step.
   *
   * @param {{ count: number, milliseconds: number, resume: boolean }} args `resume` continues the steps that remained when the
   *   last call stopped
   * @returns {import('./messages.js').StepResult}
   */
  step({ count, milliseconds, resume }) {
    const end = performance.now() + milliseconds;
    if (!resume) {
      this.#core((handle) => handle.begin_parallel(count, this.#window));
      this.#firstStep = this.#report()[0] ?? 0;
    }
    let [more, stopped] = [true, false];
    while (more && !stopped) {
      this.#advances = (this.#advances + 1) | 0;
      if (this.#window.rank === 0 && (Atomics.load(this.#control, ABORT) || performance.now() > end)) {
        Atomics.store(this.#control, STOP_AFTER, this.#advances);
      }
      more = this.#core((handle) => handle.advance_parallel(this.#window));
      stopped = more && Atomics.load(this.#control, STOP_AFTER) === this.#advances;
    }
    if (stopped) this.#gatherState();
    const report = this.#report();
    return { report, steps: (report[0] ?? 0) - this.#firstStep, stopped };
  }

  /** @returns {Float64Array} the report of this command's steps; its first number is the number of steps since creation */
  #report() {
    return this.#core((handle) => handle.report());
  }

  /** @param {{ part: string, perSample: boolean }} args */
  evaluate({ part, perSample }) {
    const { rank, world_size } = this.#window;
    this.#core((handle) => handle.begin_evaluation(part, perSample, rank, world_size));
    return this.#finish(/** @type {Sliced} */ (sliced.evaluate));
  }

  /**
   * @param {Sliced} work after its `begin`
   * @returns {any} null where the call was aborted
   */
  #finish(work) {
    while (this.#core((handle) => work.advance(handle, HEARTBEAT_INTERVAL))) {
      Atomics.add(this.#control, heartbeat(this.#window.rank), 1);
      if (Atomics.load(this.#control, ABORT)) return null;
    }
    return this.#core(work.finish);
  }

  save() {
    this.#gatherState();
    return this.#window.rank === 0 ? this.#core((handle) => handle.save()) : null;
  }

  #gatherState() {
    this.#core((handle) => handle.gather_state(this.#window));
  }

  /**
   * @template Result
   * @param {(handle: Handle) => Result} task
   * @returns {Result}
   */
  #core(task) {
    return this.#engine.call(() => task(this.#handle));
  }
}
