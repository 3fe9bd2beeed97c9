/** @file Every rule of the diagnosis at both sides of its threshold, and their order. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose, startOf } from './diagnosis.js';

/** @typedef {import('./diagnosis.js').Observations} Observations */

/**
 * @param {[number, number, number?][]} points step, loss and accuracy
 * @param {[number, number][]} [validations] step and loss
 * @returns {import('../../history.js').Row[]}
 */
function curve(points, validations = []) {
  const rows = [
    ...points.map(([step, loss, accuracy = 0.5]) => ({
      step,
      loss,
      accuracy,
      validationLoss: null,
      validationAccuracy: null,
    })),
    ...validations.map(([step, validationLoss]) => {
      return { step, loss: null, accuracy: null, validationLoss, validationAccuracy: null };
    }),
  ];
  return rows.sort((a, b) => a.step - b.step);
}

/**
 * @param {number} steps
 * @param {(step: number) => number} loss
 * @param {number} [every]
 * @returns {[number, number][]} the loss at the first step, and a mean every so many steps
 */
function points(steps, loss, every = 10) {
  const count = Math.floor(steps / every);
  return [[1, loss(1)], ...Array.from({ length: count }, (_, at) => pair((at + 1) * every, loss))];
}

/** @param {number} step @param {(step: number) => number} loss @returns {[number, number]} */
const pair = (step, loss) => [step, loss(step)];

/** @param {Partial<Observations>} given @returns {Observations} a training that goes well, but for what is given */
function observed(given) {
  const rows = given.rows ?? curve(points(400, (step) => 2.3 * 0.99 ** step));
  const start = startOf(rows, { batchSize: 128, chance: Math.log(10) });
  return {
    diverged: false,
    step: rows.at(-1)?.step ?? 0,
    since: 0,
    rows,
    epochs: [],
    start,
    constant: null,
    layers: [{ layer: 2, dead: 0, saturated: 0 }],
    inputSize: 1,
    ...given,
  };
}

/** @param {Partial<Observations>} given */
const diagnosis = (given) => diagnose(observed(given))?.diagnosis ?? 'none';

test('nothing is said of a training that goes well, or that has not begun', () => {
  assert.equal(diagnosis({}), 'none');
  assert.equal(diagnosis({ rows: [], step: 0, layers: [], inputSize: null }), 'none');
});

test('diverged: training ended so', () => {
  assert.equal(diagnosis({ diverged: true, inputSize: 100 }), 'diverged');
});

test('unscaled: an input over 16 in size', () => {
  assert.equal(diagnosis({ inputSize: 16 }), 'none');
  assert.equal(diagnosis({ inputSize: 16.001 }), 'unscaled');
  assert.equal(diagnosis({ inputSize: Number.POSITIVE_INFINITY }), 'unscaled');
  assert.equal(diagnosis({ inputSize: null }), 'none');
});

test('dead: 90 % of the units of a layer', () => {
  const layers = (/** @type {number} */ dead) => [
    { layer: 2, dead: 0.1, saturated: null },
    { layer: 3, dead, saturated: null },
  ];
  assert.equal(diagnosis({ layers: layers(0.8999) }), 'none');
  assert.deepEqual(diagnose(observed({ layers: layers(0.9) })), {
    diagnosis: 'dead',
    evidence: { key: 'dead', values: { layer: 3, part: 0.9 } },
  });
  assert.equal(diagnosis({ layers: layers(Number.NaN) }), 'none');
});

test('dead: all answers equal over validation for 200 steps', () => {
  assert.equal(diagnosis({ constant: { from: 101, to: 300, answer: 1 } }), 'none');
  assert.equal(diagnosis({ constant: { from: 100, to: 300, answer: 1 } }), 'dead');
});

test('rate high: the loss is over its start after 200 steps', () => {
  const flat = (/** @type {number} */ loss, /** @type {number} */ steps) =>
    curve(points(steps, (step) => (step === 1 ? 2.5 : loss)));
  const { most } = startOf(flat(9, 20), { batchSize: 128, chance: null });
  assert.equal(diagnosis({ rows: flat(most + 0.001, 200) }), 'rate_high');
  assert.equal(diagnosis({ rows: flat(most - 0.001, 200) }), 'none');
  assert.equal(diagnosis({ rows: flat(9, 190) }), 'none', 'too early');
  for (const loss of [1e30, Number.POSITIVE_INFINITY, Number.NaN])
    assert.equal(diagnosis({ rows: flat(loss, 200) }), 'rate_high', String(loss));
});

test('rate high: the loss swings by half of its start', () => {
  const swing = (/** @type {number} */ height) =>
    curve(points(600, (step) => (step === 1 ? 2.4 : step > 500 && step <= 550 ? 0.5 + height : 0.5)));
  assert.equal(diagnosis({ rows: swing(1.21) }), 'rate_high');
  assert.equal(diagnosis({ rows: swing(1.19) }), 'none');
  const before = curve(points(1000, (step) => (step === 1 ? 2.4 : step > 500 && step <= 550 ? 2 : 0.5)));
  assert.equal(diagnosis({ rows: before }), 'none', 'a swing of long ago');
  const stuck = (/** @type {number} */ height) =>
    curve(points(5000, (step) => (step === 1 ? 2.4 : step > 1000 ? 0.1 + height : 0.1)));
  assert.equal(diagnosis({ rows: stuck(1.21) }), 'rate_high', 'stuck where it has risen to');
  assert.equal(diagnosis({ rows: stuck(1.01) }), 'none');
});

