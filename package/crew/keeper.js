/**
 * @file Keeps a session alive beyond the workers that compute it: what it was at its last checkpoint, its data, and the
 * steps since. When a worker is lost a new crew begins there and takes those steps again, to the same bits. What may be
 * asked of a session is the business of `session.js`.
 */

import { freed, InkgradError } from '../error.js';
import { Crew, Lost } from './crew.js';
import { ABORT, makeRoom } from './room.js';

/**
 * @typedef {object} Setting
 * @property {WebAssembly.Module} module
 * @property {import('../inkgrad.js').Build} build
 * @property {number} count
 * @property {number} area floats in the area of each
 * @property {import('./crew.js').Hire} hire
 */

/**
 * @typedef {import('../backend.js').Origin} Origin
 * @typedef {import('../inkgrad.js').FilledSpec} FilledSpec
 * @typedef {{ spec: FilledSpec, summary: import('../inkgrad.js').LayerSummary[], classes: string[] | null }} Described
 */

/** How often a call begins anew: where a crew would fare the same again, and else. */
const ATTEMPTS = 3;
const LIVES = 100;

/** Milliseconds of steps that are taken again at most, unless a checkpoint costs much, before a call begins. */
const STALE = 2000;

/** In this order data are set again. */
const PARTS = ['train', 'validation', 'test'];

export class Keeper {
  #setting;
  /** @type {Origin} */
  #origin;
  /** @type {Map<string, object>} what each part of the data was set to */
  #data = new Map();
  /** Steps since the checkpoint, and the milliseconds that they took. */
  #steps = 0;
  #milliseconds = 0;
  #finished = false;
  /** @type {Crew | null} */
  #crew = null;
  #freed = false;
  /** Whether statistics have been asked for. */
  #watched = false;
  /** @type {Described} */
  described = /** @type {Described} */ ({});

  /**
   * @param {Setting} setting
   * @param {Origin} origin
   */
  constructor(setting, origin) {
    this.#setting = setting;
    this.#origin = origin;
  }

  get count() {
    return this.#setting.count;
  }

  /** @returns {Promise<void>} rejects with a `Lost` where no worker can be started here */
  async begin() {
    await this.#ready();
  }

  /**
   * All do it; then a checkpoint is taken, with which it is done for good.
   *
   * @param {string} name
   * @param {object} given
   */
  change(name, given) {
    return this.#survive(async (crew) => {
      try {
        await crew.all(name, () => given);
        await this.#checkpoint(crew);
      } catch (error) {
        // Where one has failed in the middle of it all, the last checkpoint is what counts.
        if (crew.lost) this.#crew = null;
        throw error;
      }
      if (name === 'setData') this.#data.set(/** @type {{ part: string }} */ (given).part, given);
      this.described = await crew.call(0, 'describe', {});
      this.#finished = false;
    });
  }

  /**
   * @param {number} count
   * @param {AbortSignal} [signal]
   * @returns {Promise<{ reports: Float64Array[], stopped: boolean }>} the reports of one part of the steps after the other
   */
  async step(count, signal) {
    /** @type {Float64Array[]} */
    const reports = [];
    let left = count;
    return this.#survive(async (crew) => {
      if (this.#milliseconds > STALE && !this.#finished) await this.#checkpoint(crew);
      /** @type {import('./messages.js').Taken | null} */
      let kept = null;
      crew.onCheckpoint((taken) => {
        kept = taken;
        this.#keep(taken.file);
      });
      const begun = performance.now();
      try {
        const [taken] = await obeying(crew, signal, () => crew.all('step', () => ({ steps: left, replay: false })));
        this.#steps += taken.since;
        this.#milliseconds += performance.now() - begun;
        this.#finished = taken.report[7] !== 0;
        return { reports: [...reports, taken.report], stopped: taken.stopped };
      } catch (error) {
        const last = /** @type {import('./messages.js').Taken | null} */ (kept);
        if (last) {
          reports.push(last.report);
          left -= last.steps;
        }
        throw error;
      }
    });
  }

  /**
   * The leader's answer; null where it was told to stop.
   *
   * @param {string} name
   * @param {object} [given]
   * @param {AbortSignal} [signal]
   */
  ask(name, given = {}, signal) {
    return this.#survive((crew) => obeying(crew, signal, () => crew.call(0, name, given)));
  }

  /**
   * Everyone's answer, in order.
   *
   * @param {string} name
   * @param {(index: number) => object} given
   * @param {AbortSignal} [signal]
   */
  askAll(name, given, signal) {
    return this.#survive((crew) => obeying(crew, signal, () => crew.all(name, given)));
  }

  /** Whoever comes after a fault watches too. */
  statistics() {
    this.#watched = true;
    return this.#survive(async (crew) => (await crew.all('statistics', () => ({})))[0]);
  }

  /** @returns {Promise<Uint8Array<ArrayBuffer>>} */
  save() {
    return this.#survive(async (crew) => (await crew.all('save', () => ({})))[0]);
  }

  free() {
    this.#freed = true;
    this.#crew?.end('the session was freed');
    this.#crew = null;
    this.#data.clear();
  }

  /**
   * Does it, again from the last checkpoint wherever a worker is lost.
   *
   * @template Result
   * @param {(crew: Crew) => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  async #survive(work) {
    for (let attempt = 1, again = 0; ; attempt += 1) {
      try {
        return await work(await this.#ready());
      } catch (error) {
        if (this.#freed) throw freed();
        if (!(error instanceof Lost)) throw error;
        this.#crew = null;
        again += Number(error.again);
        if (again === ATTEMPTS || attempt === LIVES) throw given(error);
      }
    }
  }

  /** @returns {Promise<Crew>} a crew that stands where the session stands */
  async #ready() {
    if (this.#crew && !this.#crew.lost) return this.#crew;
    const { module, build, count, area, hire } = this.#setting;
    const beginning = { module, build, room: makeRoom(count, area), ...this.#origin };
    const { crew, described } = await Crew.start(beginning, hire);
    if (this.#freed) crew.end('the session was freed');
    this.#crew = crew;
    this.described = described;
    for (const part of PARTS) {
      const data = this.#data.get(part);
      if (data) await crew.all('setData', () => data);
    }
    if (this.#watched) await crew.all('watch', () => ({}));
    if (this.#steps > 0) await crew.all('step', () => ({ steps: this.#steps, replay: true }));
    return crew;
  }

  /** @param {Crew} crew */
  async #checkpoint(crew) {
    this.#keep((await crew.all('save', () => ({})))[0]);
  }

  /** @param {Uint8Array} file */
  #keep(file) {
    this.#origin = { file };
    this.#steps = 0;
    this.#milliseconds = 0;
  }
}

/**
 * @template Result
 * @param {Crew} crew
 * @param {AbortSignal | undefined} signal
 * @param {() => Promise<Result>} work
 */
async function obeying(crew, signal, work) {
  const abort = () => crew.wish(ABORT);
  signal?.addEventListener('abort', abort);
  // It may have come while workers were made ready.
  if (signal?.aborted) abort();
  try {
    return await work();
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** @param {Lost} error */
function given({ message }) {
  const told = `${message}; new workers fared no better: load() with fewer workers and go on from the last save`;
  return new InkgradError('state', told, { id: 'state.workers_lost', values: { why: message } });
}
