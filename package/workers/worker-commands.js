/**
 * @file What a worker does for each command. All workers run the same commands with the same arguments, each on its share;
 * where one answer is enough, rank 0 gives it.
 */

import { direct, sliced } from '../commands.js';
import { Engine } from '../engine.js';
import { instantiate as relaxedSimd } from '../generated/glue-relaxed-simd.js';
import { instantiate as simd128 } from '../generated/glue-simd128.js';
import { CoreArrays } from '../wasm-arrays.js';
import { ABORT, controlWords, heartbeat, SharedWindow, STOP_AFTER } from './shared-window.js';

/**
 * @typedef {import('../generated/bindings.js').Handle} Handle
 * @typedef {import('../commands.js').Sliced} Sliced
 */

const glues = { simd128, 'relaxed-simd': relaxedSimd };

/** Milliseconds between two signs of life. */
const SLICE = 20;

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

/** Commands that are not those of one worker. @type {Record<string, (session: WorkerSession, given: any) => any>} */
const parallel = {
  describe: (session) => session.describe(),
  step: (session, given) => session.step(given),
  evaluate: (session, given) => session.evaluate(given),
  save: (session) => session.save(),
};

export class WorkerSession {
  #engine;
  #handle;
  #window;
  #control;
  #arrays;
  /** Units of work so far, the same on all workers. */
  #units = 0;
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
    this.#arrays = new CoreArrays(engine);
  }

  /** Whether the instance is of no use any more. */
  get ended() {
    return this.#engine.ended;
  }

  /**
   * @param {string} name
   * @param {any} given
   */
  run(name, given) {
    if (parallel[name]) return parallel[name](this, given);
    const command = direct[name];
    if (command) return this.#core((handle) => command.run(handle, given, this.#arrays));
    const work = /** @type {Sliced} */ (sliced[name]);
    this.#core((handle) => work.begin(handle, given, this.#arrays));
    return this.#finish(work);
  }

  describe() {
    return this.#core((handle) => ({ spec: handle.spec(), summary: handle.summary(), classes: handle.classes() }));
  }

  /**
   * Takes steps, unit by unit, until all are taken, the call is aborted or its time is over. To stop, rank 0 writes the
   * number of a unit before the barrier in it: all workers read it after that barrier, and stop alike.
   *
   * @param {{ count: number, milliseconds: number, resume: boolean }} given whether it goes on with the steps that the last
   *   call has left
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
      this.#units = (this.#units + 1) | 0;
      if (this.#window.rank === 0 && (Atomics.load(this.#control, ABORT) || performance.now() > end)) {
        Atomics.store(this.#control, STOP_AFTER, this.#units);
      }
      more = this.#core((handle) => handle.advance_parallel(this.#window));
      stopped = more && Atomics.load(this.#control, STOP_AFTER) === this.#units;
    }
    if (stopped) this.#gather();
    const report = this.#report();
    return { report, steps: (report[0] ?? 0) - this.#firstStep, stopped };
  }

  /** @returns {Float64Array} what the steps of this call did; the number of steps since creation comes first */
  #report() {
    return this.#core((handle) => handle.report());
  }

  /** @param {{ part: string, perSample: boolean }} given */
  evaluate({ part, perSample }) {
    const { rank, world_size } = this.#window;
    this.#core((handle) => handle.begin_evaluation(part, perSample, rank, world_size));
    return this.#finish(/** @type {Sliced} */ (sliced.evaluate));
  }

  /**
   * @param {Sliced} work that has begun
   * @returns {any} null where the call was aborted
   */
  #finish(work) {
    while (this.#core((handle) => work.advance(handle, SLICE))) {
      Atomics.add(this.#control, heartbeat(this.#window.rank), 1);
      if (Atomics.load(this.#control, ABORT)) return null;
    }
    return this.#core(work.finish);
  }

  save() {
    this.#gather();
    return this.#window.rank === 0 ? this.#core((handle) => handle.save()) : null;
  }

  #gather() {
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
