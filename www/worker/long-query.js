/**
 * @file Queries that take longer than one answer should: the work goes on between the questions. Each answer says how far
 * it is, and the last one has the value. Work of which nobody asks any more is taken back.
 */

import { abortedError } from './worker-error.js';

/** Milliseconds of work between two yields. */
const SLICE = 12;

/** Milliseconds without a question after which work is taken back. */
const ABANDONED = 2000;

/**
 * @typedef {{ done: number, total: number }} Progress `total` is 0 while it is not known
 * @typedef {object} Course what the work gets
 * @property {AbortSignal} signal
 * @property {(done: number, total: number) => void} onProgress
 * @property {() => Promise<void>} turn yields once its slice of time is over; throws where the work was taken back
 */

/**
 * @template {{ analysis: object }} Context
 * @param {(context: Context, params: Record<string, unknown>, course: Course) => Promise<unknown>} work
 * @returns {import('./query-runner.js').Handler<Context>} its answers are `{ progress: Progress }` until the work is done
 */
export function long(work) {
  return longOf(work, ({ analysis }) => analysis);
}

/**
 * Of files, which need no network: what is asked is told by its parameters alone.
 *
 * @template Context
 * @param {(context: Context, params: Record<string, unknown>, course: Course) => Promise<unknown>} work
 * @returns {import('./query-runner.js').Handler<Context>}
 */
export function longFile(work) {
  return longOf(work, () => work);
}

/**
 * @template Context
 * @param {(context: Context, params: Record<string, unknown>, course: Course) => Promise<unknown>} work
 * @param {(context: Context) => object} subjectOf what the work is about
 * @returns {import('./query-runner.js').Handler<Context>}
 */
function longOf(work, subjectOf) {
  /** @type {WeakMap<object, Map<string, Work>>} by subject and parameters */
  const begun = new WeakMap();
  return async (context, params, { signal, deadline, now, turn }) => {
    const subject = subjectOf(context);
    const works = begun.get(subject) ?? new Map();
    begun.set(subject, works);
    const key = JSON.stringify(params);
    const found = works.get(key);
    const present = found?.isWanted ? found : new Work((course) => work(context, params, course), now, turn);
    works.set(key, present);
    const settled = await present.next(deadline - now(), signal);
    if (!settled) return { progress: present.progress };
    if (works.get(key) === present) works.delete(key);
    if ('error' in settled) throw settled.error;
    return settled.value;
  };
}

/** One piece of work on its way. */
class Work {
  /** @type {Progress} */
  progress = { done: 0, total: 0 };
  #abort = new AbortController();
  #result;
  #now;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #abandoned;

  /**
   * @param {(course: Course) => Promise<unknown>} work
   * @param {() => number} now milliseconds
   * @param {() => Promise<unknown>} yieldToEventLoop
   */
  constructor(work, now, yieldToEventLoop) {
    this.#now = now;
    let yielded = now();
    const turn = async () => {
      if (now() - yielded < SLICE) return;
      await yieldToEventLoop();
      if (!this.isWanted) throw abortedError();
      yielded = now();
    };
    const onProgress = (/** @type {number} */ done, /** @type {number} */ total) => {
      this.progress = { done, total };
    };
    this.#result = work({ signal: this.#abort.signal, onProgress, turn }).then(
      (value) => ({ value }),
      (error) => ({ error: this.isWanted ? error : abortedError() }),
    );
  }

  get isWanted() {
    return !this.#abort.signal.aborted;
  }

  /**
   * @param {number} milliseconds to wait for it at most
   * @param {AbortSignal} signal takes the work back
   */
  async next(milliseconds, signal) {
    clearTimeout(this.#abandoned);
    const cancel = () => this.#abort.abort();
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const wait = new Promise((resolve) => {
      timer = setTimeout(resolve, milliseconds, null);
    });
    const settled = await Promise.race([this.#result, /** @type {Promise<null>} */ (wait)]);
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
    if (!settled) this.#awaitQuestion();
    return settled;
  }

  /** A question may wait behind work that blocked the thread: then there is as much time again. */
  #awaitQuestion() {
    const late = this.#now() + 1.5 * ABANDONED;
    this.#abandoned = setTimeout(() => (this.#now() > late ? this.#awaitQuestion() : this.#abort.abort()), ABANDONED);
  }
}
