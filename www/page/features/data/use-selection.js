/** @file The selection as it is being chosen: it is used once the hand rests, because each begins a network anew. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';

/**
 * @typedef {import('../../../shared/data-sets.js').Selection} Selection
 * @typedef {import('../../../shared/data-sets.js').Dataset} Dataset
 * @typedef {{ [Name in keyof Selection]?: Selection[Name] | undefined }} Change
 */

/** Milliseconds for which nothing changes. */
const REST = 400;

/**
 * @returns {[Selection, (change: Change) => void]}
 */
export function useSelection() {
  const { state, actions } = useApp();
  const { dataset } = state.experiment.value;
  const [draft, setDraft] = useState(/** @type {Dataset | null} */ (null));
  const pending = useRef(/** @type {{ timer: ReturnType<typeof setTimeout>, next: Dataset } | null} */ (null));
  const settle = () => {
    if (!pending.current) return;
    clearTimeout(pending.current.timer);
    const { next } = pending.current;
    pending.current = null;
    setDraft(null);
    // Another data set was chosen meanwhile.
    if (next.name === state.experiment.peek().dataset.name) actions.setDataset(next);
  };
  useEffect(() => settle, []);
  /** @param {Change} change */
  const change = (change) => {
    if (pending.current) clearTimeout(pending.current.timer);
    const merged = Object.entries({ ...(pending.current?.next ?? dataset), ...change });
    const next = /** @type {Dataset} */ (
      /** @type {unknown} */ (Object.fromEntries(merged.filter(([, value]) => value !== undefined)))
    );
    pending.current = { next, timer: setTimeout(settle, REST) };
    setDraft(next);
  };
  return [draft ?? dataset, change];
}
