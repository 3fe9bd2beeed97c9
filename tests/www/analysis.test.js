/** @file A copy of the network for queries: its weights are those of the moment, and its features the network's own. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { dataSets } from '../../www/shared/data-sets.js';
import { Predictor } from '../../www/shared/predictor.js';
import { Analysis } from '../../www/worker/analysis.js';

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;
before(async () => {
  inkgrad = await load({ build: 'simd128' });
});

/** @param {any[]} layers */
async function setup(layers) {
  const spec = /** @type {any} */ ({
    seed: 3,
    input: [1, 8, 8],
    layers,
    loss: { kind: 'cross_entropy' },
    optimizer: { kind: 'sgd', learning_rate: 0.1 },
  });
  const predictor = await Predictor.open(inkgrad, spec, dataSets.digits);
  const apply = async (/** @type {number} */ step) => {
    const parameters = await predictor.session.parameters();
    predictor.queueWeights({
      step,
      parameters: parameters.map((one) => ({ ...one, data: one.data.slice().fill(step) })),
    });
    await predictor.applyQueued();
  };
  await apply(1);
  const inputs = Uint8Array.from({ length: 3 * 64 }, (_, at) => at % 17);
  const part = { inputs, labels: Uint8Array.of(0, 1, 2) };
  const source = /** @type {any} */ ({ dataSet: dataSets.digits, part: async () => part });
  return { predictor, apply, part, analysis: new Analysis(inkgrad, predictor, source) };
}

const layers = [{ kind: 'flatten' }, { kind: 'dense', units: 5, activation: 'relu' }, { kind: 'dense', units: 10 }];

test('work sees the weights of the moment at which it begins', async () => {
  const { analysis, apply } = await setup(layers);
  const first = () => analysis.use(async ({ session, step }) => [step, (await session.parameters())[0]?.data[0]]);
  assert.deepEqual(await first(), [1, 1]);
  await apply(2);
  assert.deepEqual(await first(), [2, 2]);
});

test('features are what the last layer with parameters is given', async () => {
  const { analysis, part, predictor } = await setup(layers);
  const { values, size } = await analysis.use(({ session }) => analysis.features(session, part.inputs, 1 / 16));
  assert.equal(size, 5);
  const input = Float32Array.from(part.inputs.subarray(64, 128), (value) => value / 16);
  const activations = await predictor.session.activations(input, { scale: 1 });
  assert.deepEqual(values.slice(5, 10), activations[1]?.data);
});

test('without hidden layers the features are the scaled pictures', async () => {
  const { analysis, part } = await setup([{ kind: 'flatten' }, { kind: 'dense', units: 10 }]);
  const { values, size } = await analysis.use(({ session }) => analysis.features(session, part.inputs, 1 / 16));
  assert.equal(size, 64);
  assert.deepEqual(
    values,
    Float32Array.from(part.inputs, (value) => Math.fround(value * Math.fround(1 / 16))),
  );
});

test('after the network was replaced, work is refused', async () => {
  const { analysis } = await setup(layers);
  analysis.free();
  await assert.rejects(
    analysis.use(async () => 1),
    /replaced/,
  );
});
