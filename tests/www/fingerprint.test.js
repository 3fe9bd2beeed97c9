/** @file The fingerprint of a run's first steps: the same for the same run, and where another one parts from it. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { crc32 } from '../../www/shared/crc32.js';
import {
  compareFingerprints,
  compareSteps,
  decodeFingerprint,
  encodeFingerprint,
  STEPS,
} from '../../www/shared/fingerprint.js';
import { ENGINE, firstSteps } from '../../www/worker/first-steps.js';
import { firstStepsOf } from '../../www/worker/queries/first-steps.js';
import { QueryRunner } from '../../www/worker/query-runner.js';
import { randomFrom } from './random.js';

/**
 * @typedef {import('../../www/shared/fingerprint.js').Fingerprint} Fingerprint
 * @typedef {import('../../www/worker/data-source.js').Parts} Parts
 */

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;

before(async () => {
  inkgrad = await load(ENGINE);
});

const BATCH = 8;

const spec = /** @type {import('inkgrad').Spec} */ ({
  seed: 7,
  input: [4],
  layers: [
    { kind: 'dense', units: 12, activation: 'tanh' },
    { kind: 'dropout', rate: 0.2 },
    { kind: 'dense', units: 3 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.01 },
  batch_size: BATCH,
});

/** @param {number} count @param {number} seed */
function part(count, seed) {
  const random = randomFrom(seed);
  const labels = Uint8Array.from({ length: count }, () => random.below(3));
  return { inputs: Float32Array.from({ length: 4 * count }, () => random.between(-1, 1)), labels };
}

/** @returns {Parts} more samples than a hundred steps see */
function parts() {
  const dataSet = { name: 'own-noise', shape: [4], classes: 3, scale: 1 };
  return { dataSet, train: part(1000, 5), validation: part(50, 6) };
}

const course = { onProgress: () => {}, turn: async () => {} };

/** @param {Partial<import('inkgrad').Spec>} [changes] @param {Parts} [data] */
const run = (changes = {}, data = parts()) =>
  firstSteps(inkgrad, /** @type {import('inkgrad').Spec} */ ({ ...spec, ...changes }), data, course);

/** @param {Fingerprint} fingerprint as it is after the way through a link */
function carried(fingerprint) {
  const read = decodeFingerprint(encodeFingerprint(fingerprint));
  if (typeof read === 'string') throw new Error(read);
  return read;
}

test('the same run has the same fingerprint, in another instance too, and after the way through a link', async () => {
  const first = await run();
  assert.deepEqual(
    first.marks.map(({ step }) => step),
    [1, 10, 50, STEPS],
  );
  const other = await firstSteps(await load(ENGINE), spec, parts(), course);
  assert.deepEqual(other, first);
  assert.deepEqual(compareFingerprints(carried(first), other), { verdict: 'identical' });
  assert.match(encodeFingerprint(first), /^[\w-]{200,230}$/);
});

test('another seed and another order of the data part at the first step, a later rate when it has changed', async () => {
  const [first, ordered] = [await run(), await run({ shuffle: false })];
  for (const [other, step] of /** @type {const} */ ([
    [await run({ seed: 8 }), 1],
    [ordered, 1],
    // The rate of the 21st update shows in the loss of the step after it.
    [await run({ schedule: { kind: 'step', every: 20, factor: 0.5 } }), 22],
  ])) {
    assert.deepEqual(compareFingerprints(carried(first), other), { verdict: 'spec' });
    const found = compareSteps(carried(first), other);
    assert.equal(found.verdict === 'parted' && found.step, step);
  }
  const found = compareSteps(carried(first), ordered);
  const [theirs, mine] = [first, ordered].map(({ marks }) => Number(marks[0]?.loss));
  assert.deepEqual(found, { verdict: 'parted', step: 1, at: 1, theirs: Math.fround(Number(theirs)), mine });
});

test('a changed label, and a changed input, part at the step that first sees them', async () => {
  const first = await run({ shuffle: false });
  for (const [step, mark] of /** @type {const} */ ([
    [2, 10],
    [37, 50],
    [STEPS, STEPS],
  ])) {
    const [labels, inputs] = [parts(), parts()];
    const sample = BATCH * (step - 1) + 3;
    labels.train.labels[sample] = (Number(labels.train.labels[sample]) + 1) % 3;
    inputs.train.inputs[4 * sample] = 2;
    for (const [name, data] of /** @type {const} */ ([
      ['labels', labels],
      ['inputs', inputs],
    ])) {
      const other = await run({ shuffle: false }, data);
      assert.deepEqual(compareFingerprints(carried(first), other), { verdict: 'data', parts: [name] });
      const found = compareSteps(carried(first), other);
      assert.equal(found.verdict === 'parted' && found.step, step, name);
      assert.equal(found.verdict === 'parted' && found.at, mark);
    }
  }
});

test('other validation data are named, though the steps are the same', async () => {
  const data = { ...parts(), validation: part(50, 9) };
  const [first, other] = [await run(), await run({}, data)];
  assert.deepEqual(compareFingerprints(carried(first), other), { verdict: 'data', parts: ['validation'] });
  assert.deepEqual(compareSteps(carried(first), other), { verdict: 'identical' });
});

test('weights that differ in one bit are found though no loss shows it', async () => {
  const first = await run();
  const marks = first.marks.map((mark) => (mark.step === 50 ? { ...mark, parameters: mark.parameters ^ 1 } : mark));
  const found = compareSteps(carried(first), { ...first, marks });
  assert.equal(found.verdict === 'parted' && found.step, 50);
});

test('training that ends by itself has a shorter fingerprint', async () => {
  const stopping = { monitor: /** @type {const} */ ('validation_loss'), patience: 1, min_delta: 10 };
  const few = { ...parts(), train: part(40, 5) };
  const stopped = await run({ early_stopping: stopping }, few);
  assert.equal(stopped.digests.length, stopped.marks.at(-1)?.step);
  assert.ok(stopped.digests.length < 30);
  assert.deepEqual(compareFingerprints(carried(stopped), stopped), { verdict: 'identical' });
  const longer = await run({}, few);
  const found = compareSteps(carried(stopped), longer);
  assert.equal(found.verdict, 'parted');
  const diverged = await run({ optimizer: { kind: 'sgd', learning_rate: 1e38 } });
  assert.ok(diverged.digests.length < STEPS);
  assert.deepEqual(compareFingerprints(carried(diverged), diverged), { verdict: 'identical' });
});

test('a number to predict has a fingerprint too', async () => {
  const data = parts();
  const numbers = { ...data.train, labels: Float32Array.from(data.train.labels, (label) => label / 2) };
  const held = { ...data.validation, labels: Float32Array.from(data.validation.labels) };
  const layers = [{ kind: /** @type {const} */ ('dense'), units: 1 }];
  const [first, second] = [0, 1].map(() =>
    run(
      { layers, loss: { kind: 'mse' } },
      { dataSet: { ...data.dataSet, classes: 0 }, train: numbers, validation: held },
    ),
  );
  assert.deepEqual(
    compareFingerprints(carried(/** @type {Fingerprint} */ (await first)), /** @type {Fingerprint} */ (await second)),
    { verdict: 'identical' },
  );
});

test('a text that was cut or changed is damaged, and one of a later format is newer', async () => {
  const text = encodeFingerprint(await run());
  for (let at = 0; at < text.length; at += 1) {
    assert.equal(decodeFingerprint(text.slice(0, at)), 'damaged', `${at} characters`);
    const letter = text[at] === 'A' ? 'B' : 'A';
    const read = decodeFingerprint(text.slice(0, at) + letter + text.slice(at + 1));
    // The last character may hold bits that stand for nothing.
    if (at < text.length - 1) assert.equal(read, 'damaged', `character ${at}`);
  }
  for (const other of ['', '!', 'ü', 'AQ', `${text}AAAA`]) assert.equal(decodeFingerprint(other), 'damaged', other);
  const later = Uint8Array.of(2, 1, 2, 3, 0, 0, 0, 0);
  new DataView(later.buffer).setUint32(4, crc32(later.subarray(0, 4)), true);
  assert.equal(decodeFingerprint(btoa(String.fromCharCode(...later)).replace(/=+$/, '')), 'newer');
});

test('the query tells how far it is, and can be taken back', async () => {
  const context = {
    load: async () => inkgrad,
    open: async () => /** @type {any} */ ({ all: async () => parts() }),
  };
  let time = 0;
  const runner = new QueryRunner(
    { steps: firstStepsOf },
    () => (time += 5),
    () => new Promise((done) => setImmediate(done)),
  );
  const query = /** @type {const} */ ({ type: 'query', name: 'steps', params: { spec, data: {} }, budget: 1 });
  const told = /** @type {number[]} */ ([]);
  for (;;) {
    const answer = /** @type {any} */ (await runner.run(query, context));
    if (!answer.progress) {
      assert.deepEqual(answer, await run());
      break;
    }
    told.push(answer.progress.done);
  }
  assert.ok(told.length > 1 && told.every((done, at) => at === 0 || done >= Number(told[at - 1])), told.join());
  const abort = new AbortController();
  const asked = runner.run(query, context, abort.signal);
  abort.abort();
  await assert.rejects(asked, { code: 'aborted' });
});
