/** @file The queries of the tab "Why": explanations and neighbours are the package's, changes of ink move the answer. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { dataSets } from '../../www/shared/data-sets.js';
import { Predictor } from '../../www/shared/predictor.js';
import { Analysis } from '../../www/worker/analysis.js';
import { Answer } from '../../www/worker/answer.js';
import { ENOUGH } from '../../www/worker/ink-change.js';
import { predictionQueries } from '../../www/worker/queries/index.js';

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;
before(async () => {
  inkgrad = await load({ build: 'simd128' });
});

const SIZE = 64;
const CLASSES = 10;
const SAMPLES = 600;

/** Class k is a bar in row k of 8, or in column k − 8, with some noise. */
function bars() {
  let random = 1;
  const noise = () => {
    random = (random * 48271) % 2147483647;
    return random % 4;
  };
  const labels = Uint8Array.from({ length: SAMPLES }, (_, at) => at % CLASSES);
  const inputs = Uint8Array.from({ length: SAMPLES * SIZE }, (_, at) => {
    const [sample, row, column] = [Math.floor(at / SIZE), Math.floor((at % SIZE) / 8), at % 8];
    const label = labels[sample] ?? 0;
    return (label < 8 ? row === label : column === label - 8) ? 12 + noise() : noise();
  });
  return { inputs, labels };
}

/** @param {{ loss?: string, layers?: any[] }} [changes] */
async function setup({ loss = 'cross_entropy', layers } = {}) {
  const spec = /** @type {any} */ ({
    seed: 5,
    input: [1, 8, 8],
    layers: layers ?? [
      { kind: 'flatten' },
      { kind: 'dense', units: 24, activation: 'relu' },
      { kind: 'dense', units: 10 },
    ],
    loss: { kind: loss },
    optimizer: { kind: 'adam', learning_rate: 0.01 },
  });
  const part = bars();
  const trained = await inkgrad.Session.create(spec);
  await trained.setData('train', { ...part, scale: 1 / 16 });
  await trained.step(200);
  const predictor = await Predictor.open(inkgrad, spec, dataSets.digits);
  predictor.queueWeights({ step: 200, parameters: await trained.parameters() });
  await predictor.applyQueued();
  const source = /** @type {any} */ ({ dataSet: dataSets.digits, part: async () => part, count: async () => SAMPLES });
  const analysis = new Analysis(inkgrad, predictor, source);
  const input = Float32Array.from(part.inputs.subarray(3 * SIZE, 4 * SIZE), (value) => value / 16);
  return { trained, predictor, analysis, input };
}

/**
 * @param {Awaited<ReturnType<typeof setup>>} network
 * @param {string} name
 * @param {Record<string, unknown>} [params]
 * @param {AbortController} [abort]
 * @returns {Promise<any>}
 */
async function ask({ predictor, analysis, input }, name, params = {}, abort = new AbortController()) {
  const context = { predictor, analysis, input, generation: 7, isCurrent: () => true };
  const control = { signal: abort.signal, deadline: 0, now, turn: async () => true };
  const answer = await predictionQueries[name]?.(context, params, control);
  return answer instanceof Answer ? answer.value : answer;
}

/** Each look at the clock takes a millisecond. */
const now = (() => {
  let time = 0;
  return () => {
    time += 1;
    return time;
  };
})();

/** @param {Float32Array} values */
const argmax = (values) => values.indexOf(Math.max(...values));

test('where the copy that answers is broken, its answer is what is explained, changed and compared', async () => {
  const network = await setup();
  const { predictor, input } = network;
  const gone = (/** @type {readonly any[]} */ parameters) =>
    parameters.map((one) => ({ ...one, data: one.data.map((/** @type {number} */ value) => -value) }));
  await predictor.alterWeights(gone);
  const answered = await predictor.predict(input);
  const found = await ask(network, 'explain', { method: 'gradient', target: null });
  assert.deepEqual(found.outputs, answered?.probabilities);
  assert.deepEqual((await ask(network, 'ink-change', { target: null })).outputs, answered?.probabilities);
  assert.equal((await ask(network, 'nearest', { exact: true })).answer, found.answer);
  await predictor.alterWeights(null);
  const mended = await predictor.predict(input);
  assert.notDeepEqual(mended?.probabilities, answered?.probabilities);
  assert.deepEqual(
    (await ask(network, 'explain', { method: 'gradient', target: null })).outputs,
    mended?.probabilities,
  );
});

test('explanations are those of the package, for the answer and for any class', async () => {
  const network = await setup();
  for (const method of /** @type {const} */ (['gradient', 'gradient_x_input', 'integrated_gradients', 'occlusion'])) {
    for (const target of [null, 6]) {
      const found = await ask(network, 'explain', { method, target });
      const options = { method, scale: 1, ...(target !== null && { target }) };
      assert.deepEqual(found.values, await network.trained.explain(network.input, options));
      assert.equal(found.target, target ?? 3);
      assert.equal(found.answer, 3);
      assert.equal(found.generation, 7);
      assert.equal(found.step, 200);
      assert.deepEqual(found.input, network.input);
    }
  }
});

test('an explanation of a regression is of its output', async () => {
  const network = await setup({ loss: 'mse' });
  const found = await ask(network, 'explain', { method: 'occlusion', target: 2 });
  const options = /** @type {const} */ ({ method: 'occlusion', target: 2, scale: 1 });
  assert.deepEqual(found.values, await network.trained.explain(network.input, options));
});

