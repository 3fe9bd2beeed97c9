/**
 * @file The training loop. Executes commands between two calls of `step`, and sends progress to the page and snapshots
 * to the prediction worker at limited rates. `TrainingRun` holds the session and its position.
 */

import { Answer } from './answer.js';
import { CheckpointPort } from './checkpoint-port.js';
import { DataLoader } from './data-loader.js';
import { errorEvent } from './endpoint.js';
import { openRun } from './open-run.js';
import { ReportLimits } from './report-limits.js';
import { SnapshotPort } from './snapshot-port.js';
import { TaskQueue } from './task-queue.js';
import { TrainingQueries } from './training-queries.js';
import { WorkerError } from './worker-error.js';

/**
 * @typedef {import('../shared/protocol.js').TrainingCommand & import('../shared/protocol.js').Envelope} Command
 * @typedef {import('../shared/protocol.js').OpenTraining & import('../shared/protocol.js').Envelope} Open
 * @typedef {import('./data-source.js').Source} Source
 * @typedef {import('./training-run.js').TrainingRun} TrainingRun
 * @typedef {object} Environment what differs between a worker and a test
 * @property {(engine: import('../shared/protocol.js').Engine) => Promise<import('inkgrad').Inkgrad>} load
 * @property {import('./source-cache.js').Open} open
 * @property {import('./endpoint.js').Post} post
 * @property {() => number} now milliseconds
 * @property {() => Promise<void>} yieldToEventLoop processes queued messages
 */

export class Trainer {
  #environment;
  #snapshots = new SnapshotPort(() => this.#sendSkipped());
  /** @type {TrainingRun | null} */
  #trainingRun = null;
  #data;
  #queries;
  /** Training is finished after so many epochs, and Play goes on for as many again; 0 for without end. */
  #epochs = 0;
  #run = 0;
  #playing = false;
  #loopActive = false;
  #onGpu = false;
  #queue = new TaskQueue();
  #limits = new ReportLimits();
  #checkpoints = new CheckpointPort(() => this.#environment.now());

  /** @param {Environment} environment */
  constructor(environment) {
    // The page may have asked for the next run already: what is said of this one is not said of that.
    /** @type {Environment['post']} */
    const post = (event, options) => environment.post(event, { run: this.#trainingRun?.run, ...options });
    this.#environment = { ...environment, post };
    this.#data = new DataLoader(environment.open, environment.post);
    this.#queries = new TrainingQueries(environment, {
      queue: this.#queue,
      trainingRun: () => (this.#trainingRun?.run === this.#run ? this.#trainingRun : null),
      isPlaying: () => this.#playing,
    });
  }

  /**
   * @param {Command} command
   * @param {AbortSignal} [signal]
   * @returns {Promise<unknown>} its answer, once it is done
   */
  handle(command, signal) {
    if (command.type === 'pause' || command.type === 'open') this.#playing = false;
    if (command.type === 'open') return this.#open(command);
    if (command.type === 'query') return this.#queries.run(command, signal);
    if (command.type === 'checkpoints') return Promise.resolve(this.#checkpoints.use(command.port));
    const done = this.#queue.add(() => this.#execute(command));
    // What waits for the storage worker must not hold up what comes after it.
    return command.type === 'keep' ? done.then(() => this.#checkpoints.settled()) : done;
  }

  /** @param {Exclude<Command, { type: 'open' | 'query' | 'checkpoints' }>} command */
  async #execute(command) {
    // The session is saved that the page meant, even if the next one is about to be opened.
    if (command.type === 'save') return this.#save(command);
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
        return this.#reset(command);
      case 'setWeight':
        return this.#setWeight(command);
      case 'snapshots':
        return this.#snapshot();
      case 'keep':
        this.#currentRun().runId = command.runId;
        return this.#checkpoints.keep(this.#currentRun());
      case 'configure':
        await this.#currentRun().session.configure(command.changes);
        this.#epochs = command.epochs;
    }
  }

  /** @param {import('../shared/protocol.js').SetWeight} edit */
  async #setWeight(edit) {
    const step = await this.#currentRun().setWeight(edit);
    await this.#snapshot();
    if (!this.#playing && step > 0) await this.#validate(null);
    await this.#checkpoints.keep(this.#currentRun());
    return step;
  }

  /** @param {import('../shared/protocol.js').Reset} command */
  async #reset({ seed, runId }) {
    await this.#currentRun().reset(seed, runId);
    this.#playing = false;
    await this.#applyWholeSet();
    await this.#snapshot();
    this.#postReady();
  }

