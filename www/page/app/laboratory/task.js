/** @file A piece of work on this thread that tells how far it is, and can be taken back. */

import { useEffect, useRef, useState } from 'preact/hooks';

/** @typedef {{ signal: AbortSignal, onProgress: (done: number, total: number) => void }} Course */

/**
 * @template Value
 * @typedef {{ progress: import('../long-query.js').Progress | null, error: unknown, cancel: () => void,
 *   run: (work: (course: Course) => Promise<Value>) => Promise<Value | null> }} Task
 */

/** @template Value @returns {Task<Value>} `run` gives null where it was taken back, or has failed */
export function useWork() {
  const [progress, setProgress] = useState(/** @type {import('../long-query.js').Progress | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const abort = useRef(/** @type {AbortController | null} */ (null));
  const cancel = () => abort.current?.abort();
  useEffect(() => cancel, []);
  /** @type {Task<Value>['run']} */
  const run = async (work) => {
    const own = new AbortController();
    abort.current = own;
    setError(null);
    setProgress({ done: 0, total: 0 });
    try {
      return await work({
        signal: own.signal,
        onProgress: (done, total) => own.signal.aborted || setProgress({ done, total }),
      });
    } catch (reason) {
      if (!own.signal.aborted) setError(reason);
      return null;
    } finally {
      setProgress(null);
    }
  };
  return { progress, error, cancel, run };
}
