/** @file The backend of several workers: shards commands over the worker group and merges the results. */

import { direct } from '../commands.js';
import { abortError, freedError, InkgradError } from '../error.js';
import { concatenate, mergeEvaluations, mergeReports } from './merge.js';

/**
 * @typedef {import('./supervisor.js').Supervisor} Supervisor
 * @typedef {import('../backend.js').Backend} Backend
 * @typedef {import('../arguments.js').Control} Control
 */

/** With fewer samples one worker predicts: messages to all workers would take longer than the prediction. */
const MIN_PARALLEL_SAMPLES = 256;

/**
 * Terminates the workers of sessions that are garbage-collected without `free`. Created on first use: importing the package
 * has no side effects.
 *
 * @type {FinalizationRegistry<Supervisor> | undefined}
 */
let registry;

/**
 * Commands with code of their own here; most are sharded over the ranks. The others run on all ranks if they change the session,
 * else on rank 0.
 *
 * @type {Record<string, (supervisor: Supervisor, args: any, control: Control) => Promise<any>>}
 */
const parallel = {
  async step(supervisor, { count }, { signal }) {
    const { reports, stopped } = await supervisor.step(count, signal);
    if (signal && stopped) throw abortError(signal);
    return mergeReports(reports);
  },
  async evaluate(supervisor, args, { signal }) {
    return mergeEvaluations(requireComplete(await supervisor.callAll('evaluate', () => args, signal), signal));
  },
  async predict(supervisor, { inputs, scale }, { signal }) {
    const { workers, description } = supervisor;
    const features = description.spec.input.reduce((product, size) => product * size, 1);
    const samples = inputs.array.length / features;
    if (samples < MIN_PARALLEL_SAMPLES || !Number.isInteger(samples)) {
      return requireComplete([await supervisor.call('predict', { inputs, scale }, signal)], signal)[0];
    }
    const shardStart = (/** @type {number} */ rank) => Math.floor((samples * rank) / workers) * features;
    const shard = (/** @type {number} */ rank) => {
      return { scale, inputs: { ...inputs, array: inputs.array.subarray(shardStart(rank), shardStart(rank + 1)) } };
    };
    return concatenate(requireComplete(await supervisor.callAll('predict', shard, signal), signal));
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
    registry ??= new FinalizationRegistry((orphan) => orphan.free());
    registry.register(this, supervisor, this);
  }

  get spec() {
    return structuredClone(this.#requireSupervisor().description.spec);
  }

  get summary() {
    return structuredClone(this.#requireSupervisor().description.summary);
  }

  get classes() {
    return structuredClone(this.#requireSupervisor().description.classes);
  }

  get placement() {
    this.#requireSupervisor();
    return this.#placement;
  }

  /** @type {Backend['copyInputs']} */
  copyInputs(inputs, path) {
    return { ...inputs, array: copyToShared(inputs.array, path) };
  }

  /** @type {Backend['copyLabels']} */
  copyLabels(labels) {
    if (labels.kind === 'names') return { ...labels, array: labels.array.slice() };
    return { ...labels, array: copyToShared(labels.array, 'labels') };
  }

  /** @type {Backend['copyParameters']} */
  copyParameters(list) {
    return list.map((item) => ({ ...item, data: item.data.slice() }));
  }

  /** @type {Backend['call']} */
  async call(name, args, control) {
    const { signal } = control;
    if (signal?.aborted) throw abortError(signal);
    const supervisor = this.#requireSupervisor();
    const command = parallel[name];
    if (command) return command(supervisor, args, control);
    if (direct[name]?.mutates) return supervisor.change(name, args);
    return requireComplete([await supervisor.call(name, args, signal)], signal)[0];
  }

  free() {
    registry?.unregister(this);
    this.#supervisor?.free();
    this.#supervisor = null;
  }

  #requireSupervisor() {
    if (this.#supervisor) return this.#supervisor;
    throw freedError();
  }
}

/**
 * @param {any[]} results null for each rank that was aborted
 * @param {AbortSignal} [signal]
 */
function requireComplete(results, signal) {
  if (signal && results.includes(null)) throw abortError(signal);
  return results;
}

/**
 * Copies an array to shared memory. Each worker copies it from there to its own memory; so does a worker that is spawned later
 * to replace another.
 *
 * @template {Uint8Array | Uint32Array | Float32Array | Float64Array} Source
 * @param {Source} array
 * @param {string} path
 * @returns {Source}
 */
function copyToShared(array, path) {
  try {
    const ArrayType = /** @type {new (buffer: SharedArrayBuffer) => Source} */ (array.constructor);
    const copy = new ArrayType(new SharedArrayBuffer(array.byteLength));
    copy.set(array);
    return copy;
  } catch (cause) {
    const megabytes = String(Math.ceil(array.byteLength / 2 ** 20));
    const message = `${path}: there is no room for another ${megabytes} MB; free sessions that are not needed or take less data`;
    const details = { id: 'memory.no_room', values: { megabytes }, path, found: `${array.byteLength} bytes`, cause };
    throw new InkgradError('memory', message, details);
  }
}
