/** @file How unlike anything learned a picture is: what counts as learned, the distances, and the query with a network. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { dataSets } from '../../www/shared/data-sets.js';
import { Predictor } from '../../www/shared/predictor.js';
import { Analysis } from '../../www/worker/analysis.js';
import { unfamiliarity } from '../../www/worker/queries/unfamiliarity.js';
import { knowledge, learnedClasses, unlikeness } from '../../www/worker/unfamiliarity/knowledge.js';
import { Reference } from '../../www/worker/unfamiliarity/reference.js';
import { describeStrokes, descriptorSize } from '../../www/worker/unfamiliarity/stroke-directions.js';
import { someDigits } from '../package/support.js';
import { randomFrom } from './random.js';

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;
/** @type {Record<'train' | 'validation' | 'test', { inputs: Uint8Array, labels: Uint8Array }>} */
let parts;

const shape = /** @type {[number, number, number]} */ ([1, 8, 8]);
const control = {
  signal: new AbortController().signal,
  deadline: Number.POSITIVE_INFINITY,
  now: () => 0,
  turn: async () => true,
};

before(async () => {
  inkgrad = await load({ build: 'simd128' });
  const part = (/** @type {number} */ from, /** @type {number} */ to) => {
    const { inputs, labels } = someDigits(inkgrad, from, to);
    return { inputs: Uint8Array.from(inputs), labels: Uint8Array.from(labels) };
  };
  parts = { train: part(0, 1100), validation: part(1100, 1450), test: part(1450, 1750) };
});

/** @param {any[]} layers */
async function setup(layers) {
  const spec = /** @type {any} */ ({
    seed: 3,
    input: shape,
    layers,
    loss: { kind: 'cross_entropy' },
    optimizer: { kind: 'adam', learning_rate: 0.01 },
  });
  const predictor = await Predictor.open(inkgrad, spec, dataSets.digits);
  const source = /** @type {any} */ ({
    dataSet: dataSets.digits,
    part: async (/** @type {'train'} */ name) => parts[name],
  });
  const analysis = new Analysis(inkgrad, predictor, source);
  const trained = await inkgrad.Session.create(spec);
  await trained.setData('train', { ...parts.train, scale: 1 / 16 });
  const train = async (/** @type {number} */ steps) => {
    const { step } = await trained.step(steps);
    predictor.queueWeights({ step, parameters: await trained.parameters() });
    await predictor.applyQueued();
  };
  await train(0);
  /** @param {Float32Array | null} input */
  const ask = async (input) =>
    /** @type {import('../../www/shared/answers.js').Unfamiliarity} */ (
      await unfamiliarity({ predictor, analysis, input, generation: 5, isCurrent: () => true }, {}, control)
    );
  return { analysis, train, ask };
}

/**
 * @param {'validation' | 'test'} name
 * @param {number} at
 */
function picture(name, at) {
  return Float32Array.from(parts[name].inputs.subarray(64 * at, 64 * (at + 1)), (value) => value / 16);
}

const layers = [{ kind: 'flatten' }, { kind: 'dense', units: 32, activation: 'relu' }, { kind: 'dense', units: 10 }];

test('directions: of length 1, of an even picture 0, and blind to brightness', () => {
  const size = descriptorSize(shape);
  const [bright, dark, even] = [0, 0, 0].map(() => new Float32Array(size));
  describeStrokes(picture('test', 0), shape, bright);
  describeStrokes(
    picture('test', 0).map((value) => value / 4),
    shape,
    dark,
  );
  describeStrokes(new Float32Array(64), shape, even);
  assert.ok(Math.abs(bright.reduce((sum, value) => sum + value * value, 0) - 1) < 1e-6);
  for (const [at, value] of bright.entries()) assert.ok(Math.abs(value - (dark[at] ?? 9)) < 1e-6);
  assert.ok(even.every((value) => value === 0));
});

test('a horizontal and a vertical edge lie as far apart as can be', () => {
  const size = descriptorSize(shape);
  const [across, down] = [0, 0].map(() => new Float32Array(size));
  // Edges without ends: the bars go on to the border of the picture, where the gradient of both is weak.
  describeStrokes(
    Float32Array.from({ length: 64 }, (_, at) => Number(at >> 3 === 3)),
    shape,
    across,
  );
  describeStrokes(
    Float32Array.from({ length: 64 }, (_, at) => Number((at & 7) === 3)),
    shape,
    down,
  );
  const cosine = across.reduce((sum, value, at) => sum + value * (down[at] ?? 0), 0);
  assert.ok(cosine < 0.2, `${cosine}`);
});

