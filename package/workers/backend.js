/** @file A session that several workers train: how each command is divided among them, and their answers merged. */

import { direct } from '../commands.js';
import { aborted, freed, InkgradError } from '../error.js';
import { concatenate, mergeEvaluations, mergeReports } from './merge.js';

/**
 * @typedef {import('./supervisor.js').Supervisor} Supervisor
 * @typedef {import('../backend.js').Backend} Backend
 * @typedef {import('../arguments.js').Control} Control
 */

/** Fewer samples than this are predicted by one worker: messages to all take longer. */
const FEW = 256;

/** Ends the workers of a session that was not freed before it was collected. Made late: an import has no side effects. @type {FinalizationRegistry<Supervisor> | undefined} */
let collected;

/** Commands that all workers run on their shares; all others run alike on all, or on rank 0. @type {Record<string, (supervisor: Supervisor, given: any, control: Control) => Promise<any>>} */
const parallel = {
  async step(supervisor, { count }, { signal }) {
    const { reports, stopped } = await supervisor.step(count, signal);
    if (signal && stopped) throw aborted(signal);
    return mergeReports(reports);
  },
  async evaluate(supervisor, given, { signal }) {
    return mergeEvaluations(whole(await supervisor.callAll('evaluate', () => given, signal), signal));
  },
  async predict(supervisor, { inputs, scale }, { signal }) {
    const { workers, description } = supervisor;
    const features = description.spec.input.reduce((product, size) => product * size, 1);
    const samples = inputs.array.length / features;
    if (samples < FEW || !Number.isInteger(samples)) {
      return whole([await supervisor.call('predict', { inputs, scale }, signal)], signal)[0];
    }
    const first = (/** @type {number} */ rank) => Math.floor((samples * rank) / workers) * features;
    const share = (/** @type {number} */ rank) => {
      return { scale, inputs: { ...inputs, array: inputs.array.subarray(first(rank), first(rank + 1)) } };
    };
    return concatenate(whole(await supervisor.callAll('predict', share, signal), signal));
  },
  statistics: (supervisor) => supervisor.statistics(),
  save: async (supervisor) => (await supervisor.callAll('save', () => ({})))[0],
};

/** @implements {Backend} */
export class WorkersBackend {
  /** @type {Supervisor | null} null once freed */
  #supervisor;
  #placement;

  /**
   * @param {Supervisor} supervisor
   * @param {Backend['placement']} placement
   */
  constructor(supervisor, placement) {
    this.#supervisor = supervisor;
    this.#placement = placement;
    collected ??= new FinalizationRegistry((held) => held.free());
    collected.register(this, supervisor, this);
  }

  get spec() {
    return structuredClone(this.#live().description.spec);
  }

  get summary() {
    return structuredClone(this.#live().description.summary);
  }

  get classes() {
    return structuredClone(this.#live().description.classes);
  }

  get placement() {
    this.#live();
    return this.#placement;
  }

  /** @type {Backend['holdInputs']} */
  holdInputs(inputs, path) {
    return { ...inputs, array: shared(inputs.array, path) };
  }

  /** @type {Backend['holdLabels']} */
  holdLabels(labels) {
    if (labels.kind === 'names') return { ...labels, array: labels.array.slice() };
    return { ...labels, array: shared(labels.array, 'labels') };
  }

  /** @type {Backend['holdParameters']} */
  holdParameters(list) {
    return list.map((item) => ({ ...item, data: item.data.slice() }));
  }

  /** @type {Backend['call']} */
  async call(name, given, control) {
    const { signal } = control;
    if (signal?.aborted) throw aborted(signal);
    const supervisor = this.#live();
    const command = parallel[name];
    if (command) return command(supervisor, given, control);
    if (direct[name]?.changes) return supervisor.change(name, given);
    return whole([await supervisor.call(name, given, signal)], signal)[0];
  }

  free() {
    collected?.unregister(this);
    this.#supervisor?.free();
    this.#supervisor = null;
  }

  #live() {
    if (this.#supervisor) return this.#supervisor;
    throw freed();
  }
}

/**
 * @param {any[]} answers null for those aborted
 * @param {AbortSignal} [signal]
 */
function whole(answers, signal) {
  if (signal && answers.includes(null)) throw aborted(signal);
  return answers;
}

/**
 * A copy in shared memory, from which each worker takes its own, one that replaces another too.
 *
 * @template {Uint8Array | Uint32Array | Float32Array | Float64Array} Given
 * @param {Given} array
 * @param {string} path
 * @returns {Given}
 */
function shared(array, path) {
  try {
    const Kind = /** @type {new (buffer: SharedArrayBuffer) => Given} */ (array.constructor);
    const copy = new Kind(new SharedArrayBuffer(array.byteLength));
    copy.set(array);
    return copy;
  } catch (cause) {
    const megabytes = String(Math.ceil(array.byteLength / 2 ** 20));
    const message = `${path}: there is no room for another ${megabytes} MB; free sessions that are not needed or take less data`;
    const details = { id: 'memory.no_room', values: { megabytes }, path, found: `${array.byteLength} bytes`, cause };
    throw new InkgradError('memory', message, details);
  }
}
