/** @file Fine-tuning on one's own samples: measures, learns, and measures again. It goes on when another place is shown. */

import { effect, signal } from '@preact/signals';
import { dataName } from '../../../shared/data-name.js';
import { dataSetOf } from '../../../shared/data-sets.js';
import { emptyOf, storedBlob } from '../../../shared/stored-data.js';
import { untilDone } from '../../app/long-query.js';
import { preparedSamples, stored } from '../../samples/prepared.js';
import { scoreOf, tunedExperiment } from './tuned.js';

/**
 * @typedef {import('../../app/context.js').App} App
 * @typedef {import('./tuned.js').Measures} Measures
 * @typedef {import('../../samples/samples.js').KeptSample} KeptSample
 * @typedef {import('../../../shared/experiment.js').Experiment} Experiment
 *
 * @typedef {object} Tuning
 * @property {'before' | 'training' | 'after' | 'done' | 'failed'} stage
 * @property {boolean} replay
 * @property {Experiment | null} experiment once it learns
 * @property {{ former: string, tuned: string } | null} runs ids of the run that went on, and of the one that it began
 * @property {Measures | null} before
 * @property {Measures | null} after
 */

/** The last one: it is shown as long as its network is there. */
export const tuning = signal(/** @type {Tuning | null} */ (null));

/**
 * @param {App} app
 * @param {KeptSample[]} samples
 * @param {boolean} replay
 */
export async function tune(app, samples, replay) {
  const { state, actions } = app;
  /** @type {Tuning} */
  let now = { stage: 'before', replay, experiment: null, runs: null, before: null, after: null };
  const show = (/** @type {Partial<Tuning>} */ changes) => {
    now = { ...now, ...changes };
    tuning.value = now;
  };
  show({});
  try {
    if (state.status.peek() === 'running') {
      actions.toggle();
      await until(() => state.status.value !== 'running');
    }
    show({ before: await measure(app, samples) });
    const own = await contentOf(app, samples);
    const experiment = tunedExperiment(state.experiment.peek(), own.dataSet.name, replay);
    actions.addOwnData(own);
    const former = state.id.peek();
    // The very same drawings may be learned from once more.
    actions.editExperiment(experiment, { label: 'hand', anew: true });
    if (!state.playWanted.peek()) actions.toggle();
    show({ stage: 'training', experiment, runs: { former, tuned: state.id.peek() } });
    const ended = ['finished', 'diverged', 'error'];
    await until(() => ended.includes(state.status.value) || state.experiment.value !== experiment);
    if (state.status.peek() !== 'finished') throw new Error('training has failed');
    if (state.experiment.peek() !== experiment) throw new Error('the network was changed');
    show({ stage: 'after' });
    show({ after: await measure(app, samples), stage: 'done' });
  } catch {
    show({ stage: 'failed' });
  }
}

/**
 * @param {App} app
 * @param {KeptSample[]} samples
 * @returns {Promise<Measures>} of the present network
 */
async function measure({ state, ask, inkgrad }, samples) {
  const core = inkgrad.peek();
  if (!core) throw new Error('the core is not loaded');
  const { step } = state.position.peek();
  const dataSet = dataSetOf(state.experiment.peek().dataset);
  const { inputs, labels, samples: used } = await preparedSamples(samples, dataSet, core);
  /** @type {{ answers: Uint16Array, step: number } | null} */
  let own = null;
  for (;;) {
    const applied = state.applied.peek();
    own = await ask('prediction', 'own-accuracy', { inputs, labels });
    // The worker that answers may not have the last weights yet.
    if (!own || own.step >= step) break;
    await until(() => state.applied.value !== applied || state.status.value === 'error');
    if (state.status.peek() === 'error') throw new Error('the network is gone');
  }
  const all = /** @type {{ answers: Uint16Array, labels: Uint8Array, classes: number | null } | null} */ (
    await untilDone(ask, () => {})('prediction', 'validation-answers', {})
  );
  if (!own || !all || all.classes === null) throw new Error('there is nothing to measure');
  const { answers, labels: truth } = all;
  return {
    own: scoreOf(own.answers, labels),
    held: scoreOf(own.answers, labels, (at) => used[at]?.held ?? false),
    validation: scoreOf(answers, truth),
    classes: Array.from({ length: all.classes }, (_, label) => scoreOf(answers, truth, (at) => truth[at] === label)),
  };
}

/**
 * @param {App} app
 * @param {KeptSample[]} samples
 * @returns {Promise<import('../../state.js').OwnData>} those that are not held back, as the data set stores its own
 */
async function contentOf({ state, inkgrad }, samples) {
  const core = inkgrad.peek();
  if (!core) throw new Error('the core is not loaded');
  const dataSet = dataSetOf(state.experiment.peek().dataset);
  const practised = samples.filter(({ held }) => !held);
  const { inputs, labels } = await preparedSamples(practised, dataSet, core);
  // The data sets of the page are bytes; one's own say by their scale whether they are.
  const bytes = dataSet.scale !== 1;
  const train = { inputs: stored(inputs, dataSet, bytes), labels };
  // All of them are trained on: what is held back is not among them.
  const validation = emptyOf(train);
  const content = storedBlob({ train, validation });
  const name = await dataName(content);
  return { dataSet: { ...dataSet, name, within: dataSet.name }, content, samples: labels.length };
}

/**
 * @param {() => boolean} holds reads signals
 * @returns {Promise<void>} once it holds
 */
function until(holds) {
  return new Promise((resolve) => {
    /** @type {(() => void) | undefined} */
    let dispose;
    let done = false;
    dispose = effect(() => {
      if (done || !holds()) return;
      done = true;
      resolve();
      dispose?.();
    });
    if (done) dispose();
  });
}
