/** @file The preparation with steps left out: with none it is the core's, bit for bit. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { allSteps, prepare, stepNames } from '../../www/page/features/draw/prepare.js';
import { dataSets } from '../../www/shared/data-sets.js';
import { predictions } from '../../www/worker/queries/predictions.js';
import { randomFrom } from './random.js';

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;
before(async () => {
  inkgrad = await load({ build: 'simd128' });
});

/**
 * A few lines of ink somewhere on a pad.
 *
 * @param {ReturnType<typeof randomFrom>} random
 * @param {number} side
 */
function drawing(random, side) {
  const pixels = new Uint8Array(side * side);
  const [left, top] = [random.below(side / 2), random.below(side / 2)];
  const [wide, high] = [1 + random.below(side / 2), 1 + random.below(side / 2)];
  for (let count = 0; count < 4 * (wide + high); count += 1) {
    pixels[(top + random.below(high)) * side + left + random.below(wide)] = random.below(256);
  }
  pixels[top * side + left] = 1 + random.below(255);
  return { width: side, height: side, pixels };
}

test('with every step it is the preparation of the core, stage by stage', () => {
  const random = randomFrom(5);
  for (const dataSet of [dataSets.mnist, dataSets.digits]) {
    for (let round = 0; round < 60; round += 1) {
      const raw = drawing(random, [8, 57, 224][round % 3] ?? 8);
      const { shape, fit } = dataSet;
      const core = inkgrad.prepareDrawing({ ...raw, shape: [...shape], fit });
      const own = prepare(raw, dataSet, allSteps);
      assert.deepEqual(own?.input, core.input);
      for (const { name, ...stage } of core.stages) {
        assert.deepEqual(own?.stages[/** @type {'raw'} */ (name)], stage, name);
      }
    }
  }
});

test('each step that is left out changes the input of a drawing off the middle, and nothing else', () => {
  const raw = { width: 60, height: 60, pixels: new Uint8Array(3600) };
  for (let y = 6; y < 40; y += 1) for (let x = 40; x < 44; x += 1) raw.pixels[60 * y + x] = 255;
  for (let x = 44; x < 55; x += 1) for (let y = 20; y < 23; y += 1) raw.pixels[60 * y + x] = 255;
  const whole = prepare(raw, dataSets.mnist, allSteps);
  for (const step of stepNames) {
    const without = prepare(raw, dataSets.mnist, { ...allSteps, [step]: false });
    assert.notDeepEqual(without?.input, whole?.input, step);
    assert.ok(without?.input.every((value) => value >= 0 && value <= 1));
  }
});

test('without any step the whole pad is in the frame, as it was drawn', () => {
  const raw = { width: 56, height: 56, pixels: new Uint8Array(56 * 56) };
  for (const [x, y] of [
    [10, 20],
    [11, 20],
    [10, 21],
    [11, 21],
  ])
    raw.pixels[56 * Number(y) + Number(x)] = 255;
  const none = { crop: false, box: false, average: false, centre: false, polarity: true };
  const input = prepare(raw, dataSets.mnist, none)?.input ?? new Float32Array(0);
  assert.deepEqual(
    [...input].flatMap((value, at) => (value > 0 ? [at, value] : [])),
    [28 * 10 + 5, 1],
  );
});

test('an uncentred drawing stays where it was on the pad, and a wrong polarity is the negative', () => {
  const raw = { width: 56, height: 56, pixels: new Uint8Array(56 * 56) };
  for (let y = 30; y < 50; y += 1) raw.pixels[56 * y + 52] = 255;
  const uncentred = prepare(raw, dataSets.mnist, { ...allSteps, centre: false })?.input ?? new Float32Array(0);
  const columns = [...uncentred].flatMap((value, at) => (value > 0 ? [at % 28] : []));
  assert.ok(Math.min(...columns) >= 25, 'at the right');
  const negative = prepare(raw, dataSets.mnist, { ...allSteps, polarity: false })?.input ?? new Float32Array(0);
  const whole = prepare(raw, dataSets.mnist, allSteps)?.input ?? new Float32Array(0);
  for (const [at, value] of negative.entries()) assert.ok(Math.abs(value + (whole[at] ?? 9) - 1) < 1e-6);
});

test('no ink: nothing', () => {
  const raw = { width: 4, height: 4, pixels: new Uint8Array(16) };
  for (const crop of [true, false]) assert.equal(prepare(raw, dataSets.mnist, { ...allSteps, crop }), null);
});

test('predictions are those of the network for each input', async () => {
  const session = await inkgrad.Session.create({
    seed: 1,
    input: [1, 8, 8],
    layers: [{ kind: 'flatten' }, { kind: 'dense', units: 10 }],
    loss: { kind: 'cross_entropy' },
    optimizer: { kind: 'sgd', learning_rate: 1 },
  });
  const inputs = Float32Array.from({ length: 3 * 64 }, (_, at) => (at % 7) / 7);
  const context = /** @type {any} */ ({ predictor: { session, step: 3 } });
  const { value } = /** @type {any} */ (await predictions(context, { inputs }, /** @type {any} */ ({})));
  assert.equal(value.step, 3);
  assert.deepEqual(value.outputs, await session.predict(inputs, { scale: 1 }));
});
