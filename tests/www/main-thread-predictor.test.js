/** @file Predictions on the main thread: with the newest weights, within the caller's task, and not after a failure. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { MainThreadPredictor } from '../../www/page/main-thread-predictor.js';
import { dataSets } from '../../www/shared/data-sets.js';
import { fitsMainThread } from '../../www/shared/main-thread-budget.js';

/** The session predicts the last weight and the first pixel. */
function setup() {
  const faults = { predict: false, load: false };
  const counts = { loads: 0, sessions: 0, freed: 0 };
  let weight = 0;
  const session = {
    setParameters: async (/** @type {{ data: Float32Array }[]} */ [first]) => {
      weight = first?.data[0] ?? 0;
    },
    predict: async (/** @type {Float32Array} */ input) => {
      if (faults.predict) throw new Error('unreachable');
      return Float32Array.of(weight, input[0] ?? 0);
    },
    free: () => {
      counts.freed += 1;
    },
  };
  const create = async () => {
    counts.sessions += 1;
    return session;
  };
  const prepareDrawing = (/** @type {{ pixels: Uint8Array }} */ { pixels }) => ({
    input: pixels[0] ? Float32Array.of(pixels[0]) : null,
  });
  const load = async () => {
    counts.loads += 1;
    if (faults.load) throw new Error('the binary did not come');
    return /** @type {any} */ ({ Session: { create }, prepareDrawing });
  };
  const clock = { now: 0 };
  const mainThreadPredictor = new MainThreadPredictor(load, () => clock.now);
  mainThreadPredictor.open(/** @type {any} */ ({}), dataSets.mnist);
  return { mainThreadPredictor, counts, clock, faults };
}

/** @param {number} value */
function weights(value) {
  return { step: value, parameters: [{ name: 'w', shape: [1], data: Float32Array.of(value) }] };
}

/** @param {number} ink */
function drawing(ink) {
  return { generation: ink, pixels: Uint8Array.of(ink), width: 1, height: 1 };
}

test('the package is loaded with the first weights, and predictions use the newest', async () => {
  const { mainThreadPredictor, counts } = setup();
  assert.equal(mainThreadPredictor.ready, false);
  assert.equal(await mainThreadPredictor.predict(drawing(1)), null);
  assert.equal(counts.loads, 0);
  mainThreadPredictor.receiveWeights(weights(5));
  mainThreadPredictor.receiveWeights(weights(6));
  await settled();
  assert.equal(mainThreadPredictor.ready, true);
  assert.deepEqual(counts, { loads: 1, sessions: 1, freed: 0 });
  const answer = await mainThreadPredictor.predict(drawing(3));
  assert.deepEqual([answer?.generation, answer?.step, ...(answer?.probabilities ?? [])], [3, 6, 6, 3]);
  assert.equal(await mainThreadPredictor.predict(drawing(0)), null, 'no ink, no prediction');
});

test('a prediction settles before the task ends', async () => {
  const { mainThreadPredictor } = setup();
  mainThreadPredictor.receiveWeights(weights(1));
  await settled();
  mainThreadPredictor.receiveWeights(weights(2));
  let found = null;
  mainThreadPredictor.predict(drawing(4)).then((answer) => {
    found = answer;
  });
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  assert.notEqual(found, null);
});

test('drawings within the minimum interval are left to the worker', async () => {
  const { mainThreadPredictor, clock } = setup();
  mainThreadPredictor.receiveWeights(weights(1));
  await settled();
  await mainThreadPredictor.predict(drawing(1));
  assert.equal(mainThreadPredictor.ready, false);
  clock.now = 4;
  assert.equal(mainThreadPredictor.ready, true);
});

test('a new network is predicted neither by the previous one nor by one still opening', async () => {
  const { mainThreadPredictor, counts } = setup();
  mainThreadPredictor.receiveWeights(weights(1));
  mainThreadPredictor.open(/** @type {any} */ ({}), dataSets.digits);
  await settled();
  assert.equal(mainThreadPredictor.ready, false);
  assert.equal(counts.freed, counts.sessions);
  mainThreadPredictor.receiveWeights(weights(2));
  await settled();
  assert.equal(mainThreadPredictor.ready, true);
  assert.equal(counts.loads, 1, 'one instance is enough');
});

test('weights that arrive while another network is opening are kept', async () => {
  const { mainThreadPredictor } = setup();
  mainThreadPredictor.receiveWeights(weights(1));
  mainThreadPredictor.open(/** @type {any} */ ({}), dataSets.digits);
  mainThreadPredictor.receiveWeights(weights(2));
  await settled();
  assert.equal((await mainThreadPredictor.predict(drawing(1)))?.step, 2);
});

test('a failed instance is not used again; another network gets another', async () => {
  const { mainThreadPredictor, counts, faults } = setup();
  faults.predict = true;
  mainThreadPredictor.receiveWeights(weights(1));
  await settled();
  assert.equal(await mainThreadPredictor.predict(drawing(1)), null);
  assert.equal(mainThreadPredictor.ready, false);
  mainThreadPredictor.receiveWeights(weights(2));
  await settled();
  assert.deepEqual(counts, { loads: 1, sessions: 1, freed: 1 });
  faults.predict = false;
  mainThreadPredictor.open(/** @type {any} */ ({}), dataSets.mnist);
  mainThreadPredictor.receiveWeights(weights(3));
  await settled();
  assert.equal((await mainThreadPredictor.predict(drawing(1)))?.step, 3);
  assert.equal(counts.loads, 2);
});

test('a binary that did not come once is loaded for the next network', async () => {
  const { mainThreadPredictor, counts, faults } = setup();
  faults.load = true;
  mainThreadPredictor.receiveWeights(weights(1));
  await settled();
  mainThreadPredictor.receiveWeights(weights(2));
  await settled();
  assert.deepEqual([mainThreadPredictor.ready, counts.loads], [false, 1]);
  faults.load = false;
  mainThreadPredictor.open(/** @type {any} */ ({}), dataSets.mnist);
  mainThreadPredictor.receiveWeights(weights(3));
  await settled();
  assert.equal(mainThreadPredictor.ready, true);
});

test('a load that fails for an earlier network does not stop the present one', async () => {
  const { mainThreadPredictor, faults } = setup();
  faults.load = true;
  mainThreadPredictor.receiveWeights(weights(1));
  mainThreadPredictor.open(/** @type {any} */ ({}), dataSets.digits);
  mainThreadPredictor.receiveWeights(weights(2));
  faults.load = false;
  await settled();
  assert.equal(mainThreadPredictor.ready, true);
});

test('a prepared input is predicted as it is', async () => {
  const { mainThreadPredictor } = setup();
  mainThreadPredictor.receiveWeights(weights(5));
  await settled();
  const answer = await mainThreadPredictor.predict({ generation: 1, input: Float32Array.of(9) });
  assert.deepEqual([...(answer?.probabilities ?? [])], [5, 9]);
});

test('multiply-adds and parameters decide what fits the main thread', () => {
  assert.equal(fitsMainThread([{ multiplyAdds: 101_632, parameters: 101_770 }]), true);
  assert.equal(fitsMainThread([{ multiplyAdds: 3_000_000, parameters: 1000 }]), false);
  assert.equal(fitsMainThread(Array(4).fill({ multiplyAdds: 1, parameters: 300_000 })), false);
});
