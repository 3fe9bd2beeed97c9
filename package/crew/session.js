/**
 * @file A session that several workers train: it checks and copies what a call is given, lets the calls queue, and joins
 * the workers' answers. Whether the workers live is left to `keeper.js`.
 */

import * as check from '../arguments.js';
import { InkgradError } from '../error.js';
import { checkInputs, checkParameters, checkTargets } from '../hand-over.js';
import { plainObject } from '../plain.js';
import { Queue } from '../queue.js';
import { aborted } from '../turns.js';
import { joinEvaluations, joinReports, joinRows } from './join.js';

/**
 * @typedef {import('../inkgrad.js').Session} Session
 * @typedef {import('./keeper.js').Keeper} Keeper
 * @typedef {import('../hand-over.js').Inputs} Inputs
 * @typedef {Omit<Session, symbol>} Members
 */

/** Fewer samples than this are predicted by one worker: telling all takes longer. */
const FEW = 256;

/**
 * A session that nobody holds any more must not leave its workers behind. Made with the first, for importing does nothing.
 *
 * @type {FinalizationRegistry<Keeper> | undefined}
 */
let forgotten;

/** @implements {Members} */
export class Divided {
  /** @type {Keeper | null} null once freed */
  #keeper;
  #backend;
  #queue = new Queue(() => this.#live());

  /**
   * @param {Keeper} keeper
   * @param {import('../inkgrad.js').Backend} backend
   */
  constructor(keeper, backend) {
    this.#keeper = keeper;
    this.#backend = backend;
    forgotten ??= new FinalizationRegistry((held) => held.free());
    forgotten.register(this, keeper, this);
  }

  get spec() {
    return structuredClone(this.#live().described.spec);
  }

  get backend() {
    this.#live();
    return { ...this.#backend };
  }

  summary() {
    return structuredClone(this.#live().described.summary);
  }

  /** @type {Session['setData']} */
  setData(part, data) {
    const prepare = () => {
      const given = check.object(data, 'data');
      const name = check.text(part, 'part');
      const scale = check.optionalNumber(given.scale, 'scale') ?? 1;
      const warmup = check.optionalFlag(given.warmup, 'warmup') ?? false;
      const [inputs, labels] = [checkInputs(given.inputs, 'inputs'), checkTargets(given.labels)];
      return { part: name, scale, warmup, inputs: shared(inputs, 'inputs'), labels: shared(labels, 'labels') };
    };
    return this.#queue.add(prepare, (given) => this.#live().change('setData', given));
  }

  /** @type {Session['step']} */
  step(k = 1, options = {}) {
    const prepare = () => ({
      count: check.whole(k, 'k'),
      signal: check.optionalSignal(check.object(options, 'options').signal),
    });
    return this.#queue.add(prepare, async ({ count, signal }) => {
      if (signal?.aborted) throw aborted(signal);
      const { reports, stopped } = await this.#live().step(count, signal);
      if (signal && stopped) throw aborted(signal);
      return joinReports(reports);
    });
  }

  /** @type {Session['evaluate']} */
  evaluate(part, options = {}) {
    const prepare = () => {
      const { perSample, signal } = check.object(options, 'options');
      return {
        name: check.text(part, 'part'),
        perSample: check.optionalFlag(perSample, 'perSample') ?? false,
        signal: check.optionalSignal(signal),
      };
    };
    return this.#queue.add(prepare, async ({ name, perSample, signal }) => {
      if (signal?.aborted) throw aborted(signal);
      const shares = await this.#live().askAll('evaluate', () => ({ part: name, perSample }), signal);
      if (signal && shares.includes(null)) throw aborted(signal);
      return joinEvaluations(shares);
    });
  }

  /** @type {Session['predict']} */
  predict(inputs, options = {}) {
    const prepare = () => ({ scale: scaleOf(options), given: copied(checkInputs(inputs, 'inputs')) });
    return this.#queue.add(prepare, async ({ given, scale }) => {
      const keeper = this.#live();
      const features = keeper.described.spec.input.reduce((product, size) => product * size, 1);
      const samples = given.array.length / features;
      if (samples < FEW || !Number.isInteger(samples)) {
        return joinRows(await keeper.ask('predict', { inputs: given, features, scale }));
      }
      const cut = (/** @type {number} */ index) => Math.floor((samples * index) / keeper.count) * features;
      const share = (/** @type {number} */ index) => {
        const inputs = /** @type {Inputs} */ ({ ...given, array: given.array.slice(cut(index), cut(index + 1)) });
        return { inputs, features, scale };
      };
      return joinRows((await keeper.askAll('predict', share)).flat());
    });
  }

  /** @type {Session['activations']} */
  activations(input, options = {}) {
    const prepare = () => ({ scale: scaleOf(options), inputs: copied(checkInputs(input, 'input')) });
    return this.#queue.add(prepare, (given) => this.#live().ask('activations', given));
  }

  /** @type {Session['gradients']} */
  gradients(inputs, targets, options = {}) {
    const prepare = () => ({
      scale: scaleOf(options),
      inputs: copied(checkInputs(inputs, 'inputs')),
      labels: copied(checkTargets(targets)),
    });
    return this.#queue.add(prepare, (given) => this.#live().ask('gradients', given));
  }

  parameters() {
    return this.#queue.add(nothing, () => this.#live().ask('parameters'));
  }

  /** @type {Session['setParameters']} */
  setParameters(list) {
    const prepare = () => checkParameters(list).map((item) => ({ ...item, data: item.data.slice() }));
    return this.#queue.add(prepare, (given) => this.#live().change('setParameters', { list: given }));
  }

  /** @type {Session['configure']} */
  configure(changes) {
    const prepare = () => plainObject(changes, 'changes');
    return this.#queue.add(prepare, (given) => this.#live().change('configure', { changes: given }));
  }

  save() {
    return this.#queue.add(nothing, () => this.#live().save());
  }

  /** @type {Session['reset']} */
  reset(seed) {
    const prepare = () => (seed === undefined ? undefined : check.whole(seed, 'seed'));
    return this.#queue.add(prepare, (given) => this.#live().change('reset', { seed: given }));
  }

  free() {
    forgotten?.unregister(this);
    this.#keeper?.free();
    this.#keeper = null;
  }

  #live() {
    if (this.#keeper) return this.#keeper;
    throw new InkgradError('state', 'the session was freed; create or load another');
  }
}

/** @param {unknown} options */
function scaleOf(options) {
  return check.optionalNumber(check.object(options, 'options').scale, 'scale');
}

/**
 * @template {{ kind: string, array: Uint8Array | Uint32Array | Float32Array }} Given
 * @param {Given} given
 * @returns {Given}
 */
function copied(given) {
  return { ...given, array: given.array.slice() };
}

/**
 * Copied once, to memory that all workers see: each takes its own copy from there, and one that replaces another too.
 *
 * @template {{ kind: string, array: Uint8Array | Uint32Array | Float32Array }} Given
 * @param {Given} given
 * @param {string} path
 * @returns {Given}
 */
function shared(given, path) {
  const { array } = given;
  try {
    const Kind = /** @type {new (buffer: SharedArrayBuffer) => typeof array} */ (array.constructor);
    const copy = new Kind(new SharedArrayBuffer(array.byteLength));
    copy.set(array);
    return { ...given, array: copy };
  } catch (cause) {
    const message = `${path}: there is no room for another ${Math.ceil(array.byteLength / 2 ** 20)} MB; free sessions that are not needed or take less data`;
    throw new InkgradError('memory', message, { path, found: `${array.byteLength} bytes`, cause });
  }
}

function nothing() {}
