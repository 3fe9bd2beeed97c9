/** @file The microscope over one step: every number that it explains is the package's own, for every preset and kind. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { defaultExperiment } from '../../www/shared/experiment.js';
import { applyPreset, presets } from '../../www/shared/presets/index.js';
import { exampleOf } from '../../www/worker/one-step/examples.js';
import { functions } from '../../www/worker/one-step/functions.js';
import { Microscope } from '../../www/worker/one-step/microscope.js';
import { nextBatch } from '../../www/worker/one-step/next-batch.js';
import { Saved } from '../../www/worker/one-step/saved.js';

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;
before(async () => {
  inkgrad = await load({ build: 'simd128' });
});

/** @param {number} count @param {number} seed */
function noise(count, seed) {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 < 0.6 ? 0 : state / 2 ** 32;
  });
}

/** @param {any} given @param {number} [count] @param {number} [steps] */
async function setup(given, count = 1, steps = 3) {
  const session = await inkgrad.Session.create({ ...given, early_stopping: undefined });
  const { spec } = session;
  const size = spec.input.reduce((/** @type {number} */ product, /** @type {number} */ length) => product * length, 1);
  const data = (/** @type {number} */ n) => {
    return { inputs: noise(n * size, 5), labels: Uint8Array.from({ length: n }, (_, at) => (7 * at + 3) % 10) };
  };
  await session.setData('train', { ...data(12), scale: 1 });
  await session.configure({ batch_size: 6 });
  await session.step(steps);
  const bytes = await session.save();
  const samples = { ...data(count), count };
  return { session, samples, bytes, microscope: new Microscope(inkgrad, bytes, samples) };
}

/** @param {number} found @param {number} expected @param {number} size @param {string} what */
function near(found, expected, size, what) {
  const limit = 2e-4 * Math.max(Math.abs(expected), size, 1e-6);
  assert.ok(Math.abs(found - expected) <= limit, `${what}: ${found} instead of ${expected}`);
}

/** @param {Iterable<number>} values */
const greatest = (values) => [...values].reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** @param {{ terms: { product: number }[], rest: { sum: number } }} sum */
const total = ({ terms, rest }) => terms.reduce((all, { product }) => all + product, rest.sum);

/** @param {any} forward @param {number} a @param {number} size @param {string} what */
function checkForward(forward, a, size, what) {
  near(forward.a, a, size, `${what}: a`);
  if (forward.form === 'weighted') {
    near(total(forward) + (forward.bias ?? 0) + (forward.position ?? 0), forward.z, size, `${what}: z`);
    const apply = functions[forward.activation]?.value;
    if (apply) near(apply(forward.z), a, size, `${what}: f(z)`);
  } else if (forward.form === 'maximum') near(forward.values[forward.chosen].x, a, size, what);
  else if (forward.form === 'mean') {
    const sum = forward.values.reduce(
      (/** @type {number} */ all, /** @type {any} */ { x }) => all + x,
      forward.rest.sum,
    );
    near(sum / forward.count, a, size, what);
  } else if (forward.form === 'norm') near(forward.normalised * forward.w + forward.b, a, size, what);
  else if (forward.form === 'copy') near(forward.x, a, size, what);
  else if (forward.form === 'function') near(functions[forward.activation]?.value(forward.x) ?? a, a, size, what);
  else if (forward.form === 'residual') near(forward.x + forward.inner, a, size, what);
  else if (forward.form === 'encoder') {
    near(forward.x + forward.attended + forward.mlp, a, size, what);
    for (const weights of forward.attention)
      near(
        weights.reduce((/** @type {number} */ all, /** @type {number} */ one) => all + one, 0),
        1,
        1,
        what,
      );
  } else assert.equal(forward.form, 'recurrent', what);
}

/**
 * Looks at some units of every layer and compares all that is said with the package.
 *
 * @param {any} spec
 * @param {string} what
 */
