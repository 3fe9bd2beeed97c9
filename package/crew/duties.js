/**
 * @file What a worker does when it is told to. All do the same with the same arguments, each its share; the first, who
 * leads, answers what is asked of one alone. How it is told is left to `worker.js`.
 */

import { direct, sliced } from '../commands.js';
import { CoreArrays } from '../core-arrays.js';
import { Engine } from '../engine.js';
import { instantiate as relaxedSimd } from '../generated/glue-relaxed-simd.js';
import { instantiate as simd128 } from '../generated/glue-simd128.js';
import { Fellows } from './fellows.js';
import { ABORT, CHECKPOINT, controlOf, NOTHING, REASON, STOP_AT, WISH } from './room.js';

const glues = { simd128, 'relaxed-simd': relaxedSimd };

/** Milliseconds of training that a fault may cost at least, and how many times what a checkpoint costs. */
const CHECKPOINT_EVERY = 2000;
const CHECKPOINT_COSTS = 50;

/** Milliseconds between two signs of life. */
const SLICE = 20;

/** Commands in which the workers meet, or each does its share. @type {Record<string, (duties: Duties, given: any) => any>} */
const OWN = {
  describe: (duties) => duties.describe(),
  step: (duties, given) => duties.step(given),
  evaluate: (duties, given) => duties.evaluate(given),
  save: (duties) => duties.save(),
  watch: (duties) => duties.watch(),
  statistics: (duties) => duties.statistics(),
};

/**
 * @typedef {import('./messages.js').Start} Start
 * @typedef {import('./messages.js').Taken} Taken
 */

/**
 * @param {Start} start
 * @param {(taken: Taken & { file: Uint8Array }) => void} keep is given a checkpoint
 */
export async function begin({ module, build, room, index, spec, file }, keep) {
  const glue = glues[build]();
  const { memory } = await glue.default({ module_or_path: module });
  glue.report_panics();
  const info = { version: glue.version(), build, workers: room.count, gpu: null };
  const engine = new Engine(glue, memory, info, []);
  const handle = engine.call(({ Handle }) => (file ? Handle.load(file) : Handle.create(spec)));
  return new Duties(engine, handle, new Fellows(room, index), controlOf(room), keep);
}

export class Duties {
  #engine;
  #handle;
  #fellows;
  #control;
  #keep;
  #leads;
  #arrays;
  /** Units of work since the beginning, as all count them alike. */
  #unit = 0;

  /**
   * @param {Engine} engine
   * @param {import('../generated/bindings.js').Handle} handle
   * @param {Fellows} fellows
   * @param {Int32Array} control
   * @param {(taken: Taken & { file: Uint8Array }) => void} keep
   */
  constructor(engine, handle, fellows, control, keep) {
    this.#engine = engine;
    this.#handle = handle;
    this.#fellows = fellows;
    this.#control = control;
    this.#keep = keep;
    this.#leads = fellows.index === 0;
    this.#arrays = new CoreArrays(engine);
  }

  get ended() {
    return this.#engine.ended;
  }

  describe() {
    return this.#core((handle) => ({ spec: handle.spec(), summary: handle.summary(), classes: handle.classes() }));
  }

  /**
   * @param {string} name of a command
   * @param {any} given
   */
  run(name, given) {
    const own = OWN[name];
    if (own) return own(this, given);
    const command = direct[name];
    if (command) return this.#core((handle) => command.run(handle, given, this.#arrays));
    const work = /** @type {import('../commands.js').Sliced} */ (sliced[name]);
    this.#core((handle) => work.begin(handle, given, this.#arrays));
    return this.#finish(work);
  }

  /**
   * Unit by unit, until the steps are done or all have been told to stop after one. Only the leader hears a wish; it says
   * before a meeting after which unit, so that everyone knows of it after that meeting.
   *
   * @param {{ steps: number, replay: boolean }} given of a replay nobody wants a checkpoint
   * @returns {Taken & { stopped: boolean }}
   */
  step({ steps, replay }) {
    this.#core((handle) => handle.begin_among(steps, this.#fellows));
    const first = this.#taken(0).report[0];
    let since = first;
    let due = performance.now() + CHECKPOINT_EVERY;
    for (;;) {
      this.#unit = (this.#unit + 1) | 0;
      if (this.#leads) this.#lead(!replay && performance.now() > due);
      if (!this.#core((handle) => handle.advance_among(this.#fellows))) {
        return { ...this.#taken(first, since), stopped: false };
      }
      if (Atomics.load(this.#control, STOP_AT) !== this.#unit) continue;
      if (Atomics.load(this.#control, REASON) === ABORT) {
        this.#gather();
        return { ...this.#taken(first, since), stopped: true };
      }
      const begun = performance.now();
      const file = this.save();
      since = this.#taken(first).report[0];
      if (file) this.#keep({ ...this.#taken(first, since), file });
      const now = performance.now();
      due = now + Math.max(CHECKPOINT_EVERY, CHECKPOINT_COSTS * (now - begun));
    }
  }

  /** @param {boolean} due a checkpoint */
  #lead(due) {
    const aborted = Atomics.load(this.#control, WISH) === ABORT;
    if (!aborted && !due) return;
    Atomics.store(this.#control, REASON, aborted ? ABORT : CHECKPOINT);
    Atomics.store(this.#control, STOP_AT, this.#unit);
  }

  /**
   * @param {number} first step of this call
   * @param {number} [since] step of its last checkpoint
   * @returns {Taken}
   */
  #taken(first, since = first) {
    const report = this.#core((handle) => handle.report());
    const step = /** @type {number} */ (report[0]);
    return { report, steps: step - first, since: step - since };
  }

  /** @param {{ part: string, perSample: boolean }} given */
  evaluate({ part, perSample }) {
    const { index, count } = this.#fellows;
    this.#core((handle) => handle.begin_evaluation(part, perSample, index, count));
    return this.#finish(/** @type {import('../commands.js').Sliced} */ (sliced.evaluate));
  }

  /**
   * @param {import('../commands.js').Sliced} work that has begun
   * @returns {any} null where it was told to stop
   */
  #finish(work) {
    while (this.#core((handle) => work.advance(handle, SLICE))) {
      this.#fellows.beat();
      if (Atomics.load(this.#control, WISH) !== NOTHING) return null;
    }
    return this.#core(work.finish);
  }

  /** From now on each call of `step` leaves what statistics tell of. */
  watch() {
    this.#core((handle) => handle.watch_among(this.#fellows));
  }

  /** @returns {any} the leader's, for which all have given their slices */
  statistics() {
    this.watch();
    return this.#leads ? this.#core((handle) => handle.statistics()) : null;
  }

  /** @returns {Uint8Array | null} the leader's file, for which all have given their slices */
  save() {
    this.#gather();
    return this.#leads ? this.#core((handle) => handle.save()) : null;
  }

  /** Makes the session whole, of which each keeps its slices while they train. */
  #gather() {
    this.#core((handle) => handle.gather_state(this.#fellows));
  }

  /**
   * @template Result
   * @param {(handle: import('../generated/bindings.js').Handle) => Result} task
   * @returns {Result}
   */
  #core(task) {
    return this.#engine.call(() => task(this.#handle));
  }
}