test('learned is a class that is found and not taken for everything', () => {
  const answers = (/** @type {number[]} */ ...classes) =>
    Float32Array.from(classes.flatMap((one) => [0, 1, 2].map((at) => Number(at === one))));
  const labels = Uint8Array.of(0, 0, 1, 1, 2, 2);
  assert.deepEqual(learnedClasses(answers(0, 0, 1, 2, 1, 1), labels, 3), [true, false, false]);
  assert.deepEqual(learnedClasses(answers(0, 0, 0, 0, 0, 0), labels, 3), [false, false, false]);
  assert.deepEqual(learnedClasses(new Float32Array(18).fill(Number.NaN), labels, 3), [false, false, false]);
});

test('the measure rises with the distance to learned classes alone, and is a half at the threshold', () => {
  const labels = Uint8Array.from({ length: 200 }, (_, at) => at % 2);
  const distances = Float32Array.from({ length: 400 }, (_, at) => (at % 2 === (at >> 1) % 2 ? 0.5 : 1));
  const known = knowledge([true, false], { labels, distances });
  assert.ok(known.threshold >= 0.5 && known.threshold < 0.51);
  const values = [0.2, 0.4, known.threshold, 0.6, 1.2].map((distance) =>
    unlikeness(known, Float32Array.of(distance, 0)),
  );
  assert.deepEqual(
    values,
    [...values].sort((a, b) => a - b),
  );
  assert.ok(Math.abs((values[2] ?? 0) - 0.5) < 1e-5);
  assert.ok((values[0] ?? 1) < 0.01 && (values[4] ?? 0) > 0.99);
  assert.equal(unlikeness(knowledge([false, false], { labels, distances }), Float32Array.of(0, 0)), 1);
});

test('the fewer pictures there are, the further the threshold lies beyond all of them', () => {
  const labels = Uint8Array.from({ length: 3 }, () => 0);
  const distances = Float32Array.of(0.4, 0.5, 0.45);
  const { threshold } = knowledge([true], { labels, distances });
  assert.ok(threshold > 0.6 && threshold < 0.65);
});

test('the distances of all validation pictures are those that each has alone', async () => {
  const { analysis } = await setup(layers);
  const reference = await Reference.of(analysis, control);
  const { labels, distances } = reference.validation;
  assert.equal(distances.length, 350 * 10);
  let own = 0;
  for (const at of [0, 99, 100, 349]) {
    const alone = reference.distances(picture('validation', at));
    for (const [label, distance] of alone.entries()) {
      assert.ok(Math.abs(distance - (distances[10 * at + label] ?? 9)) < 1e-3);
    }
    own += Number(alone.indexOf(Math.min(...alone)) === labels[at]);
  }
  assert.ok(own >= 3, 'a digit is nearest to its own class');
  const inTraining = Float32Array.from(parts.train.inputs.subarray(0, 64), (value) => value / 16);
  assert.ok((reference.distances(inTraining)[parts.train.labels[0] ?? 0] ?? 9) < 0.5, 'its own picture is one of two');
});

test('an untrained network knows nothing, a trained one digits and no noise', async () => {
  const { train, ask } = await setup(layers);
  assert.deepEqual(await ask(picture('test', 0)), { generation: 5, step: 0, newest: true, value: 1 });
  assert.equal((await ask(null)).value, null);
  await train(400);
  const random = randomFrom(4);
  const noise = () => Float32Array.from({ length: 64 }, () => random.between(0, 1));
  const inverted = (/** @type {number} */ at) => picture('test', at).map((value) => 1 - value);
  let [digits, noises, negatives] = [0, 0, 0];
  for (let at = 0; at < 300; at += 1) {
    const unknown = async (/** @type {Float32Array} */ input) => Number(Number((await ask(input)).value) >= 0.5);
    digits += await unknown(picture('test', at));
    noises += await unknown(noise());
    negatives += await unknown(inverted(at));
  }
  assert.ok(digits <= 9, `${digits} of 300 digits are unknown`);
  assert.ok(noises >= 270, `${noises} of 300 pictures of noise are unknown`);
  assert.ok(negatives >= 270, `${negatives} of 300 negatives are unknown`);
});

test('what it knows follows the weights, back to none after a reset', async () => {
  const { train, ask } = await setup(layers);
  await train(1);
  assert.equal((await ask(picture('test', 0))).value, 1, 'after one step it answers no class rightly');
  await train(400);
  const told = await ask(picture('test', 0));
  assert.deepEqual([told.step, told.newest], [401, true]);
  assert.ok(Number(told.value) < 0.5);
});

test('networks without a hidden layer too', async () => {
  const { train, ask } = await setup([{ kind: 'flatten' }, { kind: 'dense', units: 10 }]);
  await train(400);
  assert.ok(Number((await ask(picture('test', 1))).value) < 0.5);
  assert.ok(Number((await ask(picture('test', 1).map((value) => 1 - value))).value) >= 0.5);
});
