/**
 * @file What a worker does when it is told to. All do the same with the same arguments, each its share; the first, who
 * leads, answers what is asked of one alone. How it is told is left to `worker.js`.
 */

import { Engine } from '../engine.js';
import { instantiate as relaxedSimd } from '../generated/glue-relaxed-simd.js';
import { instantiate as simd128 } from '../generated/glue-simd128.js';
import { copyInputs, copyLabels, copyParameters } from '../hand-over.js';
import { Fellows } from './fellows.js';
import { ABORT, CHECKPOINT, controlOf, NOTHING, REASON, STOP_AT, WISH } from './room.js';

const glues = { simd128, 'relaxed-simd': relaxedSimd };

/** Milliseconds of training that a fault may cost at least, and how many times what a checkpoint costs. */
const CHECKPOINT_EVERY = 2000;
const CHECKPOINT_COSTS = 50;

/** Samples that are predicted between two signs of life. */
const PIECE = 1024;

/**
 * @typedef {import('./messages.js').Start} Start
 * @typedef {import('./messages.js').Taken} Taken
 * @typedef {import('../hand-over.js').Inputs} Inputs
 * @typedef {import('../hand-over.js').Targets} Targets
 */

/**
 * @param {Start} start
 * @param {(taken: Taken & { file: Uint8Array }) => void} keep is given a checkpoint
 */
export async function begin({ module, build, room, index, spec, file }, keep) {
  const glue = glues[build]();
  const { memory } = await glue.default({ module_or_path: module });
  const info = { version: glue.version(), build, workers: room.count, gpu: null };
  const engine = new Engine(glue, memory, info, '');
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
  }

  get ended() {
    return this.#engine.ended;
  }

  describe() {
    return this.#core((handle) => ({ spec: handle.spec(), summary: handle.summary() }));
  }

  /** @param {{ part: string, inputs: Inputs, labels: Targets, scale: number, warmup: boolean }} given */
  setData({ part, inputs, labels, scale, warmup }) {
    this.#engine.makeRoom(inputs.array.byteLength + 4 * labels.array.length, 'inputs');
    const [values, targets] = [copyInputs(this.#engine, inputs), copyLabels(this.#engine, labels)];
    this.#core((handle) => handle.set_data(part, values, targets, scale, warmup));
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

  /**
   * @param {{ part: string, perSample: boolean }} given
   * @returns {object | null} null where it was told to stop
   */
  evaluate({ part, perSample }) {
    const { index, count } = this.#fellows;
    this.#core((handle) => handle.begin_evaluation(part, perSample, index, count));
    while (this.#core((handle) => handle.advance_evaluation(1))) {
      this.#fellows.beat();
      if (Atomics.load(this.#control, WISH) !== NOTHING) return null;
    }
    return this.#core((handle) => handle.evaluation());
  }

  /**
   * @param {{ inputs: Inputs, features: number, scale?: number }} given
   * @returns {Float32Array[]} pieces
   */
  predict({ inputs, features, scale }) {
    const pieces = [];
    const { kind, array } = inputs;
    // A sample that is not whole is the core's to find.
    for (let at = 0; at === 0 || at < array.length; at += PIECE * features) {
      const piece = /** @type {Inputs} */ ({ kind, array: array.subarray(at, at + PIECE * features) });
      this.#engine.makeRoom(piece.array.byteLength, 'inputs');
      const values = copyInputs(this.#engine, piece);
      pieces.push(this.#core((handle) => handle.predict(values, scale)));
      this.#fellows.beat();
    }
    return pieces;
  }

  /** @param {{ inputs: Inputs, scale?: number }} given */
  activations({ inputs, scale }) {
    const values = copyInputs(this.#engine, inputs);
    return this.#core((handle) => handle.activations(values, scale));
  }

  /** @param {{ inputs: Inputs, labels: Targets, scale?: number }} given */
  gradients({ inputs, labels, scale }) {
    this.#engine.makeRoom(inputs.array.byteLength + 4 * labels.array.length, 'inputs');
    const [values, targets] = [copyInputs(this.#engine, inputs), copyLabels(this.#engine, labels)];
    return this.#core((handle) => handle.gradients(values, targets, scale));
  }

  parameters() {
    return this.#core((handle) => handle.parameters());
  }

  /** @param {{ list: import('../hand-over.js').Parameters }} given */
  setParameters({ list }) {
    const parameters = copyParameters(this.#engine, list);
    this.#core((handle) => handle.set_parameters(parameters));
  }

  /** @param {{ changes: object }} given */
  configure({ changes }) {
    this.#core((handle) => handle.configure(changes));
  }

  /** @param {{ seed?: number }} given */
  reset({ seed }) {
    this.#core((handle) => handle.reset(seed));
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
