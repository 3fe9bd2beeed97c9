/** @file Every member of a session. The golden tests check the numbers themselves. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { bits, rejects, smallData, smallSpec, throws } from './support.js';

const inkgrad = await load({ build: 'simd128' });
const { Session } = inkgrad;

/** @param {Partial<import('inkgrad').Spec>} [changes] */
async function trained(changes) {
  const session = await Session.create(smallSpec(changes));
  await session.setData('train', smallData());
  await session.setData('validation', smallData(40));
  return session;
}

test('spec has every default filled in, and is a copy', async () => {
  const session = await Session.create(smallSpec());
  const { spec } = session;
  assert.deepEqual(
    { version: spec.version, seed: spec.seed, batch: spec.batch_size, shuffle: spec.shuffle, l1: spec.l1, l2: spec.l2 },
    { version: 1, seed: 7, batch: 16, shuffle: true, l1: 0, l2: 0 },
  );
  assert.deepEqual(spec.layers[1], {
    kind: 'dense',
    units: 3,
    activation: 'linear',
    init: 'glorot_uniform',
    bias: true,
    name: 'dense_1',
    trainable: true,
  });
  assert.deepEqual(spec.schedule, { kind: 'constant' });
  assert.ok(!('early_stopping' in spec) && !('clip_norm' in spec));
  spec.layers.length = 0;
  assert.equal(session.spec.layers.length, 2);
  assert.deepEqual((await Session.create(session.spec)).spec, session.spec);
});

test('summary has a row a layer', async () => {
  const session = await Session.create(smallSpec());
  assert.deepEqual(session.summary(), [
    { name: 'dense_0', kind: 'dense', outputShape: [8], parameters: 40, multiplyAdds: 32 },
    { name: 'dense_1', kind: 'dense', outputShape: [3], parameters: 27, multiplyAdds: 24 },
  ]);
});

test('step returns a report', async () => {
  const session = await trained();
  const first = await session.step();
  assert.deepEqual(Object.keys(first), [
    'step',
    'epoch',
    'samples',
    'loss',
    'accuracy',
    'gradientNorm',
    'learningRate',
    'finished',
  ]);
  const { step, epoch, samples, learningRate, finished } = first;
  assert.deepEqual(
    { step, epoch, samples, learningRate, finished },
    { step: 1, epoch: 0.16, samples: 16, learningRate: 0.01, finished: null },
  );
  assert.ok(first.loss > 0.5 && first.loss < 3 && first.gradientNorm > 0);
  assert.ok(first.accuracy !== null && first.accuracy >= 0 && first.accuracy <= 1);
  // The last batch of an epoch holds the 4 that are left over.
  const rest = await session.step(6);
  assert.deepEqual([rest.step, rest.epoch, rest.samples], [7, 1, 84]);
  const trainedLong = await session.step(300);
  assert.ok(trainedLong.loss < first.loss / 2, `${first.loss} → ${trainedLong.loss}`);
});

test('zero steps give a report without samples', async () => {
  const session = await trained();
  const { step, samples, loss, accuracy } = await session.step(0);
  assert.deepEqual({ step, samples, loss, accuracy }, { step: 0, samples: 0, loss: Number.NaN, accuracy: null });
});

test('evaluate counts, and returns outputs only with perSample', async () => {
  const session = await trained();
  await session.step(200);
  const { loss, accuracy, count, confusion, ...rest } = await session.evaluate('train');
  assert.equal(count, 100);
  assert.ok(confusion instanceof Uint32Array && confusion.length === 9);
  const correct = confusion[0] + confusion[4] + confusion[8];
  assert.equal(accuracy, correct / 100);
  assert.equal(
    confusion.reduce((sum, value) => sum + value),
    100,
  );
  assert.ok(loss > 0);
  assert.deepEqual(rest, {});
  const { labels, inputs } = smallData();
  const rowSums = [0, 1, 2].map((row) => confusion.subarray(3 * row, 3 * row + 3).reduce((sum, value) => sum + value));
  assert.deepEqual(
    rowSums,
    [0, 1, 2].map((label) => labels.filter((found) => found === label).length),
  );
  const { outputs } = await session.evaluate('train', { perSample: true });
  assert.deepEqual(outputs, await session.predict(inputs));
});

