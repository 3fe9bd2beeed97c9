/** @file Looks at the training from time to time, while the line can be seen, and keeps what the rules have found. */

import { effect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { useQuery } from '../../app/queries.js';
import { useVisible } from '../../app/visible.js';
import { diagnose, ruinOf } from './diagnosis.js';
import { constantAnswers, observationsOf } from './observations.js';
import { Settled } from './settled.js';

/** Milliseconds between two looks, and between two questions for the units' statistics. */
const LOOK = 300;
const STATISTICS = 1000;

/**
 * @typedef {{ step: number, statistics: { layers: import('./observations.js').LayerStatistics[] } }} Answer
 * @typedef {import('./diagnosis.js').Finding & { ruin: import('./diagnosis.js').Evidence | null, run: unknown }} Found
 */

/**
 * @param {{ current: Element | null }} root the line
 * @returns {Found | null}
 */
export function useFinding(root) {
  const { state, ask } = useApp();
  const visible = useVisible(root);
  const { look, later } = useLooks();
  const constant = useConstantAnswers();
  const [found, setFound] = useState(/** @type {Found | null} */ (null));
  const [settled] = useState(() => new Settled());
  const stale = useRef({ run: state.history.peek(), answer: /** @type {unknown} */ (null) });
  const network = state.network.value;
  const learned = state.position.peek().step > 0;
  const common = { ask: /** @type {typeof ask} */ (ask), place: /** @type {const} */ ('training') };
  const units = useQuery({
    ...common,
    name: 'statistics',
    when: [look],
    visible: visible && learned && network !== null,
    interval: STATISTICS,
  });
  // Its script is loaded first, for which later questions would have to wait.
  const range = useQuery({
    ...common,
    name: 'input-range',
    when: [network],
    visible: visible && units.answer !== null,
  });
  useEffect(() => {
    const run = state.history.peek();
    const answer = /** @type {Answer | null} */ (units.answer);
    // An answer of the run before says nothing of this one.
    if (run !== stale.current.run) stale.current = { run, answer };
    const layers = answer !== null && answer !== stale.current.answer ? answer.statistics.layers : [];
    const peeked = {
      status: state.status.peek(),
      position: state.position.peek(),
      history: run,
      events: state.events.peek(),
      experiment: state.experiment.peek(),
      network: state.network.peek(),
    };
    const inputSize = typeof range.answer === 'number' ? range.answer : null;
    const observed = observationsOf(peeked, { constant: constant(), layers, inputSize });
    const { shown, again } = settled.next(diagnose(observed), run);
    setFound(shown && { ...shown, ruin: ruinOf(observed), run });
    if (again) later();
  }, [look, units.answer, range.answer]);
  // Another run begins without a finding, before it is looked at.
  return found?.run === state.history.value ? found : null;
}

/** Counts looks: one soon after something has changed. */
function useLooks() {
  const { state } = useApp();
  const [look, setLook] = useState(0);
  const timer = useRef(/** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined));
  const later = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setLook((count) => count + 1);
    }, LOOK);
  };
  useEffect(() => {
    const dispose = effect(() => {
      void [state.points.value, state.status.value, state.validation.value, state.history.value];
      later();
    });
    return () => {
      dispose();
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, []);
  return { look, later };
}

/** @returns {() => import('./diagnosis.js').Observations['constant']} of all validations of the present run */
function useConstantAnswers() {
  const { state } = useApp();
  const kept = useRef({ run: state.history.peek(), constant: constantAnswers(null, null) });
  useEffect(
    () =>
      effect(() => {
        const [run, validation] = [state.history.value, state.validation.value];
        const before = run === kept.current.run ? kept.current.constant : null;
        kept.current = { run, constant: constantAnswers(before, validation) };
      }),
    [],
  );
  return () => kept.current.constant;
}
