/** @file The microscope over one step: every number that it explains is the package's own, for every preset and kind. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultExperiment } from '../../www/shared/experiment.js';
import { applyPreset, presets } from '../../www/shared/presets/index.js';
import { functions } from '../../www/worker/one-step/functions.js';
import { checkNetwork, dense, flat, greatest, near, setup, small } from './one-step-checks.js';

for (const preset of presets)
  test(`the preset ${preset.name}`, () => checkNetwork(applyPreset(preset, defaultExperiment()).spec, preset.name));

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

test('no hidden layer, and the other losses', async () => {
  for (const kind of ['mse', 'half_squared_error', 'binary_cross_entropy', 'cross_entropy'])
    await checkNetwork({ ...small, loss: { kind }, layers: [flat, dense(10)] }, kind);
  const loss = { kind: 'cross_entropy', label_smoothing: 0.1 };
  await checkNetwork({ ...small, loss, layers: [flat, dense(10)] }, 'label smoothing');
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
