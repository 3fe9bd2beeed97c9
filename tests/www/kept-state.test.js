/** @file The query `kept-state` with the real package: a kept step answers, and is measured, as the session did. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { load } from 'inkgrad';
import { dataSets } from '../../www/shared/data-sets.js';
import { keptState } from '../../www/worker/queries/kept-state.js';
import { counterRandom } from '../../www/worker/random.js';

const spec = /** @type {import('inkgrad').Spec} */ ({
  input: [1, 8, 8],
  layers: [{ kind: 'flatten' }, { kind: 'dense', units: 12, activation: 'relu' }, { kind: 'dense', units: 10 }],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.01 },
});

/** @param {number} count @param {number} seed */
function part(count, seed) {
  const random = counterRandom(seed);
  return {
    inputs: Uint8Array.from({ length: 64 * count }, () => 17 * random()),
    labels: Uint8Array.from({ length: count }, () => 10 * random()),
  };
}

const [train, validation] = [part(200, 1), part(1200, 2)];
const { scale } = dataSets.digits;
/** @type {import('inkgrad').Inkgrad} */
let inkgrad;
/** @type {import('inkgrad').Session} */
let session;

before(async () => {
  inkgrad = await load();
  session = await inkgrad.Session.create(spec);
  await session.setData('train', { ...train, scale });
  await session.step(30);
});
after(() => session.free());

/** @param {Float32Array | null} input */
async function asked(input, signal = new AbortController().signal, mistakes = 0) {
  const context = {
    load: async () => inkgrad,
    open: async () => /** @type {any} */ ({ dataSet: dataSets.digits, part: async () => validation }),
  };
  const params = { bytes: await session.save(), data: { dataset: { name: 'digits' } }, input, mistakes };
  const answer = /** @type {any} */ (await keptState(context, params, /** @type {any} */ ({ signal })));
  return /** @type {import('../../www/shared/answers.js').KeptState} */ (answer.value);
}

test('the answer to the drawing and the accuracy over a thousand samples are the session’s', async () => {
  const input = Float32Array.from(validation.inputs.subarray(0, 64), (value) => scale * value);
  const kept = await asked(input);
  assert.deepEqual(kept.probabilities, await session.predict(input, { scale: 1 }));
  await session.setData('test', {
    inputs: validation.inputs.subarray(0, 64_000),
    labels: validation.labels.subarray(0, 1000),
    scale,
  });
  const { loss, accuracy, confusion } = await session.evaluate('test');
  assert.deepEqual([kept.loss, kept.accuracy, kept.confusion, kept.count], [loss, accuracy, confusion, 1000]);
});

test('the first weights are those of the first matrix', async () => {
  const { parameter, input } = await asked(null);
  const [first] = await session.parameters();
  assert.deepEqual(parameter && [parameter.name, parameter.shape], [first?.name, first?.shape]);
  assert.deepEqual(parameter?.values, first?.data);
  assert.deepEqual(input, [1, 8, 8]);
});

test('a drawing for other data is not answered', async () => {
  assert.equal((await asked(new Float32Array(784))).probabilities, null);
  assert.equal((await asked(null)).probabilities, null);
});

test('mistakes are the surest wrong answers, with their pictures', async () => {
  const { mistakes } = await asked(null, undefined, 5);
  assert.equal(mistakes.length, 5);
  const outputs = await session.predict(validation.inputs.subarray(0, 64_000), { scale });
  const wrong = Array.from({ length: 1000 }, (_, at) => {
    const scores = outputs.subarray(10 * at, 10 * (at + 1));
    return { at, answer: scores.indexOf(Math.max(...scores)), confidence: Math.max(...scores) };
  }).filter(({ at, answer }) => answer !== validation.labels[at]);
  const surest = Math.max(...wrong.map(({ confidence }) => confidence));
  const found = wrong.find(({ confidence }) => confidence === surest);
  const [first] = mistakes;
  assert.deepEqual([first?.confidence, first?.answer], [surest, found?.answer]);
  const pixels = validation.inputs.subarray(64 * (found?.at ?? 0), 64 * ((found?.at ?? 0) + 1));
  assert.deepEqual(
    first?.pixels,
    Uint8ClampedArray.from(pixels, (value) => 255 * scale * value),
  );
});

test('it is taken back by its signal', async () => {
  await assert.rejects(asked(null, AbortSignal.abort()), { code: 'aborted' });
});
