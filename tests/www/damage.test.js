/** @file What is broken in the copy of a network: noise, layers that give zeros, dropped units, and the drawing. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { dataSets } from '../../www/shared/data-sets.js';
import { Predictor } from '../../www/shared/predictor.js';
import { Analysis } from '../../www/worker/analysis.js';
import { damagedInput } from '../../www/worker/damage/drawing.js';
import { breakageOf } from '../../www/worker/damage/index.js';
import { partsOf } from '../../www/worker/damage/parts.js';
import { deviation, weightDamage } from '../../www/worker/damage/weights.js';
import { brokenAccuracy } from '../../www/worker/queries/broken-accuracy.js';

const INTACT = { noise: 0, layer: null, dropped: 0, right: 0, down: 0, grain: 0 };

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;
before(async () => {
  inkgrad = await load({ build: 'simd128' });
});

/** @type {Record<string, any[]>} */
const networks = {
  dense: [{ kind: 'flatten' }, { kind: 'dense', units: 24, activation: 'relu' }, { kind: 'dense', units: 10 }],
  sigmoid: [{ kind: 'flatten' }, { kind: 'dense', units: 24, activation: 'sigmoid' }, { kind: 'dense', units: 10 }],
  softplus: [
    { kind: 'flatten' },
    { kind: 'dense', units: 24 },
    { kind: 'batch_norm' },
    { kind: 'activation', function: 'softplus' },
    { kind: 'dense', units: 10 },
  ],
  convolutional: [
    { kind: 'conv2d', filters: 6, kernel: 3, activation: 'tanh' },
    { kind: 'batch_norm' },
    { kind: 'max_pool2d', size: 2 },
    { kind: 'flatten' },
    { kind: 'batch_norm' },
    { kind: 'dense', units: 10 },
  ],
  lstm: [{ kind: 'rows' }, { kind: 'lstm', units: 7 }, { kind: 'dense', units: 10 }],
  gru: [{ kind: 'rows' }, { kind: 'gru', units: 7 }, { kind: 'dense', units: 10 }],
  rnn: [{ kind: 'rows' }, { kind: 'rnn', units: 7 }, { kind: 'dense', units: 10 }],
  transformer: [
    { kind: 'patches', size: 4, units: 8 },
    { kind: 'transformer_encoder', heads: 2, hidden: 12 },
    { kind: 'mean_pool' },
    { kind: 'dense', units: 10 },
  ],
  residual: [
    { kind: 'flatten' },
    { kind: 'residual', layers: [{ kind: 'dense', units: 64, activation: 'relu' }] },
    { kind: 'dense', units: 10 },
  ],
};

/** @param {any[]} layers */
async function sessionOf(layers) {
  const session = await inkgrad.Session.create(
    /** @type {any} */ ({
      seed: 5,
      input: [1, 8, 8],
      layers,
      loss: { kind: 'cross_entropy' },
      optimizer: { kind: 'sgd', learning_rate: 0.1 },
    }),
  );
  // Every number is another one than 0.
  const parameters = await session.parameters();
  await session.setParameters(
    parameters.map((one) => ({ ...one, data: one.data.map((value, at) => value + 0.01 + (at % 5) / 100) })),
  );
  return session;
}

const picture = Float32Array.from({ length: 64 }, (_, at) => ((at * 7) % 17) / 16);

for (const [name, layers] of Object.entries(networks)) {
  test(`${name}: a zeroed layer gives zeros, and the given weights stay`, async () => {
    const session = await sessionOf(layers);
    const weights = await session.parameters();
    const before = weights.map(({ data }) => data.slice());
    for (const [at, { kind, parameters }] of session.summary().entries()) {
      if (parameters === 0 || ['batch_norm', 'transformer_encoder', 'residual'].includes(kind)) continue;
      const damaged = weightDamage(session.spec.layers, { ...INTACT, layer: at })(weights);
      await session.setParameters(damaged);
      const outputs = await session.activations(picture, { scale: 1 });
      assert.ok(
        outputs[at]?.data.every((value) => value === 0),
        `layer ${at}: ${outputs[at]?.data.slice(0, 5)}`,
      );
    }
    assert.deepEqual(
      weights.map(({ data }) => data),
      before,
    );
  });

  test(`${name}: dropped units give nothing, and all of them leave the picture without effect`, async () => {
    const session = await sessionOf(layers);
    const weights = await session.parameters();
    const hidden = partsOf(session.spec.layers, weights).slice(0, -1);
    assert.ok(hidden.length > 0 && hidden.every(({ units }) => units > 0));
    await session.setParameters(weightDamage(session.spec.layers, { ...INTACT, dropped: 1 })(weights));
    const other = picture.map((value) => 1 - value);
    const [one, two] = [await session.predict(picture, { scale: 1 }), await session.predict(other, { scale: 1 })];
    // What goes around the units of a residual still comes through.
    if (name === 'residual') assert.notDeepEqual(one, two);
    else assert.deepEqual(one, two);
  });
}

