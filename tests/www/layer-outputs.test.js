/** @file The queries `layer-outputs` and `weights` against the package: attention, states, probabilities, parameters. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { dataSets } from '../../www/shared/data-sets.js';
import { Predictor } from '../../www/shared/predictor.js';
import { Analysis } from '../../www/worker/analysis.js';
import { predictionQueries } from '../../www/worker/queries/index.js';

/**
 * @typedef {import('../../www/shared/answers.js').LayerOutputs} LayerOutputs
 * @typedef {import('../../www/shared/answers.js').LayerOutput} LayerOutput
 */

const control = /** @type {any} */ ({ signal: new AbortController().signal, turn: async () => true });

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;
before(async () => {
  inkgrad = await load({ build: 'simd128' });
});

/** @param {any[]} layers */
async function setup(layers) {
  const spec = /** @type {any} */ ({
    seed: 5,
    input: [1, 8, 8],
    layers,
    loss: { kind: 'cross_entropy' },
    optimizer: { kind: 'sgd', learning_rate: 0.1 },
  });
  const predictor = await Predictor.open(inkgrad, spec, dataSets.digits);
  const parameters = (await predictor.session.parameters()).map((parameter, row) => ({
    ...parameter,
    data: parameter.data.map((value, at) => value + 0.2 * Math.sin(3 * row + at)),
  }));
  predictor.queueWeights({ step: 7, parameters });
  await predictor.applyQueued();
  const analysis = new Analysis(inkgrad, predictor, /** @type {any} */ ({ dataSet: dataSets.digits }));
  const input = Float32Array.from({ length: 64 }, (_, at) => Math.abs(Math.sin(at)));
  return { predictor, context: { predictor, analysis, input, generation: 1, isCurrent: () => true } };
}

/**
 * @param {string} name
 * @param {any} context
 * @param {Record<string, unknown>} [params]
 * @returns {Promise<any>}
 */
async function ask(name, context, params = {}) {
  const answer = await predictionQueries[name]?.(context, params, control);
  return Object(answer).value;
}

test('what every layer gives, and the probabilities, are the package’s', async () => {
  const { predictor, context } = await setup([
    { kind: 'conv2d', filters: 3, kernel: 3, activation: 'relu' },
    { kind: 'flatten' },
    { kind: 'dense', units: 10 },
  ]);
  const outputs = /** @type {LayerOutputs} */ (await ask('layer-outputs', context));
  const expected = await predictor.session.activations(context.input, { scale: 1 });
  assert.deepEqual(
    outputs.layers.map(({ name, shape, values }) => ({ name, shape, data: values })),
    expected,
  );
  assert.deepEqual(outputs.probabilities, await predictor.session.predict(context.input, { scale: 1 }));
  assert.deepEqual([outputs.step, outputs.generation, outputs.input], [7, 1, context.input]);
  assert.notEqual(outputs.input, context.input, 'a copy goes to the page');
});

test('without a drawing there are no layers; of one that is no longer the newest there is no answer', async () => {
  const { context } = await setup([{ kind: 'flatten' }, { kind: 'dense', units: 10 }]);
  const empty = await ask('layer-outputs', { ...context, input: null });
  assert.deepEqual([empty.input, empty.layers], [null, []]);
  const query = predictionQueries['layer-outputs'];
  assert.equal(await query?.({ ...context, isCurrent: () => false }, {}, control), null);
});

test('the rest of the layer applied to the attention weights gives the package’s output', async () => {
  const { predictor, context } = await setup([
    { kind: 'patches', size: 2, units: 12 },
    { kind: 'transformer_encoder', heads: 3, hidden: 8, activation: 'relu' },
    { kind: 'mean_pool' },
    { kind: 'dense', units: 10 },
  ]);
  const { layers } = /** @type {LayerOutputs} */ (await ask('layer-outputs', context));
  const [patches, encoder] = /** @type {[LayerOutput, LayerOutput]} */ (layers);
  const attention = /** @type {NonNullable<LayerOutput['attention']>} */ (encoder.attention);
  assert.deepEqual([attention.heads, attention.tokens], [3, 16]);
  const read = (/** @type {string} */ own) => /** @type {Float32Array} */ (predictor.weights.get(`layers.1.${own}`));
  const expected = encoderOutput([...patches.values], attention, read);
  expected.forEach((value, at) => {
    assert.ok(Math.abs(value - Number(encoder.values[at])) < 1e-4, `${at}: ${value}, ${encoder.values[at]}`);
  });
});

