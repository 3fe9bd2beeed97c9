/**
 * @file The training loop. Executes commands between two calls of `step`, and sends progress to the page and snapshots
 * to the prediction worker at limited rates. `TrainingRun` holds the session and its position.
 */

import { RateLimiter } from '../shared/rate-limiter.js';
import { errorEvent } from './endpoint.js';
import { SnapshotPort } from './snapshot-port.js';
import { TrainingRun } from './training-run.js';

/**
 * @typedef {import('../shared/protocol.js').TrainingCommand & import('../shared/protocol.js').Envelope} Command
 * @typedef {import('./data-source.js').DataSource} DataSource
 * @typedef {object} Environment what differs between a worker and a test
 * @property {(engine: import('../shared/protocol.js').Engine) => Promise<import('inkgrad').Inkgrad>} load
 * @property {(name: import('../shared/data-sets.js').DataSetName, inkgrad: import('inkgrad').Inkgrad) => DataSource} open
 * @property {import('./endpoint.js').Post} post
 * @property {() => number} now milliseconds
 * @property {() => Promise<void>} yieldToEventLoop processes queued messages
 */

export class Trainer {
  #environment;
  #snapshots = new SnapshotPort(() => this.#sendSkipped());
  /** @type {TrainingRun | null} */
  #trainingRun = null;
  /** @type {DataSource | null} kept across runs, so that a data set is decoded once */
  #source = null;
  #epochs = 0;
  #run = 0;
  #playing = false;
  #loopActive = false;
  #onGpu = false;
  /** @type {Promise<unknown>} */
  #queue = Promise.resolve();
  #progressLimiter = new RateLimiter(50);
  #snapshotLimiter = new RateLimiter(100);
  #validationLimiter = new RateLimiter(1000, 10);
  /** Validation at the end of an epoch has a shorter interval, because epochs of small networks are short. */
  #epochLimiter = new RateLimiter(25, 20);
  #checkpointLimiter = new RateLimiter(1000, 50);
  /** Reading back stalls the GPU, so all reads are batched, once a second. */
  #deviceLimiter = new RateLimiter(1000);

  /** @param {Environment} environment */
  constructor(environment) {
    this.#environment = environment;
  }

  /**
   * @param {Command} command
   * @returns {Promise<void>} settled when it is done
   */
  handle(command) {
    if (command.type === 'pause' || command.type === 'reset' || command.type === 'open') this.#playing = false;
    if (command.type === 'open') return this.#open(command);
    return this.#enqueue(() => this.#execute(command));
  }