async function checkNetwork(spec, what) {
  const { session, samples, microscope } = await setup(spec);
  const activations = await session.activations(samples.inputs, { scale: 1 });
  const { loss, parameters } = await session.gradients(samples.inputs, samples.labels, { scale: 1 });
  const gradients = new Map(parameters.map((one) => [one.name, one.data]));
  const { layers } = await microscope.view({ layer: 0, unit: 0 });
  for (const [layer, { kind, parameters: count }] of layers.entries()) {
    const data = activations[layer]?.data ?? new Float32Array();
    const alive = data.indexOf(greatest(data));
    for (const unit of new Set([0, Math.floor(data.length * 0.7), data.length - 1, Math.max(0, alive)])) {
      const name = `${what}, layer ${layer} (${kind}), unit ${unit}`;
      const view = await microscope.view({ layer, unit });
      near(view.meanLoss, loss, 1, `${name}: loss`);
      near(view.loss.value, loss, 1, `${name}: its formula`);
      checkForward(view.forward, data[unit] ?? Number.NaN, greatest(data), name);
      const { backward, update } = view;
      if (backward.origin.from === 'weights') {
        const size = greatest(backward.origin.terms.map(({ product }) => product));
        near(total(backward.origin), backward.gradient, size, `${name}: ∂L/∂a`);
      }
      const through = backward.through;
      if (through?.slope != null)
        near(through.slope * backward.gradient, through.delta, Math.abs(backward.gradient), `${name}: δ`);
      for (const weight of through?.weights ?? []) {
        const all = gradients.get(`layers.${layer}.weight`) ?? new Float32Array();
        const row = update && update.index - view.weight;
        near(weight.all, all[Number(row) + weight.index] ?? Number.NaN, greatest(all), `${name}: ∂L/∂w`);
      }
      assert.equal(update === null, count === 0, name);
      if (update) checkUpdate(update, name);
    }
  }
}

/** @param {import('../../www/worker/one-step/update.js').Update} update @param {string} what */
function checkUpdate(update, what) {
  if (!update.trainable) return assert.equal(update.after, update.before, what);
  const change = Math.abs(update.after - update.before);
  const found = update.rule?.after ?? Number.NaN;
  const limit = 2e-3 * change + 3e-7 * Math.abs(update.before) + 1e-9;
  assert.ok(Math.abs(found - update.after) <= limit, `${what}: ${found} instead of ${update.after}`);
}

for (const preset of presets)
  test(`the preset ${preset.name}`, () => checkNetwork(applyPreset(preset, defaultExperiment()).spec, preset.name));

const small = {
  seed: 2,
  input: [1, 8, 8],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'sgd', learning_rate: 0.1 },
};
const flat = { kind: 'flatten' };
const dense = (/** @type {number} */ units, activation = 'linear') => ({ kind: 'dense', units, activation });

test('every activation, as a layer’s own and as a layer', async () => {
  for (const activation of [...Object.keys(functions), 'softmax']) {
    const layers = [flat, dense(12, activation), { kind: 'activation', function: activation }, dense(10)];
    await checkNetwork({ ...small, layers }, activation);
  }
});

test('convolutions with stride and padding, pooling and means', async () => {
  for (const pool of [
    { kind: 'max_pool2d', size: 2, stride: 1 },
    { kind: 'avg_pool2d', size: 2 },
  ])
    for (const padding of ['same', 'valid']) {
      const layers = [
        { kind: 'conv2d', filters: 4, kernel: 3, activation: 'tanh', padding },
        { kind: 'conv2d', filters: 3, kernel: 2, stride: 2, activation: 'relu', padding },
        pool,
        { kind: 'global_avg_pool2d' },
        dense(10),
      ];
      await checkNetwork({ ...small, layers }, `${pool.kind}, ${padding}`);
    }
});

test('recurrent layers and sequences of dense layers', async () => {
  for (const kind of ['rnn', 'lstm', 'gru']) {
    const layers = [
      { kind: 'rows' },
      dense(6, 'tanh'),
      { kind, units: 5, return_sequences: true },
      { kind, units: 4 },
      { kind: 'reshape', shape: [2, 2] },
      { kind: 'mean_pool' },
      dense(10),
    ];
    await checkNetwork({ ...small, layers }, kind);
  }
});

