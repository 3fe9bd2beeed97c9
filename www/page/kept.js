/** @file What is kept from visit to visit: the drawing, and the network with its curves while its structure is the same. */

import { structureOf } from '../shared/experiment.js';
import { compact } from '../shared/spec-schema.js';
import { newDrawing } from './features/draw/strokes.js';
import { History } from './history.js';
import { specInFile } from './spec-in-file.js';
import { freshRun, runOf } from './state.js';

/** Counted up whenever what is kept changes its form. */
const VERSION = { network: 2, drawing: 1 };

/** Milliseconds that a drawing rests before it is kept, and before a network is: that takes some, between two strokes. */
const REST = 400;

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./storage.js').Database} Storage
 * @typedef {import('./runs/run-store.js').Checkpoint} Checkpoint
 * @typedef {import('../shared/experiment.js').Experiment} Experiment
 */

/** Writes what is to be kept, never while a hand draws. */
export class Kept {
  #key;
  #storage;
  #store;
  /** @type {{ checkpoint: Checkpoint | null } | null} */
  #unkept = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;

  /**
   * @param {Storage} storage
   * @param {import('./store.js').Store<State>} store
   * @param {string} [key] of this tab's network
   */
  constructor(storage, store, key = 'network') {
    this.#key = key;
    this.#storage = storage;
    this.#store = store;
  }

  /** @param {Checkpoint | null} checkpoint null where there is nothing to keep */
  keepNetwork(checkpoint) {
    this.#unkept = { checkpoint };
    if (this.#resting === undefined) this.#write();
  }

  keepDrawing() {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      this.#writeDrawing();
      this.#write();
    }, REST);
  }

  /**
   * Keeps the drawing and the network at once, as when the page is about to be loaded anew.
   *
   * @param {Checkpoint | null} checkpoint
   * @returns {Promise<boolean>} whether both are kept now
   */
  async flush(checkpoint) {
    clearTimeout(this.#resting);
    this.#resting = undefined;
    this.#unkept = { checkpoint };
    return (await Promise.all([this.#writeDrawing(), this.#write()])).every(Boolean);
  }

  #writeDrawing() {
    return this.#storage.set('drawing', { version: VERSION.drawing, strokes: this.#store.get().drawing.strokes });
  }

  /** @returns {Promise<boolean>} whether nothing is left to be kept */
  async #write() {
    if (!this.#unkept) return true;
    const { checkpoint } = this.#unkept;
    this.#unkept = null;
    if (!checkpoint || checkpoint.position.step === 0) {
      await this.#storage.remove(this.#key);
      return true;
    }
    const state = this.#store.get();
    const { history, ...run } = runOf(state);
    return this.#storage.set(this.#key, {
      version: VERSION.network,
      experiment: state.experiment,
      bytes: checkpoint.bytes,
      run: { ...run, position: checkpoint.position, history: history.toStored() },
    });
  }
}

/**
 * @param {Storage} storage
 * @param {Experiment} experiment of the address
 * @param {string[]} [keys] in whose order a network is looked for
 * @returns {Promise<{ checkpoint: Checkpoint, state: Partial<State> } | null>}
 */
export async function keptNetwork(storage, experiment, keys = ['network']) {
  for (const key of keys) {
    const found = networkIn(await storage.get(key), experiment);
    if (found) return found;
  }
  return null;
}

/**
 * @param {any} kept
 * @param {Experiment} experiment
 */
function networkIn(kept, experiment) {
  if (kept?.version === 1) return firstReleaseNetwork(kept, experiment);
  if (kept?.version !== VERSION.network || !sameStructure(kept.experiment, experiment)) return null;
  return restored(kept.bytes, kept.run, experiment);
}

/**
 * @param {Uint8Array} bytes
 * @param {import('./state.js').RunState & { history: import('./history.js').StoredHistory }} run
 * @param {Experiment} experiment
 */
function restored(bytes, run, experiment) {
  const history = new History(run.history);
  history.cutAfter(run.position.step);
  const state = { ...freshRun(), ...run, history, points: history.points, experiment };
  return { checkpoint: { bytes, position: run.position }, state };
}

/**
 * The first release added dropout of rate 0 after dense layers, so the file itself says what its layers are.
 *
 * @param {any} kept
 * @param {Experiment} experiment
 */
function firstReleaseNetwork(kept, experiment) {
  const spec = specInFile(kept.bytes);
  if (!spec) return null;
  const layers = spec.layers.map(withoutFilledIn);
  const own = { ...experiment, spec: { ...experiment.spec, seed: spec.seed, layers, input: spec.input } };
  if (!sameStructure(withoutIdleDropout(own), withoutIdleDropout(experiment))) return null;
  const { standing: position, progress, validation, record, history } = kept;
  const run = { ...freshRun(), position, progress, validation, history, configuration: record };
  return restored(kept.bytes, run, own);
}

/**
 * @param {Experiment} a
 * @param {Experiment} b
 */
function sameStructure(a, b) {
  return JSON.stringify(structureOf(a)) === JSON.stringify(structureOf(b));
}

/** Initialisers that the core takes where none is given. */
const USUAL_INIT = ['he_uniform', 'glorot_uniform'];

/**
 * @param {import('../shared/experiment.js').Layer} layer with every default filled in
 * @returns {import('../shared/experiment.js').Layer}
 */
function withoutFilledIn({ name: _, init, ...rest }) {
  const given = USUAL_INIT.includes(String(init)) ? rest : { ...rest, init };
  return compact('Layer', /** @type {import('../shared/experiment.js').Layer} */ (given));
}

/**
 * @param {Experiment} experiment
 * @returns {Experiment}
 */
function withoutIdleDropout(experiment) {
  const layers = experiment.spec.layers.filter(({ kind, rate }) => kind !== 'dropout' || rate !== 0);
  return { ...experiment, spec: { ...experiment.spec, layers } };
}

/**
 * @param {Storage} storage
 * @returns {Promise<import('./features/draw/strokes.js').Drawing>}
 */
export async function keptDrawing(storage) {
  const kept = await storage.get('drawing');
  return newDrawing(kept?.version === VERSION.drawing ? kept.strokes : []);
}
