/** @file The accuracy of the broken copy beside the intact one, always of the latest settings: earlier questions are taken back. */

import { useEffect, useMemo, useState } from 'preact/hooks';
import { RepeatedQuery } from '../../app/queries.js';

/**
 * @typedef {import('../../../shared/protocol.js').Damage} Damage
 * @typedef {{ step: number, samples: number, intact: number, broken: number }} BrokenAccuracy
 * @typedef {{ damage: Damage | null, answer: BrokenAccuracy | null, error: unknown }} Result `damage`: what it speaks of
 */

/** Milliseconds at least between two questions about the same settings, while training goes on. */
const INTERVAL = 500;

/**
 * @param {object} question
 * @param {import('../../app/queries.js').Ask} question.ask
 * @param {Damage | null} question.damage
 * @param {unknown[]} question.when it is asked again when one of these has changed
 * @param {boolean} question.visible
 * @returns {Result & { tryAgain: () => void }}
 */
export function useAccuracy({ ask, damage, when, visible }) {
  const [result, setResult] = useState(/** @type {Result} */ ({ damage: null, answer: null, error: null }));
  const [attempt, setAttempt] = useState(0);
  const repeated = useMemo(() => new RepeatedQuery(INTERVAL), [damage, attempt]);
  repeated.run = async (signal) => {
    try {
      const answer = await /** @type {Promise<BrokenAccuracy | null>} */ (
        ask('prediction', 'broken-accuracy', { damage }, signal)
      );
      if (!signal.aborted) setResult({ damage, answer, error: null });
    } catch (error) {
      if (!signal.aborted) setResult((before) => ({ ...before, damage, error }));
    }
  };
  useEffect(() => {
    if (visible && damage) repeated.want();
    else repeated.stop();
  }, [repeated, visible, ...when]);
  useEffect(() => () => repeated.stop(), [repeated]);
  return { ...result, tryAgain: () => setAttempt(attempt + 1) };
}