test('a share of the units is dropped, the same ones at every step, and more of them with a greater share', async () => {
  const session = await sessionOf(networks.dense ?? []);
  const weights = await session.parameters();
  const offAt = async (/** @type {number} */ dropped) => {
    await session.setParameters(weightDamage(session.spec.layers, { ...INTACT, dropped })(weights));
    const data = (await session.activations(picture, { scale: 1 }))[1]?.data ?? new Float32Array();
    return [...data].flatMap((value, unit) => (value === 0 ? [unit] : []));
  };
  const [none, some, again, more] = [await offAt(0), await offAt(0.3), await offAt(0.3), await offAt(0.7)];
  assert.deepEqual(some, again);
  assert.ok(none.length < some.length && some.length < more.length && more.length < 24, `${none} ${some} ${more}`);
  assert.ok(some.every((unit) => more.includes(unit)));
});

test('noise is in deviations of each parameter, does not change from step to step, and spares what was measured', async () => {
  const layers = networks.convolutional ?? [];
  const session = await sessionOf(layers);
  const weights = await session.parameters();
  const wide = weights.map((one) => ({ ...one, data: one.data.map((value) => 10 * value) }));
  const damage = weightDamage(session.spec.layers, { ...INTACT, noise: 0.5 });
  const [once, twice, scaled] = [damage(weights), damage(weights), damage(wide)];
  assert.deepEqual(once, twice);
  for (const [at, { name, data }] of weights.entries()) {
    const added = once[at]?.data.map((value, index) => value - (data[index] ?? 0)) ?? new Float32Array();
    if (name.includes('running_')) assert.ok(added.every((value) => value === 0));
    else if (data.length > 100) assert.ok(Math.abs(deviation(added) / deviation(data) - 0.5) < 0.08, name);
    // Ten times the weights, ten times the noise.
    for (const [index, value] of (scaled[at]?.data ?? []).entries())
      assert.ok(
        Math.abs(value - 10 * (once[at]?.data[index] ?? 0)) < 1e-4 * Math.max(1, Math.abs(value)) ||
          name.includes('running_'),
      );
  }
});

test('a drawing is shifted without wrapping, and its noise is the same every time', () => {
  const input = new Float32Array(12);
  input[5] = 1;
  const shape = [1, 3, 4];
  const at = (/** @type {Float32Array} */ values) =>
    [...values].flatMap((value, index) => (value === 1 ? [index] : []));
  assert.deepEqual(at(damagedInput(input, shape, { right: 2, down: 1, grain: 0 })), [11]);
  assert.deepEqual(at(damagedInput(input, shape, { right: -1, down: -1, grain: 0 })), [0]);
  assert.deepEqual(at(damagedInput(input, shape, { right: 3, down: 0, grain: 0 })), []);
  const grain = { right: 0, down: 0, grain: 0.4 };
  const noisy = damagedInput(picture, [1, 8, 8], grain);
  assert.deepEqual(noisy, damagedInput(picture, [1, 8, 8], grain));
  assert.notDeepEqual(noisy, damagedInput(picture, [1, 8, 8], grain, 1));
  assert.ok(noisy.every((value) => value >= 0 && value <= 1));
  assert.equal(input[5], 1);
});

