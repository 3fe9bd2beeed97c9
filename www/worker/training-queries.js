/**
 * @file Queries to the training worker. They run between two calls of `step`, so that their time is their own, and while
 * training runs they get one twentieth of it: what is asked too soon waits.
 */

import { RateLimiter } from '../shared/rate-limiter.js';
import { trainingQueries } from './queries/index.js';
import { QueryRunner } from './query-runner.js';
import { abortedError } from './worker-error.js';

/** After a query, training has so many times the query's duration. */
const DURATIONS = 20;

/**
 * @typedef {import('../shared/protocol.js').Query & import('../shared/protocol.js').Envelope} Command
 *
 * @typedef {object} Owner
 * @property {import('./task-queue.js').TaskQueue} queue of everything that the worker does
 * @property {() => import('./training-run.js').TrainingRun | null} trainingRun
 * @property {() => boolean} isPlaying
 */

export class TrainingQueries {
  #runner;
  #now;
  #owner;
  #limiter = new RateLimiter(0, DURATIONS);
  /** @type {((value?: unknown) => void)[]} */
  #held = [];
  /** Counts the networks: a query to one before is taken back. */
  #opened = 0;

  /**
   * @param {Pick<import('./trainer.js').Environment, 'now' | 'yieldToEventLoop'>} environment
   * @param {Owner} owner
   */
  constructor({ now, yieldToEventLoop }, owner) {
    this.#runner = new QueryRunner(trainingQueries, now, yieldToEventLoop);
    this.#now = now;
    this.#owner = owner;
  }

  /**
   * @param {Command} command
   * @param {AbortSignal} [signal]
   * @returns {Promise<unknown>} null where there is no such run any more
   */
  async run(command, signal) {
    const { queue, isPlaying } = this.#owner;
    const asked = this.#opened;
    while (isPlaying() && !this.#limiter.isReady(this.#now())) await new Promise((resolve) => this.#held.push(resolve));
    return queue.add(() => this.#ask(command, signal, asked));
  }

  /** Called as time passes: lets the next query go on where it may, and all of them once training has stopped. */
  release() {
    if (!this.#owner.isPlaying()) for (const resolve of this.#held.splice(0)) resolve();
    else if (this.#limiter.isReady(this.#now())) this.#held.shift()?.();
  }

  /** Another network is opened: takes back all queries on their way. */
  abort() {
    this.#opened += 1;
    this.#runner.abort();
    for (const resolve of this.#held.splice(0)) resolve();
  }

  /**
   * @param {Command} command
   * @param {AbortSignal} [signal]
   * @param {number} [opened] how many networks had been opened when it was asked
   */
  async #ask(command, signal, opened) {
    if (opened !== this.#opened) throw abortedError();
    const trainingRun = this.#owner.trainingRun();
    if (trainingRun?.run !== command.run) return null;
    const { session, position, data, recent } = trainingRun;
    const begun = this.#now();
    try {
      return await this.#runner.run(command, { session, position, data, recent }, signal);
    } finally {
      this.#limiter.record(begun, this.#now());
    }
  }
}
