/**
 * @file Carries commands out between two calls of `step`, runs the loop of calls while playing, and tells the page and
 * the prediction worker what is due. The session and where it stands are the course's.
 */

import { Due } from '../shared/due.js';
import { Course } from './course.js';
import { errorEvent } from './link.js';
import { SnapshotPort } from './snapshots.js';

/**
 * @typedef {import('../shared/protocol.js').TrainingCommand & import('../shared/protocol.js').Seal} Command
 * @typedef {import('./data.js').DataSource} DataSource
 * @typedef {object} Surroundings what differs between a worker and a test
 * @property {(engine: import('../shared/protocol.js').Engine) => Promise<import('inkgrad').Inkgrad>} load
 * @property {(name: import('../shared/data-sets.js').DataSetName, inkgrad: import('inkgrad').Inkgrad) => DataSource} open
 * @property {import('./link.js').Post} post
 * @property {() => number} now milliseconds
 * @property {() => Promise<void>} turn lets the worker hear its messages
 */

export class Trainer {
  #surroundings;
  #snapshots = new SnapshotPort(() => this.#catchUp());
  /** @type {Course | null} */
  #course = null;
  /** @type {DataSource | null} kept from run to run: a set is decoded once */
  #source = null;
  #epochs = 0;
  #run = 0;
  #playing = false;
  #looping = false;
  #onGpu = false;
  /** @type {Promise<unknown>} */
  #queue = Promise.resolve();
  #progressDue = new Due(50);
  #snapshotDue = new Due(100);
  #validationDue = new Due(1000, 10);
  /** At an epoch's end validation may come sooner: a small network's epochs are over in a moment. */
  #epochDue = new Due(25, 20);
  #checkpointDue = new Due(1000, 50);
  /** What is read of a device that is ahead makes it wait: it is all done in one go. */
  #deviceDue = new Due(1000);

  /** @param {Surroundings} surroundings */
  constructor(surroundings) {
    this.#surroundings = surroundings;
  }

  /**
   * @param {Command} command
   * @returns {Promise<void>} settled when it is carried out
   */
  handle(command) {
    if (command.type === 'pause' || command.type === 'reset' || command.type === 'open') this.#playing = false;
    if (command.type === 'open') return this.#open(command);
    return this.#exclusive(() => this.#carryOut(command));
  }

