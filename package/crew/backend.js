/** @file A session that several workers train: which of them does what of each command, and how their answers become one. */

import { direct } from '../commands.js';
import { aborted, freed, InkgradError } from '../error.js';
import { joinEvaluations, joinReports, joinRows } from './join.js';

/**
 * @typedef {import('./keeper.js').Keeper} Keeper
 * @typedef {import('../backend.js').Backend} Backend
 * @typedef {import('../arguments.js').Control} Control
 */

/** Fewer samples than this are predicted by one worker: telling all takes longer. */
const FEW = 256;

/**
 * A session that nobody holds any more must not leave its workers behind. Made with the first, for importing does nothing.
 *
 * @type {FinalizationRegistry<Keeper> | undefined}
 */
let forgotten;

/** Commands that all workers do, each its share; what is not here is done by all alike, or by the first alone. @type {Record<string, (keeper: Keeper, given: any, control: Control) => Promise<any>>} */
const divided = {
  async step(keeper, { count }, { signal }) {
    const { reports, stopped } = await keeper.step(count, signal);
    if (signal && stopped) throw aborted(signal);
    return joinReports(reports);
  },
  async evaluate(keeper, given, { signal }) {
    return joinEvaluations(whole(await keeper.askAll('evaluate', () => given, signal), signal));
  },
  async predict(keeper, { inputs, scale }, { signal }) {
    const features = keeper.described.spec.input.reduce((product, size) => product * size, 1);
    const samples = inputs.array.length / features;
    if (samples < FEW || !Number.isInteger(samples)) {
      return whole([await keeper.ask('predict', { inputs, scale }, signal)], signal)[0];
    }
    const cut = (/** @type {number} */ index) => Math.floor((samples * index) / keeper.count) * features;
    const share = (/** @type {number} */ index) => {
      return { scale, inputs: { ...inputs, array: inputs.array.subarray(cut(index), cut(index + 1)) } };
    };
    return joinRows(whole(await keeper.askAll('predict', share, signal), signal));
  },
  statistics: (keeper) => keeper.statistics(),
  save: (keeper) => keeper.save(),
};

/** @implements {Backend} */
export class GroupBackend {
  /** @type {Keeper | null} null once freed */
  #keeper;
  #placement;

  /**
   * @param {Keeper} keeper
   * @param {Backend['placement']} placement
   */
  constructor(keeper, placement) {
    this.#keeper = keeper;
    this.#placement = placement;
    forgotten ??= new FinalizationRegistry((held) => held.free());
    forgotten.register(this, keeper, this);
  }

  get spec() {
    return structuredClone(this.#live().described.spec);
  }

  get summary() {
    return structuredClone(this.#live().described.summary);
  }

  get classes() {
    return structuredClone(this.#live().described.classes);
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
    const keeper = this.#live();
    const share = divided[name];
    if (share) return share(keeper, given, control);
    if (direct[name]?.changes) return keeper.change(name, given);
    return whole([await keeper.ask(name, given, signal)], signal)[0];
  }

  free() {
    forgotten?.unregister(this);
    this.#keeper?.free();
    this.#keeper = null;
  }

  #live() {
    if (this.#keeper) return this.#keeper;
    throw freed();
  }
}

/**
 * @param {any[]} answers null of those who were told to stop
 * @param {AbortSignal} [signal]
 */
function whole(answers, signal) {
  if (signal && answers.includes(null)) throw aborted(signal);
  return answers;
}

/**
 * Copied once, to memory that all workers see: each takes its own copy from there, and one that replaces another too.
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
