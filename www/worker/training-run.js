/**
 * @file One training run: a session, its data, its position (step, epoch) and its running means. The first shard is a
 * warm-up; the full set replaces it later. The trainer schedules the calls and reports the results.
 */

import { AverageMeter } from './average-meter.js';
import { StepsPerCall } from './steps-per-call.js';

/** The full set replaces the first shard at a multiple of this many steps, so that a replay can do the same. */
const WHOLE_SET_STEPS = 100;

/**
 * @typedef {import('inkgrad').Session} Session
 * @typedef {import('../shared/protocol.js').TrainingPosition} TrainingPosition
 * @typedef {import('./data-source.js').Parts} Parts
 */

export class TrainingRun {
  /** @type {TrainingPosition} */
  position;
  counts = { train: 0, validation: 0 };
  /** @type {Parts | null} the data in use */
  data = null;
  /** Layers that kept the weights of the session before. */
  carried = 0;
  meter = new AverageMeter();
  /** @type {import('./recent-states.js').RecentStates | null} null until its script is loaded */
  recent = null;
  #loading = false;
  #session;
  #now;
  #stepsPerCall = new StepsPerCall();
  #warmup = false;
  /** @type {Parts | null} the full set, decoded, not yet in use */
  #pending = null;

  /**
   * @param {{ run: number, runId: string }} name `runId` in the library
   * @param {Session} session
   * @param {TrainingPosition} position of the loaded session
   * @param {() => number} now milliseconds
   */
  constructor({ run, runId }, session, position, now) {
    this.run = run;
    this.runId = runId;
    this.#session = session;
    this.#now = now;
    this.position = position;
  }

  /** The statistics by which a table is standardised. */
  get table() {
    return this.data?.table;
  }

  get session() {
    return this.#session;
  }

  /** What the page is told of it once it has its data. */
  get description() {
    const { counts, position, runId, carried, table } = this;
    const { spec, backend } = this.#session;
    return { spec, rows: this.#session.summary(), backend, counts, position, runId, carried, table };
  }

  /**
   * @param {Parts} parts
   * @param {boolean} whole whether it is the full set; steps on the first shard are a warm-up
   */
  async setData(parts, whole) {
    const { scale } = parts.dataSet;
    await this.#session.setData('train', { ...parts.train, scale, warmup: !whole });
    await this.#session.setData('validation', { ...parts.validation, scale });
    this.#warmup = !whole;
    this.data = parts;
    this.counts = { train: parts.train.labels.length, validation: parts.validation.labels.length };
    if (whole && this.position.wholeSince === null)
      this.position = { ...this.position, wholeSince: this.position.step };
  }

  /** @returns {Promise<import('../shared/protocol.js').Saved>} */
  async saved() {
    return { bytes: await this.#session.save(), position: this.position };
  }

  /** @param {Parts} parts the full set, used from the next allowed step */
  queueWholeSet(parts) {
    this.#pending = parts;
  }

  /** @returns {Promise<boolean>} whether the full set is newly in use */
  async applyWholeSet() {
    if (!this.#pending || this.position.step % WHOLE_SET_STEPS !== 0) return false;
    const parts = this.#pending;
    this.#pending = null;
    await this.setData(parts, true);
    return true;
  }

  /**
   * One call of `step` with the number of steps for the target duration. It ends earlier at the end of an epoch, and
   * where the full set may replace the first shard.
   *
   * @param {number} [limit]
   * @returns {Promise<{ finished: 'early_stopping' | 'diverged' | null, epochEnd: number | null }>}
   */
  async advance(limit = Number.POSITIVE_INFINITY) {
    const before = Math.floor(this.position.epoch);
    const steps = Math.min(limit, this.#stepsPerCall.next(), this.#stepsLeft());
    const begun = this.#now();
    const report = await this.#session.step(steps);
    const milliseconds = this.#now() - begun;
    this.#stepsPerCall.record(steps, milliseconds);
    this.meter.add(report, milliseconds);
    this.position = { ...this.position, step: report.step, epoch: report.epoch };
    const epoch = Math.floor(report.epoch);
    return { finished: report.finished, epochEnd: epoch > before ? epoch : null };
  }

  #stepsLeft() {
    const { step, epoch } = this.position;
    if (this.#warmup) return WHOLE_SET_STEPS - (step % WHOLE_SET_STEPS);
    const samples = (Math.floor(epoch) + 1 - epoch) * this.counts.train;
    return Math.max(1, Math.ceil(samples / this.#session.spec.batch_size - 1e-6));
  }

  /** Keeps the present state from time to time, so that training can go back to it. */
  async keepState() {
    if (this.recent) return this.recent.keep(this.#session, this.position);
    if (this.#loading) return;
    this.#loading = true;
    import('./recent-states.js').then(
      ({ RecentStates }) => {
        this.recent = new RecentStates(this.#now);
      },
      () => {}, // Training goes on without a way back.
    );
  }

  /** @returns {Promise<Pick<import('../shared/protocol.js').ValidationEvent, 'loss' | 'accuracy' | 'confusion' | 'regression'>>} */
  async validate() {
    const { data } = this;
    if (data?.dataSet.classes === 0) return (await import('./regression.js')).validateNumbers(this.#session, data);
    // With a signal it yields to the event loop meanwhile.
    const { loss, accuracy, confusion } = await this.#session.evaluate('validation', {
      signal: new AbortController().signal,
    });
    return { loss, accuracy, confusion };
  }

  /**
   * From here on it is another run.
   *
   * @param {import('../shared/protocol.js').SetWeight} edit
   * @returns {Promise<number>} the step at which it was set
   */
  async setWeight(edit) {
    await (await import('./weight-edit.js')).setWeight(this.#session, edit);
    this.runId = edit.runId;
    return this.position.step;
  }

  /**
   * @param {number} seed
   * @param {string} runId of the run that begins
   */
  async reset(seed, runId) {
    await this.#session.reset(seed);
    this.runId = runId;
    this.meter.clear();
    this.recent?.clear();
    // The first report of every run is of its first step alone: the loss with which it begins.
    this.#stepsPerCall = new StepsPerCall();
    this.position = { wholeSince: this.#warmup ? null : 0, step: 0, epoch: 0 };
  }
}
