/**
 * @file Queries about many pictures, with the real package and the real digits: answers, losses, pictures, test accuracy,
 * and the map.
 */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { dataSets } from '../../www/shared/data-sets.js';
import { Predictor } from '../../www/shared/predictor.js';
import { Analysis } from '../../www/worker/analysis.js';
import { Answer } from '../../www/worker/answer.js';
import { long } from '../../www/worker/long-query.js';
import { predictionQueries } from '../../www/worker/queries/index.js';
import { QueryRunner } from '../../www/worker/query-runner.js';
import { someDigits } from '../package/support.js';

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;
/** @type {Awaited<ReturnType<typeof setup>>} */
let trained;
before(async () => {
  inkgrad = await load({ build: 'simd128' });
  trained = await setup();
});

const layers = [{ kind: 'flatten' }, { kind: 'dense', units: 24, activation: 'relu' }, { kind: 'dense', units: 10 }];

/** The digits as the page stores them: bytes from 0 to 16, without a test part. */
function digitsSource() {
  const part = (/** @type {number} */ from, /** @type {number} */ to) => {
    const { inputs, labels } = someDigits(inkgrad, from, to);
    return { inputs: Uint8Array.from(inputs), labels: Uint8Array.from(labels) };
  };
  const parts = { train: part(0, 1437), validation: part(1437, 1797), test: part(0, 0) };
  return /** @type {any} */ ({
    dataSet: dataSets.digits,
    count: async (/** @type {keyof typeof parts} */ name) => parts[name].labels.length,
    part: async (/** @type {keyof typeof parts} */ name) => parts[name],
  });
}

/** A small network that was trained for a moment, and queries to a copy of it. */
async function setup(changes = {}) {
  const spec = /** @type {any} */ ({
    seed: 3,
    input: [1, 8, 8],
    layers,
    loss: { kind: 'cross_entropy' },
    optimizer: { kind: 'adam', learning_rate: 0.01 },
    ...changes,
  });
  const source = digitsSource();
  const session = await inkgrad.Session.create(spec);
  const scale = 1 / 16;
  await session.setData('train', { ...(await source.part('train')), scale });
  await session.step(60);
  const parts = { validation: await source.part('validation') };
  await session.setData('validation', { ...parts.validation, scale });
  const predictor = await Predictor.open(inkgrad, spec, dataSets.digits);
  predictor.queueWeights({ step: 60, parameters: await session.parameters() });
  await predictor.applyQueued();
  const analysis = new Analysis(inkgrad, predictor, source);
  const runner = new QueryRunner(
    predictionQueries,
    () => performance.now(),
    () => new Promise(setImmediate),
  );
  /** @param {string} name @param {Record<string, unknown>} [params] @param {{ input?: Float32Array | null, signal?: AbortSignal }} [given] */
  const ask = async (name, params = {}, { input = null, signal } = {}) => {
    const context = { predictor, analysis, input, generation: 1, isCurrent: () => true };
    for (;;) {
      const answer = await runner.run({ type: 'query', name, params }, context, signal);
      const value = /** @type {any} */ (answer instanceof Answer ? answer.value : answer);
      if (!value?.progress) return value;
    }
  };
  return { session, parts, ask, analysis, predictor };
}

/** @param {import('inkgrad').Session} session @param {{ inputs: Uint8Array, labels: Uint8Array }} part */
async function evaluated(session, part) {
  await session.setData('test', { ...part, scale: 1 / 16 });
  return session.evaluate('test');
}

test('answers, confidences and losses of the validation pictures are those of the package', async () => {
  const { session, parts, ask } = trained;
  const evaluation = await session.evaluate('validation', { perSample: true });
  const { step, classes, labels, answers, confidences, losses, finite } = await ask('validation-answers');
  assert.deepEqual([step, classes, finite], [60, 10, true]);
  assert.deepEqual(labels, parts.validation.labels);
  assert.deepEqual(losses, evaluation.losses);
  const confusion = new Uint32Array(100);
  labels.forEach((/** @type {number} */ truth, /** @type {number} */ at) => {
    confusion[10 * truth + answers[at]] += 1;
    assert.equal(
      confidences[at],
      Math.max(...(evaluation.outputs ?? new Float32Array()).subarray(10 * at, 10 * at + 10)),
    );
  });
  assert.deepEqual(confusion, evaluation.confusion);
});

test('only so many pictures from the beginning, as training has', async () => {
  const { parts, ask } = trained;
  const { labels } = await ask('validation-answers', { count: 1 });
  assert.deepEqual(labels, parts.validation.labels.slice(0, labels.length));
});

test('a regression has losses, and no answers', async () => {
  const { ask } = await setup({ layers: [{ kind: 'flatten' }, { kind: 'dense', units: 1 }], loss: { kind: 'mse' } });
  const { step, classes, outputs, labels, losses } = await ask('validation-answers');
  assert.deepEqual([step, classes, outputs.length, labels.length], [60, null, 360, 360]);
  const error = outputs[7] - labels[7];
  assert.ok(Math.abs(losses[7] - error ** 2) < 1e-3 * error ** 2, 'the loss is the squared error');
});