test('rate high: a falling loss is no swing, and a network with weights from before may rise to the usual start', () => {
  assert.equal(diagnosis({ rows: curve(points(200, (step) => 2.3 - step / 100)) }), 'none');
  assert.equal(diagnosis({ rows: curve(points(300, (step) => (step === 1 ? 0.05 : 0.2))) }), 'none');
});

test('saturated: half of the units of a layer', () => {
  const layers = (/** @type {number | null} */ saturated) => [{ layer: 2, dead: 0, saturated }];
  assert.equal(diagnosis({ layers: layers(0.499) }), 'none');
  assert.equal(diagnosis({ layers: layers(0.5) }), 'saturated');
  assert.equal(diagnosis({ layers: layers(null) }), 'none');
});

test('rate low: the loss fell by less than 2 % over 500 steps while over half its start', () => {
  const falling = (/** @type {number} */ loss, /** @type {number} */ by) =>
    curve(points(1000, (step) => (step === 1 ? 2.4 : step > 500 ? loss * (1 - by) : loss)));
  assert.equal(diagnosis({ rows: falling(2.3, 0.019) }), 'rate_low');
  assert.equal(diagnosis({ rows: falling(2.3, 0.021) }), 'none');
  assert.equal(diagnosis({ rows: falling(1.21, 0) }), 'rate_low');
  assert.equal(diagnosis({ rows: falling(1.19, 0) }), 'none', 'it has learned');
  const flat = (/** @type {number} */ steps) => curve(points(steps, () => 2.35));
  assert.equal(diagnosis({ rows: flat(500) }), 'rate_low');
  assert.equal(diagnosis({ rows: flat(490) }), 'none', 'too early');
  assert.equal(diagnosis({ rows: flat(900), since: 401 }), 'none', 'a setting was changed meanwhile');
});

test('overfitting: validation loss 10 % over its least while the training loss falls', () => {
  const run = (/** @type {number} */ last, /** @type {number} */ fall) =>
    curve(
      points(2000, (step) => 0.5 - (step / 2000) * fall),
      [
        [500, 0.3],
        [1000, 0.2],
        [1500, 0.21],
        [2000, last],
      ],
    );
  const low = { start: { loss: 2.3, most: 2.5 } };
  assert.equal(diagnosis({ rows: run(0.2201, 0.4), ...low }), 'overfitting');
  assert.equal(diagnosis({ rows: run(0.2199, 0.4), ...low }), 'none');
  assert.equal(diagnosis({ rows: run(0.3, -0.01), ...low }), 'none', 'the training loss rises too');
});

test('underfitting: training accuracy under 80 % and level for three epochs', () => {
  const run = (/** @type {number} */ before, /** @type {number} */ after) => {
    const rows = Array.from({ length: 50 }, (_, at) => {
      return /** @type {[number, number, number]} */ ([(at + 1) * 10, 1, at < 20 ? before : after]);
    });
    return { rows: curve(rows), epochs: [100, 200, 300, 400, 500], start: { loss: 2.3, most: 2.5 } };
  };
  assert.equal(diagnosis(run(0.7, 0.709)), 'underfitting');
  assert.equal(diagnosis(run(0.7, 0.711)), 'none', 'it goes on rising');
  assert.equal(diagnosis(run(0.799, 0.799)), 'underfitting');
  assert.equal(diagnosis(run(0.8, 0.8)), 'none');
  assert.equal(diagnosis({ ...run(0.7, 0.7), epochs: [100, 200, 300] }), 'none', 'too few epochs');
  assert.equal(diagnosis({ ...run(0.7, 0.7), since: 250 }), 'none', 'a setting was changed meanwhile');
});

test('the first rule that holds is the diagnosis', () => {
  const all = {
    diverged: true,
    inputSize: 20,
    layers: [{ layer: 1, dead: 1, saturated: 1 }],
    rows: curve(points(600, (step) => (step === 1 ? 2.3 : 9))),
  };
  assert.equal(diagnosis(all), 'diverged');
  assert.equal(diagnosis({ ...all, diverged: false }), 'unscaled');
  assert.equal(diagnosis({ ...all, diverged: false, inputSize: 1 }), 'dead');
  const layers = [{ layer: 1, dead: 0, saturated: 1 }];
  assert.equal(diagnosis({ ...all, diverged: false, inputSize: 1, layers }), 'rate_high');
  assert.equal(diagnosis({ rows: curve(points(600, () => 2.3)), layers }), 'saturated');
});

test('the start is known to within the spread of one batch', () => {
  const rows = curve([[1, 2]]);
  assert.deepEqual(startOf(rows, { batchSize: 100, chance: null }), { loss: 2, most: 2.2 });
  assert.deepEqual(startOf(rows, { batchSize: 1, chance: 3 }), { loss: 3, most: 6 });
});