  /** @param {Exclude<Command, { type: 'open' }>} command */
  async #carryOut(command) {
    if (command.run !== this.#run) return;
    if (command.type === 'snapshots') this.#snapshots.use(command.port);
    if (!this.#course) return;
    switch (command.type) {
      case 'play':
        return this.#play();
      case 'pause':
        return this.#rest('paused');
      case 'step':
        await this.#adopt();
        await this.#live().advance(command.count);
        return this.#rest('paused');
      case 'reset':
        await this.#live().reset(command.seed);
        await this.#adopt();
        await this.#snapshot();
        this.#tellReady();
        return this.#checkpoint();
      case 'configure':
        this.#epochs = command.epochs;
        await this.#live().session.configure(command.changes);
        return;
      case 'snapshots':
        return this.#snapshot();
    }
  }

  /**
   * The session stands before its data are here, so that a drawing is answered at once, and a later opening need not
   * wait for data that nobody wants any more.
   *
   * @param {import('../shared/protocol.js').OpenTraining & import('../shared/protocol.js').Seal} command
   */
  async #open(command) {
    this.#run = command.run;
    const current = () => this.#run === command.run;
    const begun = await this.#exclusive(() => (current() ? this.#begin(command) : null));
    if (!begun) return;
    const { course, source } = begun;
    const { parts, whole } = await this.#firstParts(source, course.standing.wholeSince !== null);
    await this.#exclusive(async () => {
      if (!current()) return;
      await course.take(parts, whole);
      this.#tellReady();
    });
    if (!whole && current()) this.#streamRest(source, course, command.run);
  }

  /** @param {import('../shared/protocol.js').OpenTraining} command */
  async #begin({ spec, data, engine, saved, standing, epochs, snapshots }) {
    this.#snapshots.use(snapshots);
    this.#epochs = epochs;
    this.#validationDue = new Due(1000, 10);
    this.#epochDue = new Due(25, 20);
    this.#course?.session.free();
    this.#course = null;
    const { load, open, now } = this.#surroundings;
    const inkgrad = await load(engine);
    const source = this.#source?.name === data ? this.#source : open(data, inkgrad);
    this.#source = source;
    const { Session } = inkgrad;
    const session = saved ? await Session.load(saved) : await Session.create(spec);
    const course = new Course(session, standing ?? { wholeSince: null, step: 0, epoch: 0 }, now);
    this.#course = course;
    await this.#snapshot();
    return { course, source };
  }

  /**
   * The shard, unless the whole set is here or was in use before: steps on it are not taken back.
   *
   * @param {DataSource} source
   * @param {boolean} usedBefore
   */
  async #firstParts(source, usedBefore) {
    const run = this.#run;
    if (!usedBefore && !source.whole) return source.first();
    return { parts: await source.all((loaded, total) => this.#tellData(loaded, total, run)), whole: true };
  }

  /**
   * @param {DataSource} source
   * @param {Course} course
   * @param {number} run
   */
  async #streamRest(source, course, run) {
    try {
      course.offer(await source.all((loaded, total) => this.#tellData(loaded, total, run)));
    } catch (error) {
      this.#surroundings.post(errorEvent(error), { run });
    }
  }

  async #adopt() {
    const course = this.#live();
    if (!(await course.adopt())) return;
    this.#surroundings.post({ type: 'whole', step: course.standing.step, counts: course.counts });
  }

  #play() {
    if (this.#playing) return;
    this.#playing = true;
    // Of a network that has only just begun there is nothing to validate yet.
    const now = this.#surroundings.now();
    if (this.#live().standing.step === 0) this.#validationDue.done(now, now);
    this.#surroundings.post({ type: 'activity', activity: 'running', early: false });
    if (!this.#looping) this.#loop();
  }

  async #loop() {
    this.#looping = true;
    try {
      while (this.#playing) {
        await this.#exclusive(() => this.#slice());
        await this.#surroundings.turn();
      }
    } catch (error) {
      this.#playing = false;
      this.#surroundings.post(errorEvent(error));
    } finally {
      this.#looping = false;
    }
  }

  /** One call of `step` and whatever is due after it. */
  async #slice() {
    if (!this.#playing) return;
    await this.#adopt();
    const { finished, epochEnd } = await this.#live().advance();
    this.#tellFallenBack();
    if (finished === 'diverged') return this.#rest('diverged');
    if (finished === 'early_stopping') return this.#rest('finished', epochEnd, true);
    if (epochEnd !== null && epochEnd === this.#epochs) return this.#rest('finished', epochEnd);
    const now = this.#surroundings.now();
    if (this.#progressDue.is(now) || (epochEnd !== null && this.#progressDue.since(now) > 4)) this.#tellProgress();
    if (this.#onGpu && !this.#deviceDue.take(now)) return;
    if (this.#validationDue.is(now) || (epochEnd !== null && this.#epochDue.is(now))) await this.#validate(epochEnd);
    if (this.#snapshotDue.is(now)) await this.#snapshot();
    if (this.#checkpointDue.is(now)) await this.#checkpoint();
  }

  /**
   * Training stops: everything that the page shows is brought up to the last step.
   *
   * @param {'paused' | 'finished' | 'diverged'} activity
   * @param {number | null} [epochEnd]
   * @param {boolean} [early] nothing improved any more
   */
  async #rest(activity, epochEnd = null, early = false) {
    this.#playing = false;
    this.#tellProgress();
    this.#surroundings.post({ type: 'activity', activity, early });
    await this.#snapshot();
    if (activity !== 'diverged' && this.#live().standing.step > 0) await this.#validate(epochEnd);
    await this.#checkpoint();
  }

  /** @param {number | null} epochEnd */
  async #validate(epochEnd) {
    const { now, post } = this.#surroundings;
    const course = this.#live();
    const begun = now();
    const { loss, accuracy } = await course.validate();
    for (const due of [this.#validationDue, this.#epochDue]) due.done(begun, now());
    post({ type: 'validation', step: course.standing.step, loss, accuracy, epochEnd });
  }

  async #snapshot() {
    const course = this.#live();
    if (!this.#snapshots.ready) return this.#snapshots.miss();
    this.#snapshotDue.take(this.#surroundings.now());
    this.#snapshots.send(course.standing.step, await course.session.parameters());
  }

  /** What a slow reader has missed while training stands still; while it goes on, the next snapshot is not far. */
  #catchUp() {
    if (this.#playing) return;
    this.#exclusive(() => (this.#course ? this.#snapshot() : undefined)).catch((error) => {
      this.#surroundings.post(errorEvent(error));
    });
  }

  async #checkpoint() {
    const { now, post } = this.#surroundings;
    const course = this.#live();
    const begun = now();
    const bytes = await course.session.save();
    post({ type: 'checkpoint', bytes, standing: course.standing }, { transfer: [bytes.buffer] });
    this.#checkpointDue.done(begun, now());
  }

  #tellProgress() {
    const progress = this.#course?.meter.take();
    if (!progress) return;
    this.#surroundings.post({ type: 'progress', progress });
    const now = this.#surroundings.now();
    this.#progressDue.done(now, now);
  }

  /** A session that its GPU has failed goes on by itself: the page is to say so. */
  #tellFallenBack() {
    const { backend } = this.#live().session;
    if (!this.#onGpu || backend.gpu) return;
    this.#onGpu = false;
    this.#surroundings.post({ type: 'fallen-back', backend });
  }

  #tellReady() {
    const { session, counts, standing } = this.#live();
    const { backend } = session;
    this.#onGpu = backend.gpu !== null;
    this.#surroundings.post({ type: 'ready', spec: session.spec, rows: session.summary(), backend, counts, standing });
  }

  /**
   * @param {number} loaded
   * @param {number} total
   * @param {number} run
   */
  #tellData(loaded, total, run) {
    this.#surroundings.post({ type: 'data', loaded, total }, { run });
  }

  #live() {
    if (!this.#course) throw new Error('there is no session: open comes first');
    return this.#course;
  }

  /**
   * @template Result
   * @param {() => Promise<Result> | Result} task
   * @returns {Promise<Result>}
   */
  #exclusive(task) {
    const result = this.#queue.then(task);
    this.#queue = result.catch(() => {});
    return result;
  }
}