test('test accuracy is the package’s, over the test pictures alone', async () => {
  const { session, analysis, parts, ask } = trained;
  assert.deepEqual(await ask('test-accuracy'), { step: 60, correct: 0, count: 0 }, 'these digits have none');
  const inputs = parts.validation.inputs.slice(0, 600 * 64);
  const part = {
    inputs,
    labels: parts.validation.labels.map((/** @type {number} */ label) => label ^ 1).slice(0, 600),
  };
  const { accuracy, count } = await evaluated(session, part);
  const own = analysis.part.bind(analysis);
  analysis.part = async (name, most) => (name === 'test' ? part : own(name, most));
  assert.deepEqual(await ask('test-accuracy'), { step: 60, correct: Math.round(Number(accuracy) * count), count });
  analysis.part = own;
});

test('pictures are those of the indices, as grey values', async () => {
  const { parts, ask } = trained;
  const { pixels, width, height, indices } = await ask('pictures', { indices: [5, 2] });
  assert.deepEqual([width, height, indices], [8, 8, [5, 2]]);
  const expected = parts.validation.inputs.subarray(2 * 64, 3 * 64);
  assert.deepEqual(
    pixels.slice(64),
    Uint8ClampedArray.from(expected, (value) => (255 / 16) * value),
  );
});

test('the map’s drawing lies where the same picture lies, and is its own neighbour', async () => {
  const { parts, ask } = trained;
  const input = Float32Array.from(parts.validation.inputs.subarray(7 * 64, 8 * 64), (value) => value / 16);
  const { positions, drawing, size, share, answers, labels } = await ask('map', { count: 100 }, { input });
  assert.deepEqual([size, positions.length, answers.length, labels.length], [24, 200, 100, 100]);
  assert.ok(Math.abs(drawing.x - positions[14]) < 1e-3 && Math.abs(drawing.y - positions[15]) < 1e-3);
  assert.equal(drawing.neighbours[0], 7);
  assert.ok(share > 0.2 && share < 1);
});

test('weights that were set by hand, at the same step, are another network', async () => {
  const { ask, predictor } = await setup();
  const damage = { noise: 0.5, layer: null, dropped: 0, right: 0, down: 0, grain: 0 };
  const [map, accuracy] = [await ask('map', { count: 50 }), await ask('broken-accuracy', { damage })];
  const still = predictor.parameters.map((one) => ({ ...one, data: one.data.map((value) => -value) }));
  predictor.queueWeights({ step: 60, parameters: still });
  await predictor.applyQueued();
  const [after, broken] = [await ask('map', { count: 50 }), await ask('broken-accuracy', { damage })];
  assert.equal(after.step, map.step);
  assert.notDeepEqual(after.answers, map.answers);
  assert.ok(broken.intact < accuracy.intact / 2, `${broken.intact} after ${accuracy.intact}`);
});

test('UMAP gives the same layout for the same seed, and keeps neighbours together', async () => {
  const { ask } = trained;
  const { positions, step } = await ask('umap', { count: 100, seed: 1 });
  assert.equal(step, 60);
  assert.ok(positions.length === 200 && positions.every(Number.isFinite));
  assert.deepEqual((await ask('umap', { count: 100, seed: 1 })).positions, positions);
  const { labels } = await ask('map', { count: 100 });
  const nearest = labels.filter((/** @type {number} */ label, /** @type {number} */ at) => {
    const distance = (/** @type {number} */ other) =>
      Math.hypot(positions[2 * other] - positions[2 * at], positions[2 * other + 1] - positions[2 * at + 1]);
    const others = [...labels.keys()].filter((other) => other !== at);
    return labels[others.reduce((best, other) => (distance(other) < distance(best) ? other : best))] === label;
  });
  assert.ok(nearest.length > 60, `${nearest.length} of 100 next to one of their own class`);
});

test('long work is taken back with the question, and the next question gets its answer', async () => {
  const { ask } = trained;
  const abort = new AbortController();
  const refused = assert.rejects(ask('umap', { count: 100, seed: 2 }, { signal: abort.signal }), { code: 'aborted' });
  abort.abort();
  await refused;
  assert.equal((await ask('umap', { count: 100, seed: 2 })).positions.length, 200);
});

test('a long query says how far it is until it is done', async () => {
  let release = () => {};
  const work = long(async (_, __, { onProgress }) => {
    onProgress(3, 8);
    await new Promise((resolve) => {
      release = () => resolve(null);
    });
    return 'value';
  });
  const control = /** @type {any} */ ({
    signal: new AbortController().signal,
    deadline: 5,
    now: () => 0,
    turn: async () => true,
  });
  const context = { analysis: {} };
  assert.deepEqual(await work(context, {}, control), { progress: { done: 3, total: 8 } });
  release();
  assert.equal(await work(context, {}, { ...control, deadline: 60_000 }), 'value');
});