  /** @param {Exclude<Command, { type: 'open' }>} command */
  async #execute(command) {
    if (command.run !== this.#run) return;
    if (command.type === 'snapshots') this.#snapshots.use(command.port);
    if (!this.#trainingRun) return;
    switch (command.type) {
      case 'play':
        return this.#play();
      case 'pause':
        return this.#stop('paused');
      case 'step':
        await this.#applyWholeSet();
        await this.#currentRun().advance(command.count);
        return this.#stop('paused');
      case 'reset':
        await this.#currentRun().reset(command.seed);
        await this.#applyWholeSet();
        await this.#snapshot();
        this.#postReady();
        return this.#checkpoint();
      case 'configure':
        this.#epochs = command.epochs;
        await this.#currentRun().session.configure(command.changes);
        return;
      case 'snapshots':
        return this.#snapshot();
    }
  }

  /**
   * Creates the session before its data are loaded, so that drawings are predicted at once. A later `open` does not
   * wait for the data of an earlier one.
   *
   * @param {import('../shared/protocol.js').OpenTraining & import('../shared/protocol.js').Envelope} command
   */
  async #open(command) {
    this.#run = command.run;
    const current = () => this.#run === command.run;
    const created = await this.#enqueue(() => (current() ? this.#createRun(command) : null));
    if (!created) return;
    const { trainingRun, source } = created;
    const { parts, whole } = await this.#firstParts(source, trainingRun.position.wholeSince !== null);
    await this.#enqueue(async () => {
      if (!current()) return;
      await trainingRun.setData(parts, whole);
      this.#postReady();
    });
    if (!whole && current()) this.#loadWholeSet(source, trainingRun, command.run);
  }

  /** @param {import('../shared/protocol.js').OpenTraining} command */
  async #createRun({ spec, data, engine, saved, position, epochs, snapshots }) {
    this.#snapshots.use(snapshots);
    this.#epochs = epochs;
    this.#validationLimiter = new RateLimiter(1000, 10);
    this.#epochLimiter = new RateLimiter(25, 20);
    this.#trainingRun?.session.free();
    this.#trainingRun = null;
    const { load, open, now } = this.#environment;
    const inkgrad = await load(engine);
    const source = this.#source?.name === data ? this.#source : open(data, inkgrad);
    this.#source = source;
    const { Session } = inkgrad;
    const session = saved ? await Session.load(saved) : await Session.create(spec);
    const trainingRun = new TrainingRun(session, position ?? { wholeSince: null, step: 0, epoch: 0 }, now);
    this.#trainingRun = trainingRun;
    await this.#snapshot();
    return { trainingRun, source };
  }

  /**
   * @param {DataSource} source
   * @param {boolean} usedBefore then the full set is loaded first, and otherwise only the first shard
   */
  async #firstParts(source, usedBefore) {
    const run = this.#run;
    if (!usedBefore && !source.whole) return source.first();
    return { parts: await source.all((loaded, total) => this.#postDataProgress(loaded, total, run)), whole: true };
  }

  /**
   * @param {DataSource} source
   * @param {TrainingRun} trainingRun
   * @param {number} run
   */
  async #loadWholeSet(source, trainingRun, run) {
    try {
      trainingRun.queueWholeSet(await source.all((loaded, total) => this.#postDataProgress(loaded, total, run)));
    } catch (error) {
      this.#environment.post(errorEvent(error), { run });
    }
  }

  async #applyWholeSet() {
    const trainingRun = this.#currentRun();
    if (!(await trainingRun.applyWholeSet())) return;
    this.#environment.post({ type: 'whole', step: trainingRun.position.step, counts: trainingRun.counts });
  }

  #play() {
    if (this.#playing) return;
    this.#playing = true;
    // A new network is not validated before the first interval has passed.
    const now = this.#environment.now();
    if (this.#currentRun().position.step === 0) this.#validationLimiter.record(now, now);
    this.#environment.post({ type: 'activity', activity: 'running', early: false });
    if (!this.#loopActive) this.#loop();
  }

  async #loop() {
    this.#loopActive = true;
    try {
      while (this.#playing) {
        await this.#enqueue(() => this.#iterate());
        await this.#environment.yieldToEventLoop();
      }
    } catch (error) {
      this.#playing = false;
      this.#environment.post(errorEvent(error));
    } finally {
      this.#loopActive = false;
    }
  }

  /** One call of `step`, and the reports whose interval has passed. */
  async #iterate() {
    if (!this.#playing) return;
    await this.#applyWholeSet();
    const { finished, epochEnd } = await this.#currentRun().advance();
    this.#postGpuFallback();
    if (finished === 'diverged') return this.#stop('diverged');
    if (finished === 'early_stopping') return this.#stop('finished', epochEnd, true);
    if (epochEnd !== null && epochEnd === this.#epochs) return this.#stop('finished', epochEnd);
    const [now, ended] = [this.#environment.now(), epochEnd !== null];
    if (this.#progressLimiter.isReady(now) || (ended && this.#progressLimiter.elapsed(now) > 4)) this.#postProgress();
    if (this.#onGpu && !this.#deviceLimiter.tryAcquire(now)) return;
    const validates = this.#validationLimiter.isReady(now) || (ended && this.#epochLimiter.isReady(now));
    if (validates) await this.#validate(epochEnd);
    if (this.#snapshotLimiter.isReady(now)) await this.#snapshot();
    if (this.#checkpointLimiter.isReady(now)) await this.#checkpoint();
  }

  /**
   * Stops training and updates everything that the page shows to the last step.
   *
   * @param {'paused' | 'finished' | 'diverged'} activity
   * @param {number | null} [epochEnd]
   * @param {boolean} [early] whether early stopping ended training
   */
  async #stop(activity, epochEnd = null, early = false) {
    this.#playing = false;
    this.#postProgress();
    this.#environment.post({ type: 'activity', activity, early });
    await this.#snapshot();
    if (activity !== 'diverged' && this.#currentRun().position.step > 0) await this.#validate(epochEnd);
    await this.#checkpoint();
  }

  /** @param {number | null} epochEnd */
  async #validate(epochEnd) {
    const { now, post } = this.#environment;
    const trainingRun = this.#currentRun();
    const begun = now();
    const { loss, accuracy } = await trainingRun.validate();
    for (const limiter of [this.#validationLimiter, this.#epochLimiter]) limiter.record(begun, now());
    post({ type: 'validation', step: trainingRun.position.step, loss, accuracy, epochEnd });
  }

  async #snapshot() {
    const trainingRun = this.#currentRun();
    if (!this.#snapshots.ready) return this.#snapshots.skip();
    this.#snapshotLimiter.tryAcquire(this.#environment.now());
    this.#snapshots.send(trainingRun.position.step, await trainingRun.session.parameters());
  }

  /** Sends a skipped snapshot while training is paused. Running training sends the next one soon anyway. */
  #sendSkipped() {
    if (this.#playing) return;
    this.#enqueue(() => (this.#trainingRun ? this.#snapshot() : undefined)).catch((error) => {
      this.#environment.post(errorEvent(error));
    });
  }

  async #checkpoint() {
    const { now, post } = this.#environment;
    const trainingRun = this.#currentRun();
    const begun = now();
    const bytes = await trainingRun.session.save();
    post({ type: 'checkpoint', bytes, position: trainingRun.position }, { transfer: [bytes.buffer] });
    this.#checkpointLimiter.record(begun, now());
  }

  #postProgress() {
    const progress = this.#trainingRun?.meter.take();
    if (!progress) return;
    this.#environment.post({ type: 'progress', progress });
    const now = this.#environment.now();
    this.#progressLimiter.record(now, now);
  }

  /** Reports that the GPU has failed and the session continues on the CPU. */
  #postGpuFallback() {
    const { backend } = this.#currentRun().session;
    if (!this.#onGpu || backend.gpu) return;
    this.#onGpu = false;
    this.#environment.post({ type: 'gpu-fallback', backend });
  }

  #postReady() {
    const { session, counts, position } = this.#currentRun();
    const { backend } = session;
    this.#onGpu = backend.gpu !== null;
    this.#environment.post({ type: 'ready', spec: session.spec, rows: session.summary(), backend, counts, position });
  }

  /**
   * @param {number} loaded
   * @param {number} total
   * @param {number} run
   */
  #postDataProgress(loaded, total, run) {
    this.#environment.post({ type: 'data', loaded, total }, { run });
  }

  #currentRun() {
    if (!this.#trainingRun) throw new Error('there is no session: send open first');
    return this.#trainingRun;
  }

  /**
   * @template Result
   * @param {() => Promise<Result> | Result} task
   * @returns {Promise<Result>}
   */
  #enqueue(task) {
    const result = this.#queue.then(task);
    this.#queue = result.catch(() => {});
    return result;
  }
}