test('δ of every gate, where one time step is all', async () => {
  for (const kind of ['rnn', 'lstm', 'gru']) {
    const layers = [flat, { kind: 'reshape', shape: [2, 32] }, { kind, units: 3 }, dense(10)];
    const one = [flat, dense(6), { kind: 'reshape', shape: [1, 6] }, { kind, units: 3 }, dense(10)];
    const { session, samples, microscope } = await setup({ ...small, layers: one });
    const { parameters } = await session.gradients(samples.inputs, samples.labels, { scale: 1 });
    const bias = parameters.find(({ name }) => name === 'layers.3.bias_ih')?.data ?? new Float32Array();
    for (let unit = 0; unit < 3; unit += 1) {
      const { gates } = (await microscope.view({ layer: 3, unit })).backward;
      assert.equal(gates?.deltas.length, bias.length / 3);
      for (const [gate, delta] of (gates?.deltas ?? []).entries())
        near(delta, bias[gate * 3 + unit] ?? Number.NaN, greatest(bias), `${kind}, gate ${gate}`);
    }
    const earlier = await (await setup({ ...small, layers })).microscope.view({ layer: 2, unit: 0, step: 0 });
    assert.equal(earlier.backward.gates, null);
  }
});

test('a residual block, frozen layers, dropout and normalisation', async () => {
  const layers = [
    { kind: 'conv2d', filters: 4, kernel: 3 },
    { kind: 'batch_norm' },
    flat,
    { ...dense(8, 'relu'), trainable: false },
    { kind: 'residual', layers: [{ kind: 'layer_norm' }, dense(8, 'gelu'), { kind: 'dropout', rate: 0.5 }] },
    { kind: 'dropout', rate: 0.4 },
    { kind: 'layer_norm' },
    dense(10),
  ];
  await checkNetwork({ ...small, layers }, 'residual');
});

test('batch normalisation of features: one picture is looked at, a batch is stepped on', async () => {
  const spec = { ...small, layers: [flat, dense(6), { kind: 'batch_norm' }, dense(10)] };
  const one = await (await setup(spec)).microscope.view({ layer: 2, unit: 1 });
  assert.equal(one.needsBatch, true);
  assert.equal(one.update, null);
  assert.equal(one.forward.form, 'norm');
  const many = await (await setup(spec, 4)).microscope.view({ layer: 2, unit: 1 });
  assert.equal(many.needsBatch, false);
  if (many.update) checkUpdate(many.update, 'batch_norm');
  else assert.fail('there is no update');
});

test('no hidden layer, and the other losses', async () => {
  for (const kind of ['mse', 'half_squared_error', 'binary_cross_entropy', 'cross_entropy'])
    await checkNetwork({ ...small, loss: { kind }, layers: [flat, dense(10)] }, kind);
  const loss = { kind: 'cross_entropy', label_smoothing: 0.1 };
  await checkNetwork({ ...small, loss, layers: [flat, dense(10)] }, 'label smoothing');
});

test('numbers that are not finite are shown, and a step changes nothing', async () => {
  const { session, samples } = await setup({ ...small, layers: [flat, dense(6), dense(10)] });
  const parameters = await session.parameters();
  await session.setParameters(parameters.map((one) => ({ ...one, data: one.data.map((value) => value * 1e25) })));
  const microscope = new Microscope(inkgrad, await session.save(), samples);
  const view = await microscope.view({ layer: 1, unit: 0 });
  assert.equal(view.finite, false);
  assert.equal(view.update?.diverged, true);
  await microscope.forward();
  assert.equal((await microscope.view({ layer: 1, unit: 0 })).step, view.step);
});

