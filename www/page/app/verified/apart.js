/** @file The fingerprint of an experiment, computed by a worker of its own: training and answers go on meanwhile. */

import { useState } from 'preact/hooks';
import { specOf } from '../../../shared/experiment.js';
import { useApp } from '../context.js';
import { useTask } from '../long-query.js';

/**
 * @typedef {import('../../../shared/experiment.js').Experiment} Experiment
 * @typedef {import('../../../shared/fingerprint.js').Fingerprint} Fingerprint
 * @typedef {import('../queries.js').Ask} Ask
 */

/** The task of computing a fingerprint: it is started with `run(experiment)`, and gives null where it was taken back. */
export function useFingerprint() {
  const { actions, state } = useApp();
  const [ask] = useState(() => askApart(actions.startApart));
  const { run, ...task } = useTask(ask, 'first-steps');
  /** @param {Experiment} experiment */
  const begin = (experiment) => {
    const { dataset } = experiment;
    const own = state.ownData.peek().find(({ dataSet }) => dataSet.name === dataset.name);
    const params = { spec: specOf(experiment), data: { dataset, content: own?.content ?? null } };
    return /** @type {Promise<Fingerprint | null>} */ (run(params));
  };
  return { ...task, run: begin };
}

/**
 * @param {() => { ask: Ask, close: () => void }} start of a worker
 * @returns {Ask} asks a worker that starts with the first question, and ends with the last answer to it
 */
function askApart(start) {
  /** @type {ReturnType<typeof start> | null} */
  let worker = null;
  return async (place, name, params, signal) => {
    worker ??= start();
    const own = worker;
    let more = false;
    try {
      const answer = /** @type {any} */ (await own.ask(place, name, params, signal));
      more = answer?.progress !== undefined;
      return answer;
    } finally {
      if (!more) {
        own.close();
        if (worker === own) worker = null;
      }
    }
  };
}