const networks = {
  'one hidden layer': undefined,
  'no hidden layer': [{ kind: 'flatten' }, { kind: 'dense', units: 10 }],
  convolutional: [
    { kind: 'conv2d', filters: 4, kernel: 3, activation: 'relu' },
    { kind: 'batch_norm' },
    { kind: 'max_pool2d', size: 2 },
    { kind: 'dropout', rate: 0.3 },
    { kind: 'flatten' },
    { kind: 'dense', units: 10 },
  ],
  recurrent: [{ kind: 'rows' }, { kind: 'lstm', units: 12 }, { kind: 'dense', units: 10 }],
  transformer: [
    { kind: 'patches', size: 4, units: 8 },
    { kind: 'transformer_encoder', heads: 2, hidden: 8 },
    { kind: 'mean_pool' },
    { kind: 'dense', units: 10 },
  ],
  residual: [
    { kind: 'flatten' },
    { kind: 'residual', layers: [{ kind: 'dense', units: 64, activation: 'relu' }] },
    { kind: 'dense', units: 10 },
  ],
};

for (const [name, layers] of Object.entries(networks))
  test(`every view works for a network of the kind: ${name}`, async () => {
    const network = await setup({ layers });
    const { target, values } = await ask(network, 'explain', { method: 'integrated_gradients', target: null });
    const options = /** @type {const} */ ({ method: 'integrated_gradients', target, scale: 1 });
    assert.deepEqual(values, await network.trained.explain(network.input, options));
    const { neighbours } = await ask(network, 'nearest', { exact: true });
    assert.deepEqual(
      neighbours.map((/** @type {any} */ { index, distance }) => [index, distance]),
      (await network.trained.nearest(network.input, { scale: 1 })).map(({ index, distance }) => [index, distance]),
    );
    const changed = await ask(network, 'ink-change');
    const { changedOutputs, target: wanted } = changed;
    assert.equal(changed.reached, argmax(changedOutputs) === wanted && changedOutputs[wanted] >= ENOUGH);
    assert.deepEqual(changed.changedOutputs, await network.trained.predict(changed.changedInput, { scale: 1 }));
  });

test('the neighbours are those of the package', async () => {
  const network = await setup();
  const found = await ask(network, 'nearest', { exact: true });
  const expected = await network.trained.nearest(network.input, { scale: 1 });
  assert.deepEqual(
    found.neighbours.map((/** @type {any} */ { index, label, distance }) => ({ index, label, distance })),
    expected,
  );
  assert.equal(found.compared, SAMPLES);
  assert.equal(found.total, SAMPLES);
  assert.deepEqual(await ask(network, 'nearest-progress'), { done: SAMPLES, total: SAMPLES });
  const { inputs } = bars();
  const { index, input } = found.neighbours[1];
  assert.deepEqual(
    [...input],
    [...inputs.subarray(index * SIZE, (index + 1) * SIZE)].map((value) => value / 16),
  );
});

test('while training goes on the neighbours may be those of older weights, and are named so', async () => {
  const network = await setup();
  const before = await ask(network, 'nearest');
  await network.trained.step(20);
  network.predictor.queueWeights({ step: 220, parameters: await network.trained.parameters() });
  await network.predictor.applyQueued();
  const older = await ask(network, 'nearest');
  const exact = await ask(network, 'nearest', { exact: true });
  assert.deepEqual([before.step, older.step, exact.step], [200, 200, 220]);
  assert.deepEqual(older.neighbours, before.neighbours);
  assert.equal(exact.neighbours[1].distance, (await network.trained.nearest(network.input, { scale: 1 }))[1]?.distance);
});

test('the changed picture is answered as wished, and each value is ink', async () => {
  const network = await setup();
  for (const target of [0, 1, 5, 8]) {
    const found = await ask(network, 'ink-change', { target });
    const outputs = await network.trained.predict(found.changedInput, { scale: 1 });
    assert.ok(found.reached, `class ${target}`);
    assert.deepEqual(found.changedOutputs, outputs);
    assert.equal(argmax(outputs), target);
    assert.ok((outputs[target] ?? 0) >= ENOUGH);
    assert.ok(found.changedInput.every((/** @type {number} */ ink) => ink >= 0 && ink <= 1));
    assert.deepEqual(found.input, network.input);
  }
});

test('without a wish it is the second best class; the answer itself needs no stroke', async () => {
  const network = await setup();
  const outputs = await network.trained.predict(network.input, { scale: 1 });
  const second = argmax(outputs.map((value, at) => (at === argmax(outputs) ? -1 : value)));
  assert.equal((await ask(network, 'ink-change')).target, second);
  const already = await ask(network, 'ink-change', { target: 3 });
  assert.deepEqual([already.reached, already.strokes], [true, 0]);
  assert.deepEqual(already.changedInput, network.input);
});

test('a query that was taken back ends, and leaves the copy usable', async () => {
  const network = await setup();
  const abort = new AbortController();
  abort.abort();
  for (const name of ['explain', 'ink-change', 'nearest'])
    await assert.rejects(ask(network, name, { method: 'occlusion' }, abort), { code: 'aborted' });
  assert.equal((await ask(network, 'explain', { method: 'gradient' })).answer, 3);
});

test('nothing drawn, nothing told', async () => {
  const network = { ...(await setup()), input: /** @type {any} */ (null) };
  for (const name of ['explain', 'ink-change', 'nearest']) assert.equal(await ask(network, name), null);
});

test('weights that are too large give no numbers, and no error', async () => {
  const network = await setup();
  const parameters = await network.trained.parameters();
  const lost = parameters.map((one) => ({ ...one, data: one.data.slice().fill(3e38) }));
  network.predictor.queueWeights({ step: 201, parameters: lost });
  await network.predictor.applyQueued();
  const explained = await ask(network, 'explain', { method: 'gradient', target: null });
  assert.ok(!explained.values.every(Number.isFinite));
  assert.equal((await ask(network, 'ink-change')).reached, false);
  assert.ok(Number.isNaN((await ask(network, 'nearest', { exact: true })).neighbours[0].distance));
});
