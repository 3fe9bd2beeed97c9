/** @file Fine-tuning on own samples: what is measured before and after it, though the worker that answers lags behind. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { defaultExperiment } from '../../../shared/experiment.js';
import { defaultPreferences } from '../../preferences.js';
import { initialState } from '../../state.js';
import { createStore } from '../../store.js';
import { tune, tuning } from './tuning.js';

const settle = () => new Promise((resolve) => setTimeout(resolve, 10));

/** Twelve pictures of a four, of which two are held back. */
const samples = Array.from({ length: 12 }, (_, at) => ({
  ...{ id: `${at}`, set: 'hand', label: '4', strokes: [], created: at, held: at < 2 },
  pixels: { values: new Uint8Array(784).fill(at), shape: [1, 28, 28] },
}));

/** Labels of the validation data, and what is answered before and after. */
const truth = [0, 0, 1, 1];
const answers = { before: { own: 9, all: [0, 0, 1, 1] }, after: { own: 4, all: [0, 5, 1, 1] } };

/** @param {{ end?: 'finished' | 'diverged' }} [how] */
function opened({ end = 'finished' } = {}) {
  const store = createStore({
    ...initialState(defaultExperiment(), defaultPreferences(), { strokes: [], past: [], generation: 0 }),
    ...{ status: /** @type {const} */ ('paused'), position: { step: 10, epoch: 1, wholeSince: 0 } },
  });
  // The step whose weights the answering worker has.
  const worker = { step: 10, asked: 0 };
  const app = {
    state: store.state,
    inkgrad: { peek: () => ({ prepareDrawing: () => assert.fail('the pictures fit') }) },
    ask: async (
      /** @type {string} */ _,
      /** @type {string} */ name,
      /** @type {{ labels?: Uint8Array }} */ { labels },
    ) => {
      const { own, all } = worker.step > 10 ? answers.after : answers.before;
      if (name === 'validation-answers')
        return { answers: Uint16Array.from(all), labels: Uint8Array.from(truth), classes: 2 };
      worker.asked += 1;
      return { answers: new Uint16Array(labels?.length ?? 0).fill(own), step: worker.step };
    },
    actions: {
      addOwnData: () => {},
      editExperiment: (/** @type {import('./tuning.js').Experiment} */ experiment) => store.update({ experiment }),
      toggle: () => store.update({ status: 'running', position: { step: 25, epoch: 1, wholeSince: 0 } }),
    },
  };
  const learned = tune(/** @type {any} */ (app), /** @type {any} */ (samples), true);
  return { store, worker, learned, end: () => store.update({ status: end }) };
}

/** @param {import('./tuning.js').Tuning['stage']} stage */
async function untilStage(stage) {
  while (tuning.peek()?.stage !== stage) await settle();
}

test('what is measured after it is of the weights that were trained last', async () => {
  const { store, worker, learned, end } = opened();
  await untilStage('training');
  end();
  await untilStage('after');
  await settle();
  const { asked } = worker;
  assert.ok(asked >= 2, 'once before, once with weights that are old');
  store.update({ applied: 1 });
  await settle();
  assert.equal(tuning.peek()?.after, null, 'other weights, but not yet the last ones');
  worker.step = 25;
  store.update({ applied: 2 });
  await learned;
  const { stage, before, after } = tuning.peek() ?? {};
  assert.equal(stage, 'done');
  const score = (/** @type {number} */ correct, /** @type {number} */ count) => ({ correct, count });
  assert.deepEqual(before, {
    ...{ own: score(0, 12), held: score(0, 2), validation: score(4, 4) },
    classes: [score(2, 2), score(2, 2)],
  });
  assert.deepEqual(after, {
    ...{ own: score(12, 12), held: score(2, 2), validation: score(3, 4) },
    classes: [score(1, 2), score(2, 2)],
  });
});

test('training that diverges, or is of another network, has failed and has no figures', async () => {
  const diverging = opened({ end: 'diverged' });
  await untilStage('training');
  diverging.end();
  await diverging.learned;
  assert.deepEqual([tuning.peek()?.stage, tuning.peek()?.after], ['failed', null]);
  const replaced = opened();
  await untilStage('training');
  replaced.store.update({ experiment: defaultExperiment() });
  replaced.end();
  await replaced.learned;
  assert.deepEqual([tuning.peek()?.stage, tuning.peek()?.after], ['failed', null]);
});