test('regression has neither accuracy nor confusion', async () => {
  const session = await Session.create(smallSpec({ loss: { kind: 'mse' } }));
  const { inputs } = smallData(10);
  await session.setData('train', { inputs, labels: new Float32Array(30).fill(0.5) });
  assert.equal((await session.step(3)).accuracy, null);
  const { accuracy, confusion, count } = await session.evaluate('train');
  assert.deepEqual({ accuracy, confusion, count }, { accuracy: null, confusion: null, count: 10 });
});

test('predict returns probabilities; the default scale is that of the training data', async () => {
  const session = await Session.create(smallSpec());
  const { labels } = smallData();
  const inputs = new Uint8Array(400).map((_, index) => (index * 37) % 256);
  const unscaled = await session.predict(inputs);
  await session.setData('train', { inputs, labels, scale: 1 / 255 });
  const scaled = await session.predict(inputs);
  assert.equal(scaled.length, 300);
  for (let sample = 0; sample < 100; sample++) {
    const sum = scaled.subarray(3 * sample, 3 * sample + 3).reduce((total, value) => total + value);
    assert.ok(Math.abs(sum - 1) < 1e-5);
  }
  assert.notDeepEqual(scaled, unscaled);
  assert.deepEqual(await session.predict(inputs, { scale: 1 }), unscaled);
  assert.deepEqual(
    await session.predict(
      Float32Array.from(inputs, (value) => value * Math.fround(1 / 255)),
      { scale: 1 },
    ),
    scaled,
  );
});

test('activations end in the logits', async () => {
  const session = await Session.create(smallSpec());
  const input = smallData(1).inputs;
  const layers = await session.activations(input);
  assert.deepEqual(
    layers.map(({ name, shape }) => [name, shape]),
    [
      ['dense_0', [8]],
      ['dense_1', [3]],
    ],
  );
  assert.ok(layers[0].data.every((value) => value >= 0));
  const powers = layers[1].data.map(Math.exp);
  const sum = powers.reduce((total, value) => total + value);
  const probabilities = await session.predict(input);
  powers.forEach((power, index) => {
    assert.ok(Math.abs(power / sum - probabilities[index]) < 1e-5);
  });
  await rejects(session.activations(smallData(2).inputs), 'shape', /^input: expected 4 values, one sample/, 'input');
});

test('gradients agree with finite differences of the loss, and do not change the session', async () => {
  const session = await trained();
  const before = await bits(session);
  const { inputs, labels } = smallData(5);
  const gradients = await session.gradients(inputs, labels);
  assert.equal(gradients.input.length, 20);
  assert.deepEqual(
    gradients.parameters.map(({ name, shape }) => [name, shape]),
    [
      ['layers.0.weight', [8, 4]],
      ['layers.0.bias', [8]],
      ['layers.1.weight', [3, 8]],
      ['layers.1.bias', [3]],
    ],
  );
  assert.deepEqual(await bits(session), before);
  const width = 1e-2;
  for (const index of [0, 7, 19]) {
    const shifted = (/** @type {number} */ by) => inputs.map((value, at) => (at === index ? value + by : value));
    const upper = (await session.gradients(shifted(width), labels)).loss;
    const lower = (await session.gradients(shifted(-width), labels)).loss;
    assert.ok(Math.abs((upper - lower) / (2 * width) - gradients.input[index]) < 1e-3);
  }
});

test('all or some parameters can be set', async () => {
  const [one, two] = [await trained(), await trained({ seed: 8 })];
  assert.notDeepEqual(await bits(one), await bits(two));
  await two.setParameters(await one.parameters());
  assert.deepEqual(await bits(two), await bits(one));
  await two.setParameters([{ name: 'layers.1.bias', shape: [3], data: Float32Array.of(1, 2, 3) }]);
  const [weight, , , bias] = await two.parameters();
  assert.deepEqual(bias, { name: 'layers.1.bias', shape: [3], data: Float32Array.of(1, 2, 3) });
  assert.deepEqual(weight, (await one.parameters())[0]);
});

