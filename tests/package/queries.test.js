/** @file Queries: `explain`, `nearest`, `statistics` and the losses of samples, compared with the results of other calls. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { rejects, smallData, smallSpec } from './support.js';

const { Session } = await load({ build: 'simd128' });
const { inputs, labels } = smallData();

async function trained(changes = {}) {
  const session = await Session.create(
    smallSpec({
      layers: [
        { kind: 'dense', units: 8, activation: 'tanh' },
        { kind: 'dense', units: 3 },
      ],
      ...changes,
    }),
  );
  await session.setData('train', { inputs, labels });
  await session.step(60);
  return session;
}

const session = await trained();
const input = inputs.slice(0, 4);
const logits = async (/** @type {Float32Array} */ x) => (await session.activations(x)).at(-1)?.data ?? [];
const close = (/** @type {number} */ a, /** @type {number} */ b, within = 2e-3) =>
  assert.ok(Math.abs(a - b) <= within * Math.max(1, Math.abs(b)), `${a} and ${b}`);

test('the gradient agrees with finite differences of the logit', async () => {
  for (const target of [0, 1, 2]) {
    const gradient = await session.explain(input, { target });
    assert.equal(gradient.length, 4);
    for (let at = 0; at < 4; at += 1) {
      const shifted = (/** @type {number} */ by) => input.map((value, index) => (index === at ? value + by : value));
      const difference = (await logits(shifted(0.01)))[target] - (await logits(shifted(-0.01)))[target];
      close(gradient[at], difference / 0.02, 5e-3);
    }
    const product = await session.explain(input, { target, method: 'gradient_x_input' });
    product.forEach((value, at) => {
      close(value, gradient[at] * input[at], 1e-6);
    });
  }
});

test('the default target is the predicted class', async () => {
  const outputs = await session.predict(input);
  const target = outputs.indexOf(Math.max(...outputs));
  assert.deepEqual(await session.explain(input), await session.explain(input, { target, method: 'gradient' }));
});

test('integrated gradients sum to the logit minus the logit of a zero input', async () => {
  const attributions = await session.explain(input, { target: 1, method: 'integrated_gradients', steps: 200 });
  const sum = attributions.reduce((total, value) => total + value, 0);
  close(sum, (await logits(input))[1] - (await logits(new Float32Array(4)))[1]);
});

test('occlusion is the decrease of the probability, for a pixel the mean over the windows that cover it', async () => {
  const layers = [{ kind: /** @type {const} */ ('flatten') }, { kind: /** @type {const} */ ('dense'), units: 3 }];
  const images = await Session.create(smallSpec({ input: [1, 3, 4], layers }));
  const picture = Float32Array.from({ length: 12 }, (_, index) => Math.sin(index));
  const base = (await images.predict(picture))[2];
  const [sums, counts] = [new Float64Array(12), new Float64Array(12)];
  // Windows of 2 with a stride of 2: the last row would start at 2 and is moved to 1.
  for (const top of [0, 1]) {
    for (const left of [0, 2]) {
      const covered = [0, 1, 4, 5].map((pixel) => 4 * top + left + pixel);
      const hidden = picture.map((value, index) => (covered.includes(index) ? 0.5 : value));
      const decrease = base - (await images.predict(hidden))[2];
      for (const pixel of covered) {
        sums[pixel] += decrease;
        counts[pixel] += 1;
      }
    }
  }
  const options = /** @type {const} */ ({ target: 2, method: 'occlusion', size: 2, stride: 2, value: 0.5 });
  (await images.explain(picture, options)).forEach((value, at) => {
    close(value, sums[at] / counts[at], 1e-5);
  });
  images.free();
});

test('invalid explanations are refused', async () => {
  await rejects(session.explain(input, { target: 3 }), 'data', /target/, 'target');
  await rejects(
    session.explain(input, /** @type {any} */ ({ method: 'magic' })),
    'data',
    /^method: expected one of/,
    'method',
  );
  await rejects(session.explain(input, { method: 'occlusion' }), 'data', /image/);
  await rejects(session.explain(inputs.slice(0, 8)), 'shape', /one sample/);
});