test('a row of a table gets noise beyond the range of ink', () => {
  const row = Float32Array.of(-2, 0.5, 3, -0.1);
  const noisy = damagedInput(row, [4], { right: 0, down: 0, grain: 0.5 });
  assert.ok(Math.min(...noisy) < -1 && Math.max(...noisy) > 2, `${noisy}`);
  assert.notDeepEqual(noisy, row);
});

test('where a number is predicted, R² of the broken copy stands beside the intact one', async () => {
  const columns = /** @type {import('../../www/shared/data-sets.js').DataSet} */ ({
    ...{ name: 'own-rows', shape: [2], classes: 0, scale: 1 },
  });
  const session = await inkgrad.Session.create({
    input: [2],
    layers: [{ kind: 'dense', units: 1 }],
    loss: { kind: 'mse' },
    optimizer: { kind: 'adam', learning_rate: 0.05 },
  });
  const inputs = Float32Array.from({ length: 200 }, (_, at) => ((at * 37) % 19) / 9 - 1);
  const labels = Float32Array.from({ length: 100 }, (_, at) => Number(inputs[2 * at]) - 2 * Number(inputs[2 * at + 1]));
  await session.setData('train', { inputs, labels });
  await session.step(400);
  const predictor = await Predictor.open(inkgrad, session.spec, columns);
  predictor.queueWeights({ step: 400, parameters: await session.parameters() });
  await predictor.applyQueued();
  const source = /** @type {any} */ ({ dataSet: columns, part: async () => ({ inputs, labels }) });
  const analysis = new Analysis(inkgrad, predictor, source);
  const control = { signal: new AbortController().signal, deadline: 0, now: () => 0, turn: async () => true };
  const damage = { ...INTACT, layer: 0 };
  const found = /** @type {any} */ (await brokenAccuracy(/** @type {any} */ ({ analysis }), { damage }, control));
  assert.ok(found.intact > 0.99, `${found.intact}`);
  assert.ok(found.broken <= 0, `${found.broken}`);
});

test('the accuracy of the broken copy stands beside the intact one, and the copy is mended afterwards', async () => {
  const layers = networks.dense ?? [];
  const session = await sessionOf(layers);
  const inputs = Uint8Array.from({ length: 300 * 64 }, (_, at) => ((at % 64) * (1 + (Math.floor(at / 64) % 10))) % 17);
  const labels = Uint8Array.from({ length: 300 }, (_, at) => at % 10);
  const part = { inputs, labels };
  await session.setData('train', { ...part, scale: 1 / 16 });
  await session.step(400);
  const predictor = await Predictor.open(inkgrad, session.spec, dataSets.digits);
  const weights = await session.parameters();
  predictor.queueWeights({ step: 400, parameters: weights });
  await predictor.applyQueued();
  const analysis = new Analysis(
    inkgrad,
    predictor,
    /** @type {any} */ ({ dataSet: dataSets.digits, part: async () => part }),
  );
  const { signal } = new AbortController();
  const control = { signal, deadline: 0, now: () => 0, turn: async () => true };
  const damage = { ...INTACT, noise: 1, grain: 0.2 };
  const ask = () => brokenAccuracy(/** @type {any} */ ({ analysis }), { damage }, control);
  const found = /** @type {any} */ (await ask());
  const intact = (await session.evaluate('train')).accuracy ?? 0;
  assert.ok(Math.abs(found.intact - intact) < 1e-6 && found.broken < intact, JSON.stringify({ found, intact }));
  assert.deepEqual([found.step, found.samples], [400, 300]);
  assert.deepEqual(await ask(), found);
  const copy = await analysis.use(({ session: own }) => own.parameters());
  assert.deepEqual(copy, weights);
  // By hand, picture by picture.
  const breakage = breakageOf(damage, session.spec.layers, [1, 8, 8]);
  await session.setParameters(breakage.weights(weights));
  let right = 0;
  for (const [at, label] of labels.entries()) {
    const given = Float32Array.from(inputs.subarray(64 * at, 64 * at + 64), (value) => value / 16);
    const outputs = await session.predict(breakage.input(given, at), { scale: 1 });
    if (outputs.indexOf(Math.max(...outputs)) === label) right += 1;
  }
  assert.ok(Math.abs(found.broken - right / 300) < 0.01, `${found.broken} ${right / 300}`);
});
