/**
 * @file A query about what stands on the pad: asked again as the drawing and the weights change. A slow one is taken back
 * when the drawing changes.
 */

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { RepeatedQuery } from '../../app/queries.js';

/** Milliseconds at least between two questions. */
const INTERVAL = 50;

/** Durations of an answer between two questions: where only the weights have changed, and where the drawing has. */
const DURATIONS = { weights: 10, drawing: 2 };

/** Milliseconds after which a question is slow: it is said so, and another drawing takes it back. */
const SLOW = 400;

/**
 * @template Answer
 * @typedef {{ answer: Answer | null, error: unknown, slow: boolean, retry: () => void }} Result
 */

/**
 * @template {{ generation: number }} Answer
 * @param {string} name
 * @param {Record<string, unknown>} params
 * @param {boolean} visible
 * @returns {Result<Answer>} the latest answer to the present network
 */
export function useDrawingQuery(name, params, visible) {
  const { state, ask } = useApp();
  const [result, setResult] = useState(
    /** @type {{ answer: Answer | null, error: unknown }} */ ({ answer: null, error: null }),
  );
  const [slow, setSlow] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const generation = state.drawing.value.generation;
  const changed = state.status.value === 'running' && result.answer?.generation === generation ? 'weights' : 'drawing';
  const repeated = useMemo(() => new RepeatedQuery(INTERVAL, DURATIONS[changed]), [changed]);
  const isSlow = useRef(false);
  isSlow.current = slow;
  repeated.run = async (signal) => {
    const timer = setTimeout(() => setSlow(true), SLOW);
    try {
      const answer = await /** @type {Promise<Answer | null>} */ (ask('prediction', name, params, signal));
      if (!signal.aborted) setResult({ answer, error: null });
    } catch (error) {
      const aborted = signal.aborted || Object(error).code === 'aborted';
      if (!aborted) setResult((before) => ({ ...before, error }));
    } finally {
      clearTimeout(timer);
      setSlow(false);
    }
  };
  const network = state.network.value;
  useEffect(() => {
    setResult({ answer: null, error: null });
  }, [network]);
  useEffect(() => {
    if (isSlow.current) repeated.stop();
  }, [generation, network]);
  useEffect(() => {
    if (visible) repeated.want();
    else repeated.stop();
  }, [repeated, visible, name, JSON.stringify(params), generation, network, state.answer.value, attempt]);
  useEffect(() => () => repeated.stop(), [repeated]);
  return { ...result, slow, retry: () => setAttempt(attempt + 1) };
}