test('nearest compares the inputs of the last layer with parameters', async () => {
  const hidden = async (/** @type {Float32Array} */ x) => (await session.activations(x))[0]?.data ?? new Float32Array();
  const features = await hidden(input);
  /** @type {{ index: number, label: number | undefined, distance: number }[]} */
  const distances = [];
  for (let index = 0; index < 100; index += 1) {
    const otherFeatures = await hidden(inputs.slice(4 * index, 4 * index + 4));
    const squares = otherFeatures.reduce((sum, value, unit) => sum + (value - (features[unit] ?? 0)) ** 2, 0);
    distances.push({ index, label: labels[index], distance: Math.sqrt(squares) });
  }
  distances.sort((one, other) => one.distance - other.distance);
  for (const layer of [undefined, 'dense_0']) {
    const found = await session.nearest(input, { count: 7, layer });
    found.forEach(({ index, label, distance }, position) => {
      assert.deepEqual([index, label], [distances[position]?.index, distances[position]?.label]);
      close(distance, distances[position]?.distance ?? -1, 1e-5);
    });
    assert.equal(found.length, 7);
  }
  assert.equal((await session.nearest(input)).length, 5);
  assert.equal((await session.nearest(input, { count: 1000 })).length, 100);
  await rejects(session.nearest(input, { layer: 'dense_7' }), 'data', /dense_7/, 'layer');
  await rejects(session.nearest(input, { part: 'test' }), 'state', /test data/);
});

for (const workers of [1, 2]) {
  test(`statistics describe parameters, the last gradient and the last update, with workers: ${workers}`, async () => {
    const inkgrad = await load({ build: 'simd128', workers });
    const recorded = await inkgrad.Session.create(smallSpec({ l2: 0.01, clip_norm: 0.05 }));
    await recorded.setData('train', { inputs, labels });
    const before = await recorded.statistics();
    assert.deepEqual(
      before.parameters.map(({ gradient, update, gradientNorm, updateRatio }) => [
        gradient,
        update,
        gradientNorm,
        updateRatio,
      ]),
      Array(4).fill([null, null, null, null]),
    );
    assert.deepEqual(before.layers, [{ name: 'dense_0', dead: null, saturated: null }]);
    const [old] = await recorded.parameters();
    const { gradientNorm } = await recorded.step(1);
    const [now] = await recorded.parameters();
    const { parameters, layers } = await recorded.statistics();
    const [weight] = parameters;
    assert.equal(weight?.name, 'layers.0.weight');
    const values = [...(now?.data ?? [])];
    const mean = values.reduce((sum, value) => sum + value) / values.length;
    close(weight.mean, mean, 1e-5);
    close(
      weight.deviation,
      Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
      1e-5,
    );
    assert.deepEqual([weight.minimum, weight.maximum], [Math.min(...values), Math.max(...values)]);
    assert.deepEqual([weight.weight.edges.length, weight.weight.counts.length], [33, 32]);
    assert.equal(
      weight.weight.counts.reduce((sum, count) => sum + count),
      32,
    );
    const norm = Math.hypot(...parameters.map((row) => row.gradientNorm ?? Number.NaN));
    close(norm, gradientNorm, 1e-4);
    const size = (/** @type {number[]} */ list) => Math.hypot(...list);
    const update = values.map((value, at) => value - (old?.data[at] ?? 0));
    close(weight.updateRatio ?? -1, size(update) / size([...(old?.data ?? [])]), 1e-2);
    assert.ok(layers[0]?.dead !== null && layers[0]?.saturated === null);
    recorded.free();
  });
}

test('evaluate returns the loss of each sample with perSample; their mean is the loss', async () => {
  const { losses, loss, count } = await session.evaluate('train', { perSample: true });
  assert.equal(losses?.length, count);
  close((losses ?? []).reduce((sum, value) => sum + value, 0) / count, loss, 1e-5);
  assert.equal((await session.evaluate('train')).losses, undefined);
});

test('there is no confusion matrix for more than 1,024 classes', async () => {
  const wide = await Session.create(smallSpec({ layers: [{ kind: 'dense', units: 1025 }] }));
  await wide.setData('train', { inputs, labels });
  assert.equal((await wide.evaluate('train')).confusion, null);
  wide.free();
});
