/**
 * @file Queries of features to the workers: asked only by what is visible, one at a time each, and no more often than
 * their cost allows.
 */

import { useEffect, useState } from 'preact/hooks';
import { RateLimiter } from '../../shared/rate-limiter.js';

/**
 * @typedef {'training' | 'prediction'} Place the worker that answers: `training` has the session that learns,
 *   `prediction` one with its latest weights, and the drawing
 * @typedef {<Answer>(place: Place, name: string, params: Record<string, unknown>, signal?: AbortSignal) => Promise<Answer>} Ask
 */

/** An answer may take this share of a worker's time. */
const DURATIONS = 10;

/**
 * Keeps the answer to a query fresh while something is visible.
 *
 * @template Answer
 * @param {object} query
 * @param {Ask} query.ask
 * @param {Place} query.place
 * @param {string} query.name
 * @param {Record<string, unknown>} [query.params]
 * @param {unknown[]} query.when the query is asked again when one of these has changed
 * @param {boolean} query.visible
 * @param {number} [query.interval] milliseconds at least between two questions
 * @param {number} [query.durations] of an answer, likewise
 * @returns {{ answer: Answer | null, error: unknown }} the latest answer
 */
export function useQuery({ ask, place, name, params = {}, when, visible, interval = 100, durations = DURATIONS }) {
  const [result, setResult] = useState(
    /** @type {{ answer: Answer | null, error: unknown }} */ ({ answer: null, error: null }),
  );
  const [repeated] = useState(() => new RepeatedQuery(interval, durations));
  repeated.run = async (signal) => {
    try {
      const answer = await /** @type {Promise<Answer>} */ (ask(place, name, params, signal));
      if (!signal.aborted) setResult({ answer, error: null });
      return !signal.aborted;
    } catch (error) {
      if (signal.aborted) return false;
      if (Object(error).code !== 'aborted') setResult((before) => ({ ...before, error }));
      // The worker takes questions back when another network is opened, which is asked then.
      else repeated.want();
      return Object(error).code !== 'aborted';
    }
  };
  useEffect(() => {
    if (visible) repeated.want();
    else repeated.stop();
  }, [visible, place, name, ...when]);
  useEffect(() => () => repeated.stop(), [repeated]);
  return result;
}

/** Asks one question at a time. What changes meanwhile is asked once, afterwards. */
export class RepeatedQuery {
  /** Resolves with false where the question was taken back. @type {(signal: AbortSignal) => Promise<unknown>} */
  run = async () => false;
  #limiter;
  #wanted = false;
  #running = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #abort = new AbortController();

  /**
   * @param {number} interval milliseconds at least between two questions
   * @param {number} [durations] of an answer, likewise
   */
  constructor(interval, durations = DURATIONS) {
    this.#limiter = new RateLimiter(interval, durations);
  }

  want() {
    this.#wanted = true;
    if (this.#running || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#ask(), this.#limiter.remaining(performance.now()));
  }

  /** Cancels the question on its way. */
  stop() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  async #ask() {
    this.#timer = undefined;
    this.#wanted = false;
    this.#running = true;
    const begun = performance.now();
    // What was taken back has cost the worker nothing.
    if ((await this.run(this.#abort.signal)) !== false) this.#limiter.record(begun, performance.now());
    this.#running = false;
    if (this.#wanted) this.want();
  }
}
