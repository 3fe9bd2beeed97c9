/** @file Long queries: asked again and again until they have their value, with their progress, and taken back by a press. */

import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * @typedef {import('./queries.js').Ask} Ask
 * @typedef {{ done: number, total: number }} Progress `total` is 0 while it is not known
 */

/**
 * @param {Ask} ask
 * @param {(progress: Progress | null) => void} onProgress null at the end
 * @returns {Ask} waits for the value of a long query
 */
export function untilDone(ask, onProgress) {
  return async (place, name, params, signal) => {
    try {
      for (;;) {
        const answer = /** @type {any} */ (await ask(place, name, params, signal));
        if (!answer?.progress) return answer;
        if (!signal?.aborted) onProgress(answer.progress);
      }
    } finally {
      onProgress(null);
    }
  };
}

/**
 * A long query that a person asks for once, and may take back. It is taken back when the component goes.
 *
 * @template Value
 * @param {Ask} ask
 * @param {string} name of a query to the prediction worker
 */
export function useTask(ask, name) {
  const [progress, setProgress] = useState(/** @type {Progress | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const abort = useRef(/** @type {AbortController | null} */ (null));
  const cancel = () => {
    abort.current?.abort();
    abort.current = null;
    setProgress(null);
    setError(null);
  };
  useEffect(() => () => abort.current?.abort(), []);
  /**
   * @param {Record<string, unknown>} params
   * @returns {Promise<Value | null>} null where it was taken back, or has failed
   */
  const run = async (params) => {
    cancel();
    const own = new AbortController();
    abort.current = own;
    setProgress({ done: 0, total: 0 });
    const show = (/** @type {Progress | null} */ now) => {
      if (abort.current === own) setProgress(now);
    };
    try {
      const asked = /** @type {Promise<Value | null>} */ (untilDone(ask, show)('prediction', name, params, own.signal));
      return await asked;
    } catch (reason) {
      if (!own.signal.aborted) setError(reason);
      return null;
    } finally {
      if (abort.current === own) abort.current = null;
    }
  };
  return { run, cancel, progress, error };
}
