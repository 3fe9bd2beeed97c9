/** @file What the page adds to a model's file: the core opens it as before, and what it says comes back. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { experimentOf, factsOf, runIn } from '../../www/page/app/files/look.js';
import { pageTextsOf, withPageTexts } from '../../www/shared/page-texts.js';
import { textsOf } from '../../www/shared/session-file.js';
import { lookInto } from '../../www/worker/model-file.js';

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;
/** @type {Uint8Array} of a session of 5 steps */
let bytes;

before(async () => {
  inkgrad = await load({ workers: 1, gpu: 'off' });
  const session = await inkgrad.Session.create({
    input: [1, 8, 8],
    layers: [{ kind: 'flatten' }, { kind: 'dense', units: 10 }],
    loss: { kind: 'cross_entropy' },
    optimizer: { kind: 'adam', learning_rate: 0.01 },
  });
  const inputs = new Uint8Array(50 * 64).map((_, at) => at % 17);
  await session.setData('train', { inputs, labels: new Uint8Array(50).map((_, at) => at % 10), scale: 1 / 16 });
  await session.step(5);
  bytes = await session.save();
  session.free();
});

const run = { epochs: 3, workers: 1, gpu: /** @type {const} */ ('off') };

const facts = {
  validation: { step: 5, loss: 0.1 + 0.2, accuracy: 0.875, confusion: new Uint32Array(100) },
  epochs: 12,
  data: { name: 'digits', validation: 0.25, noise: 0.1 },
  notes: 'a “first” try 笔记',
};

test('accuracy, epochs, data and notes come back, and the core goes on from the same bits', async () => {
  const file = withPageTexts(bytes, facts);
  assert.deepEqual(withPageTexts(bytes, facts), file);
  assert.deepEqual(withPageTexts(file, facts), file);
  const session = await inkgrad.Session.load(file);
  assert.deepEqual(await session.save(), bytes);
  session.free();
  const look = await lookInto(file, inkgrad);
  const experiment = experimentOf(look, run);
  assert.deepEqual(experiment.run, { ...run, epochs: 12 });
  assert.deepEqual(experiment.dataset, facts.data);
  const opened = runIn(look);
  assert.deepEqual(opened.validation, { ...facts.validation, confusion: null });
  // Saved again, it is the same file.
  assert.deepEqual(withPageTexts(bytes, { ...facts, validation: opened.validation }), file);
  const values = factsOf(look).map(([, value]) => value);
  for (const value of ['87.5 %', '12', facts.notes]) assert.ok(values.includes(value), `${value} in ${values}`);
});

test('a file without such texts opens as before', async () => {
  const look = await lookInto(bytes, inkgrad);
  assert.deepEqual(look.page, { validation: null, epochs: 0, data: null, notes: '' });
  assert.deepEqual(experimentOf(look, run).dataset, { name: 'digits' });
  assert.equal(runIn(look).validation, null);
});

test('own data are described by the file, and what is no description of them is left out', async () => {
  const own = { name: 'own-0123456789ab', title: 'Letters', shape: [1, 8, 8], classes: 10, scale: 1 };
  const file = withPageTexts(bytes, { ...facts, data: { name: own.name, own, limit: 40 } });
  assert.deepEqual((await lookInto(file, inkgrad)).dataset, { name: own.name, own, limit: 40 });
  for (const odd of [
    { ...own, shape: [1, 9, 9] },
    { ...own, name: 'own-b' },
    { ...own, classes: -1 },
  ]) {
    const other = withPageTexts(bytes, { ...facts, data: { name: own.name, own: odd } });
    assert.deepEqual((await lookInto(other, inkgrad)).dataset, { name: 'digits' });
  }
});

test('what an opened file said of itself is not said of the next one', () => {
  const next = withPageTexts(withPageTexts(bytes, facts), { ...facts, validation: null, notes: '' });
  const { validation, notes } = pageTextsOf(textsOf(next) ?? {}, [1, 8, 8]);
  assert.deepEqual([validation, notes], [null, '']);
});

test('what cannot be is left out', () => {
  const read = (/** @type {Record<string, string>} */ texts) => pageTextsOf(texts, [1, 8, 8]);
  for (const epochs of ['-1', '1.5', 'x', '1e9', '']) assert.equal(read({ 'page.epochs': epochs }).epochs, 0, epochs);
  for (const found of [
    { step: 1, loss: 1, accuracy: 2 },
    { step: -1, loss: 1, accuracy: 0.5 },
    { loss: 1 },
    7,
    null,
    [1],
  ])
    assert.equal(read({ 'page.validation': JSON.stringify(found) }).validation, null);
  for (const name of ['__proto__', 'constructor', 'own-<b>', '', 7])
    assert.equal(read({ 'page.data': JSON.stringify({ name }) }).data, null);
  const odd = { name: 'mnist', validation: 7, limit: 0, noise: 'x', split_seed: -1, other: 1, title: {} };
  assert.deepEqual(read({ 'page.data': JSON.stringify(odd) }).data, {
    name: 'mnist',
    own: null,
    table: null,
    selection: {},
  });
  assert.ok(read({ 'page.notes': 'x'.repeat(1e6) }).notes.length <= 10_000);
});

test('the header stays what other programs read: whole words, spaces at its end', () => {
  const file = withPageTexts(bytes, facts);
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  assert.equal(length % 8, 0);
  const text = new TextDecoder().decode(file.subarray(8, 8 + length));
  assert.match(text, /^\{.*\} *$/s);
  assert.equal(textsOf(file)?.['page.epochs'], '12');
  assert.deepEqual(
    file.subarray(8 + length),
    bytes.subarray(8 + Number(new DataView(bytes.buffer).getBigUint64(0, true))),
  );
});