test('every optimiser, with penalties, clipping and weight decay', async () => {
  const rated = { learning_rate: 0.01, weight_decay: 0.03 };
  const kinds = [
    { kind: 'sgd' },
    { kind: 'sgd', momentum: 0.9 },
    { kind: 'sgd', momentum: 0.9, nesterov: true },
    ...['adagrad', 'rmsprop', 'adam', 'adamw', 'adamax', 'lion'].map((kind) => ({ kind })),
  ];
  for (const optimizer of kinds) {
    const layers = [flat, dense(6, 'tanh'), dense(10)];
    const spec = { ...small, layers, optimizer: { ...optimizer, ...rated }, clip_norm: 0.5, l1: 0.001, l2: 0.002 };
    await checkNetwork(spec, JSON.stringify(optimizer));
  }
});

test('steps forward and back over a batch, and each weight by its number', async () => {
  const layers = [flat, dense(6, 'tanh'), dense(10)];
  const { session, samples, microscope } = await setup({ ...small, layers }, 5);
  const choice = { layer: 1, unit: 2, sample: 3, weight: 17 };
  const first = await microscope.view(choice);
  const { loss, parameters } = await session.gradients(samples.inputs, samples.labels, { scale: 1 });
  near(first.meanLoss, loss, 1, 'mean loss');
  near(first.update?.mean ?? 0, parameters[0]?.data[2 * 64 + 17] ?? 0, 1e-3, 'mean gradient');
  near(first.update?.gradient ?? 0, parameters[0]?.data[2 * 64 + 17] ?? 0, 1e-3, 'gradient of the step');
  await microscope.forward();
  const second = await microscope.view(choice);
  assert.equal(second.step, first.step + 1);
  assert.equal(second.back, 1);
  assert.equal(second.update?.before, first.update?.after);
  near(second.meanLoss, first.update?.lossAfter ?? 0, 1, 'loss after the step');
  microscope.back();
  assert.deepEqual(await microscope.view(choice), first);
});

test('the next batch is the one that the run takes', async () => {
  const count = 37;
  const labels = Float32Array.from({ length: count }, (_, at) => 1 / (at + 1));
  const session = await inkgrad.Session.create({
    ...{ seed: 9, input: [1], batch_size: 8, layers: [{ kind: 'dense', units: 1, bias: false, init: 'zeros' }] },
    loss: { kind: 'half_squared_error' },
    optimizer: { kind: 'sgd', learning_rate: 0 },
  });
  await session.setData('train', { inputs: new Float32Array(count), labels });
  for (let step = 0; step < 11; step += 1) {
    const indices = await nextBatch(inkgrad, new Saved(await session.save()), count);
    assert.equal(new Set(indices).size, step % 5 === 4 ? 5 : 8);
    // The output is 0: the loss tells which targets were taken.
    const expected = indices.reduce((sum, index) => sum + (labels[index] ?? 0) ** 2 / 2, 0) / indices.length;
    near((await session.step(1)).loss, expected, 0, `step ${step}`);
  }
});

test('the article’s examples have the golden numbers', async () => {
  const golden = JSON.parse(await readFile(new URL('../golden/article.json', import.meta.url), 'utf8'));
  for (const [at, name] of /** @type {const} */ (['relu', 'binary', 'softmax']).entries()) {
    const example = golden.examples[at];
    const { bytes, samples } = await exampleOf(inkgrad, name);
    const microscope = new Microscope(inkgrad, bytes, samples);
    const factor = name === 'binary' ? 3 : 1;
    for (let layer = 0; layer < 3; layer += 1) {
      for (let unit = 0; unit < 3; unit += 1) {
        for (let weight = 0; weight < 3; weight += 1) {
          const { forward, update, meanLoss } = await microscope.view({ layer, unit, weight });
          assert.equal(forward.form, 'weighted');
          near(meanLoss * factor, example.loss, 1, 'loss');
          near(forward.form === 'weighted' ? forward.z : 0, example.pre_activations[layer][unit], 1, 'z');
          near((update?.gradient ?? 0) * factor, example.grad_weights[layer][unit][weight], 1e-3, 'gradient');
          near(update?.after ?? 0, example.weights_after[layer][unit][weight], 1, 'after');
          near((update?.lossAfter ?? 0) * factor, example.loss_after, 1, 'loss after');
        }
      }
    }
  }
});