  /** @param {import('../shared/protocol.js').Save & import('../shared/protocol.js').Envelope} command */
  async #save({ run, keep }) {
    const trainingRun = this.#trainingRun;
    if (trainingRun?.run !== run) throw new WorkerError('state', 'state.no_session', 'there is no session to save');
    const saved = await trainingRun.saved();
    if (keep) await this.#checkpoints.keep(trainingRun, saved.bytes);
    return new Answer(saved, [saved.bytes]);
  }

  /**
   * Creates the session before its data are loaded, so that drawings are predicted at once. A later `open` does not
   * wait for the data of an earlier one.
   *
   * @param {Open} command
   */
  async #open(command) {
    this.#run = command.run;
    this.#queries.abort();
    const current = () => this.#run === command.run;
    const created = await this.#queue.add(() => (current() ? this.#createRun(command) : null));
    if (!created) return;
    const { trainingRun, source } = created;
    const { parts, whole } = await this.#data.first(source, command.run, trainingRun.position.wholeSince !== null);
    await this.#queue.add(async () => {
      if (!current()) return;
      await trainingRun.setData(parts, whole);
      this.#postReady();
    });
    if (!whole && current()) this.#loadWholeSet(source, trainingRun);
  }

  /** @param {Open} command */
  async #createRun(command) {
    this.#snapshots.use(command.snapshots);
    this.#epochs = command.epochs;
    this.#limits.restart();
    const { load, now } = this.#environment;
    const replaced = this.#trainingRun?.session;
    this.#trainingRun = null;
    const { inkgrad, trainingRun } = await openRun(command, replaced, load, now);
    this.#trainingRun = trainingRun;
    await this.#snapshot();
    return { trainingRun, source: await this.#data.source(command.data, inkgrad) };
  }

  /**
   * @param {Source} source
   * @param {TrainingRun} trainingRun
   */
  async #loadWholeSet(source, trainingRun) {
    try {
      trainingRun.queueWholeSet(await this.#data.all(source, trainingRun.run));
    } catch (error) {
      this.#environment.post(errorEvent(error), { run: trainingRun.run });
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
    if (this.#currentRun().position.step === 0) this.#limits.validation.record(now, now);
    this.#environment.post({ type: 'activity', activity: 'running', early: false });
    if (!this.#loopActive) this.#loop();
  }

  async #loop() {
    this.#loopActive = true;
    try {
      while (this.#playing) {
        await this.#queue.add(() => this.#iterate());
        this.#queries.release();
        await this.#environment.yieldToEventLoop();
      }
    } catch (error) {
      this.#playing = false;
      this.#environment.post(errorEvent(error));
    } finally {
      this.#loopActive = false;
      this.#queries.release();
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
    if (epochEnd !== null && this.#epochs > 0 && epochEnd % this.#epochs === 0) return this.#stop('finished', epochEnd);
    const [now, ended] = [this.#environment.now(), epochEnd !== null];
    if (this.#limits.progress.isReady(now) || (ended && this.#limits.progress.elapsed(now) > 4)) this.#postProgress();
    if (this.#onGpu && !this.#limits.device.tryAcquire(now)) return;
    await this.#currentRun().keepState();
    if (this.#limits.validates(now, ended)) await this.#validate(epochEnd);
    if (this.#limits.snapshot.isReady(now)) await this.#snapshot();
    if (this.#checkpoints.isDue) await this.#checkpoints.keep(this.#currentRun());
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
    await this.#checkpoints.keep(this.#currentRun());
  }

  /** @param {number | null} epochEnd */
  async #validate(epochEnd) {
    const { now, post } = this.#environment;
    const trainingRun = this.#currentRun();
    const begun = now();
    const found = await trainingRun.validate();
    for (const limiter of [this.#limits.validation, this.#limits.epoch]) limiter.record(begun, now());
    post({ type: 'validation', step: trainingRun.position.step, ...found, epochEnd });
  }

  async #snapshot() {
    const trainingRun = this.#currentRun();
    if (!this.#snapshots.ready) return this.#snapshots.skip();
    this.#limits.snapshot.tryAcquire(this.#environment.now());
    this.#snapshots.send(trainingRun.position.step, await trainingRun.session.parameters());
  }

  /** Sends a skipped snapshot while training is paused. Running training sends the next one soon anyway. */
  #sendSkipped() {
    if (this.#playing) return;
    this.#queue
      .add(() => (this.#trainingRun ? this.#snapshot() : undefined))
      .catch((error) => this.#environment.post(errorEvent(error)));
  }

  #postProgress() {
    const progress = this.#trainingRun?.meter.take();
    if (!progress) return;
    this.#environment.post({ type: 'progress', progress });
    const now = this.#environment.now();
    this.#limits.progress.record(now, now);
  }

  /** Reports that the GPU has failed and the session continues on the CPU. */
  #postGpuFallback() {
    const { backend } = this.#currentRun().session;
    if (!this.#onGpu || backend.gpu) return;
    this.#onGpu = false;
    this.#environment.post({ type: 'gpu-fallback', backend });
  }

  #postReady() {
    const { description } = this.#currentRun();
    this.#onGpu = description.backend.gpu !== null;
    this.#environment.post({ type: 'ready', ...description });
  }

  #currentRun() {
    if (!this.#trainingRun) throw new Error('there is no session: send open first');
    return this.#trainingRun;
  }
}