for (const kind of ['rnn', 'gru', 'lstm']) {
  test(`the last state of ${kind} is its output, and every state is that of a network that gives all`, async () => {
    const { context } = await setup([{ kind: 'rows' }, { kind, units: 5 }, { kind: 'dense', units: 10 }]);
    const outputs = /** @type {LayerOutputs} */ (await ask('layer-outputs', context));
    const recurrent = /** @type {LayerOutput} */ (outputs.layers[1]);
    const states = /** @type {NonNullable<LayerOutput['states']>} */ (recurrent.states);
    assert.deepEqual([states.steps, states.units, states.values.length], [8, 5, 40]);
    states.values.subarray(35).forEach((value, at) => {
      assert.ok(Math.abs(value - Number(recurrent.values[at])) < 1e-6);
    });
    const sequences = await setup([
      { kind: 'rows' },
      { kind, units: 5, return_sequences: true },
      { kind: 'mean_pool' },
      { kind: 'dense', units: 10 },
    ]);
    const whole = /** @type {LayerOutputs} */ (await ask('layer-outputs', sequences.context));
    const all = /** @type {LayerOutput} */ (whole.layers[1]);
    assert.deepEqual(all.states?.values, all.values, 'a layer that gives every state tells them itself');
    assert.deepEqual(states.values, all.values);
  });
}

test('weights: the parameters, a stretch of one, and its sizes', async () => {
  const { predictor, context } = await setup([{ kind: 'flatten' }, { kind: 'dense', units: 10 }]);
  const [weight] = predictor.parameters;
  const listed = await ask('weights', context);
  assert.deepEqual(listed.parameters, [
    { name: 'layers.1.weight', shape: [10, 64] },
    { name: 'layers.1.bias', shape: [10] },
  ]);
  assert.deepEqual([listed.name, listed.values.length, listed.step], ['layers.1.weight', 0, 7]);
  const part = await ask('weights', context, { name: 'layers.1.weight', from: 64, count: 128 });
  assert.deepEqual(part.values, weight?.data.slice(64, 192));
  assert.equal(part.largest, Math.max(...(weight?.data ?? []).map(Math.abs)));
  const bias = await ask('weights', context, { name: 'layers.1.bias', count: 10 });
  const squares = [...bias.values].reduce((sum, value) => sum + value ** 2, 0);
  assert.ok(Math.abs(bias.rootMeanSquare - Math.sqrt(squares / 10)) < 1e-9);
});

/**
 * The rest of a pre-norm encoder layer with ReLU, in plain arithmetic.
 *
 * @param {number[]} x tokens × features
 * @param {NonNullable<LayerOutput['attention']>} attention
 * @param {(own: string) => Float32Array} read a parameter of the layer
 * @returns {number[]}
 */
function encoderOutput(x, { heads, tokens, weights }, read) {
  const features = x.length / tokens;
  const width = features / heads;
  const normal = normalised(x, read('norm1.weight'), read('norm1.bias'));
  const projected = linear(normal, read('attention.in_proj.weight'), read('attention.in_proj.bias'), features);
  const context = x.map((_, at) => {
    const [token, feature] = [Math.floor(at / features), at % features];
    const head = Math.floor(feature / width);
    let sum = 0;
    for (let other = 0; other < tokens; other += 1) {
      const weight = Number(weights[(head * tokens + token) * tokens + other]);
      sum += weight * Number(projected[other * 3 * features + 2 * features + feature]);
    }
    return sum;
  });
  const mixed = linear(context, read('attention.out_proj.weight'), read('attention.out_proj.bias'), features);
  const middle = x.map((value, at) => value + Number(mixed[at]));
  const second = normalised(middle, read('norm2.weight'), read('norm2.bias'));
  const hidden = linear(second, read('mlp.0.weight'), read('mlp.0.bias'), features).map((value) => Math.max(0, value));
  const last = linear(hidden, read('mlp.1.weight'), read('mlp.1.bias'), read('mlp.0.bias').length);
  return middle.map((value, at) => value + Number(last[at]));
}

/**
 * @param {number[]} x
 * @param {Float32Array} weight outputs × inputs
 * @param {Float32Array} bias
 * @param {number} inputs
 * @returns {number[]}
 */
function linear(x, weight, bias, inputs) {
  return Array.from({ length: (x.length / inputs) * bias.length }, (_, at) => {
    const [row, output] = [Math.floor(at / bias.length), at % bias.length];
    let sum = Number(bias[output]);
    for (let input = 0; input < inputs; input += 1) {
      sum += Number(x[row * inputs + input]) * Number(weight[output * inputs + input]);
    }
    return sum;
  });
}

/**
 * @param {number[]} x
 * @param {Float32Array} scale
 * @param {Float32Array} shift
 * @returns {number[]}
 */
function normalised(x, scale, shift) {
  return x.map((value, at) => {
    const from = at - (at % scale.length);
    const row = x.slice(from, from + scale.length);
    const mean = row.reduce((sum, one) => sum + one, 0) / row.length;
    const variance = row.reduce((sum, one) => sum + (one - mean) ** 2, 0) / row.length;
    return ((value - mean) / Math.sqrt(variance + 1e-5)) * Number(scale[at - from]) + Number(shift[at - from]);
  });
}