test('configure changes a session in training, completely or not at all', async () => {
  const session = await trained();
  await session.step(3);
  await session.configure({ optimizer: { learning_rate: 0.5 }, batch_size: 8, layers: { 0: { trainable: false } } });
  const { spec } = session;
  assert.deepEqual([spec.optimizer.kind, spec.optimizer.learning_rate, spec.batch_size], ['adam', 0.5, 8]);
  assert.equal(spec.layers[0].trainable, false);
  const [before] = await session.parameters();
  const { samples, learningRate } = await session.step(2);
  assert.deepEqual([samples, learningRate], [16, 0.5]);
  assert.deepEqual((await session.parameters())[0], before);
  const invalid = { batch_size: 4, l2: -1 };
  await rejects(session.configure(invalid), 'spec', 'l2: expected a number of at least 0, found -1', 'l2');
  assert.deepEqual(session.spec, spec);
  await rejects(session.configure(/** @type {any} */ ({ input: [5] })), 'spec', /cannot/, 'input');
});

test('reset restarts from the same seed or another', async () => {
  const session = await trained();
  const start = await bits(session);
  await session.step(10);
  const after = await bits(session);
  await session.reset();
  assert.deepEqual(await bits(session), start);
  assert.equal((await session.step(10)).step, 10);
  assert.deepEqual(await bits(session), after);
  await session.reset(8);
  assert.equal(session.spec.seed, 8);
  assert.notDeepEqual(await bits(session), start);
});

test('new training data replace the old and discard the current epoch', async () => {
  const session = await trained();
  await session.step(10);
  await session.setData('train', smallData(50));
  const { epoch, samples } = await session.step(1);
  assert.deepEqual([epoch, samples], [1 + 16 / 50, 16]);
});

test('warm-up steps count, warm-up epochs do not', async () => {
  const session = await Session.create(smallSpec({ schedule: { kind: 'step', every: 1, factor: 0.5 } }));
  await session.setData('train', { ...smallData(20), warmup: true });
  const warm = await session.step(7);
  assert.deepEqual([warm.step, warm.epoch, warm.learningRate], [7, 0, 0.01]);
  await session.setData('train', smallData());
  const { step, epoch, learningRate } = await session.step(2);
  assert.deepEqual([step, epoch, learningRate], [9, 0.32, 0.005]);
});

test('a run that diverges stops, and continues after configure and reset', async () => {
  const session = await trained({ optimizer: { kind: 'sgd', learning_rate: 1e30 } });
  const report = await session.step(50);
  assert.equal(report.finished, 'diverged');
  assert.equal((await session.step(50)).step, report.step);
  assert.ok((await session.parameters()).every(({ data }) => data.every(Number.isFinite)));
  await session.configure({ optimizer: { kind: 'sgd', learning_rate: 0.01 } });
  await session.reset();
  assert.equal((await session.step(3)).finished, null);
});

test('early stopping ends a call of step', async () => {
  const session = await trained({ early_stopping: { patience: 2, min_delta: 10 } });
  const report = await session.step(1000);
  assert.equal(report.finished, 'early_stopping');
  assert.equal(report.epoch, 3);
  const { session: without } = { session: await Session.create(session.spec) };
  await without.setData('train', smallData());
  await rejects(without.step(), 'state', /validation data/);
});

test('calls on a freed session fail', async () => {
  const session = await trained();
  session.free();
  session.free();
  const freed = 'the session was freed; create or load another';
  throws(() => session.spec, 'state', freed);
  throws(() => session.backend, 'state', freed);
  throws(() => session.summary(), 'state', freed);
  const { inputs, labels } = smallData(2);
  for (const call of [
    session.setData('train', smallData()),
    session.step(),
    session.evaluate('train'),
    session.predict(inputs),
    session.activations(inputs),
    session.gradients(inputs, labels),
    session.parameters(),
    session.setParameters([]),
    session.configure({}),
    session.save(),
    session.reset(),
  ]) {
    await rejects(call, 'state', freed);
  }
});

test('Symbol.dispose frees the session', { skip: !Symbol.dispose && 'no Symbol.dispose' }, async () => {
  const session = await trained();
  session[Symbol.dispose]();
  await rejects(session.step(), 'state', /freed/);
});

test('a session is created by create or load only', () => {
  throws(() => new /** @type {any} */ (Session)(), 'state', /Session\.create\(spec\) or Session\.load\(bytes\)/);
});
