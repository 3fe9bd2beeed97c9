/** @file An experiment is written to the address and read back; invalid values are refused by name. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataSets } from '../../www/shared/data-sets.js';
import { defaultExperiment, withDataset } from '../../www/shared/experiment.js';
import { readLink, routeOf, writeLink } from '../../www/shared/links.js';
import { compact, fieldsOfGroup, kindsOf, newVariant, specFields } from '../../www/shared/spec-schema.js';
import { randomFrom } from './random.js';

/**
 * @typedef {import('../../www/shared/spec-schema.js').Field} Field
 * @typedef {import('../../www/shared/spec-schema.js').Variant} Variant
 * @typedef {ReturnType<typeof randomFrom>} Random
 */

/**
 * @param {Random} random
 * @param {Field} field
 * @param {number} depth
 * @returns {unknown}
 */
function anyValue(random, field, depth) {
  const { type, range, options } = field;
  if (type === 'choice') return random.of(options);
  if (type === 'flag') return random.below(2) === 0;
  if (type === 'sizes') return [1, 28, 28].slice(random.below(3));
  if (type === 'text') return random.of(['first', 'a-b.c,d', 'α (β) 50%~']);
  if (type === 'init') return random.below(2) === 0 ? random.of(options) : { constant: -0.125 };
  if (type === 'layers')
    return Array.from({ length: 1 + random.below(3) }, () => anyVariant(random, 'Layer', depth + 1));
  const [least, most] = [Math.max(range.minimum, -100), Math.min(range.maximum, 100)];
  const value = random.between(least + (range.above ? 1e-3 : 0), most - (range.below ? 1e-3 : 0));
  return type === 'integer' ? Math.max(Math.ceil(least), Math.round(value)) : value;
}

/**
 * @param {Random} random
 * @param {import('../../www/shared/spec-schema.js').Section} section
 * @param {number} [depth]
 * @returns {Variant}
 */
function anyVariant(random, section, depth = 0) {
  const kinds = [...kindsOf(section)].filter(
    ([, fields]) => depth < 2 || !fields.some(({ type }) => type === 'layers'),
  );
  const [kind, fields] = random.of(kinds);
  const given = fields.filter(({ required }) => required || random.below(2) === 0);
  const entries = given.map((field) => [field.name, anyValue(random, field, depth)]);
  return compact(section, { kind, ...Object.fromEntries(entries) });
}

/** @param {Random} random */
function anyExperiment(random) {
  const experiment = withDataset(defaultExperiment(), { name: random.of(['mnist', 'digits']) });
  /** @type {Record<string, unknown>} */
  const spec = { ...experiment.spec };
  for (const field of specFields()) if (random.below(2) === 0) spec[field.name] = anyValue(random, field, 0);
  spec.layers = Array.from({ length: 1 + random.below(12) }, () => anyVariant(random, 'Layer'));
  spec.loss = anyVariant(random, 'Loss');
  spec.optimizer = anyVariant(random, 'Optimizer');
  if (random.below(2) === 0) spec.schedule = anyVariant(random, 'Schedule');
  for (const [part, group] of /** @type {const} */ ([
    ['augment', 'Augment'],
    ['early_stopping', 'EarlyStopping'],
  ])) {
    if (random.below(2) === 0) continue;
    const given = fieldsOfGroup(group).filter(() => random.below(2) === 0);
    spec[part] = Object.fromEntries(given.map((field) => [field.name, anyValue(random, field, 0)]));
  }
  const run = { epochs: random.below(20), workers: random.below(5), gpu: random.of(['off', 'auto', 'on']) };
  return /** @type {import('../../www/shared/experiment.js').Experiment} */ (
    /** @type {unknown} */ ({ ...experiment, spec, run })
  );
}

/**
 * Every field with its default, so that one that is given at its default equals one that is left out.
 *
 * @param {import('../../www/shared/experiment.js').Experiment} experiment
 */
function filled({ spec, dataset, run }) {
  /** @type {Record<string, unknown>} */
  const full = { ...spec };
  for (const { name, initial } of specFields()) full[name] ??= initial;
  full.schedule ??= { kind: 'constant' };
  for (const part of ['loss', 'optimizer', 'schedule']) {
    const section = /** @type {'Loss'} */ (part[0]?.toUpperCase() + part.slice(1));
    full[part] = compact(section, /** @type {Variant} */ (full[part]));
  }
  for (const [part, group] of /** @type {const} */ ([
    ['augment', 'Augment'],
    ['early_stopping', 'EarlyStopping'],
  ])) {
    if (!full[part]) continue;
    const defaults = fieldsOfGroup(group).map(({ name, initial }) => [name, initial]);
    full[part] = { ...Object.fromEntries(defaults), .../** @type {object} */ (full[part]) };
  }
  return { spec: full, dataset, run };
}

test('any experiment survives the way through a link', () => {
  const random = randomFrom(7);
  for (let round = 0; round < 400; round += 1) {
    const experiment = anyExperiment(random);
    const link = writeLink('build/3', experiment, '?theirs=1');
    const read = readLink(link);
    assert.deepEqual(read.refused, [], link.hash);
    assert.deepEqual(filled(read.experiment), filled(experiment), link.hash);
    assert.equal(read.route, 'build/3');
    assert.match(link.search, /theirs=1/, 'a parameter that is not ours stays');
  }
});

test('the default experiment leaves the address as it is', () => {
  assert.deepEqual(writeLink('train', defaultExperiment(), ''), { search: '', hash: '' });
  assert.deepEqual(readLink({ search: '', hash: '' }).experiment, defaultExperiment());
});

test('only what differs from the defaults is written', () => {
  const experiment = withDataset(defaultExperiment(), { name: 'digits' });
  experiment.spec.optimizer = { kind: 'adam', learning_rate: 0.02 };
  assert.deepEqual(writeLink('train', experiment, ''), {
    search: '?data=digits',
    hash: '#/train?v=2&learning_rate=0.02',
  });
  assert.equal(writeLink('build', defaultExperiment(), '').hash, '#/build');
});

test('layers are readable in a link', () => {
  const experiment = defaultExperiment();
  experiment.spec.layers = [
    { kind: 'conv2d', filters: 8, kernel: 5, activation: 'relu', padding: 'same' },
    { kind: 'batch_norm', epsilon: 1e-7 },
    { kind: 'dropout', rate: 0.25 },
    { kind: 'flatten' },
    { kind: 'dense', units: 10 },
  ];
  const { hash } = writeLink('train', experiment, '');
  assert.equal(
    hash,
    '#/train?v=2&layers=conv2d-8-5-relu-padding.same,batch_norm-epsilon.0.0000001,dropout-0.25,flatten,dense-10',
  );
  assert.deepEqual(readLink({ search: '', hash }).experiment.spec.layers, experiment.spec.layers);
});

for (const [what, address, name] of /** @type {const} */ ([
  ['a choice that is none', '?data=faces', 'data'],
  ['a number out of its range', '#/train?v=2&batch_size=0', 'batch_size'],
  ['a fraction where a whole number is due', '#/train?v=2&batch_size=1.5', 'batch_size'],
  ['an empty number', '#/train?v=2&l2=', 'l2'],
  ['no number', '#/train?v=2&learning_rate=fast', 'learning_rate'],
  ['infinity', '#/train?v=2&learning_rate=Infinity', 'learning_rate'],
  ['a layer without units', '#/train?v=2&layers=dense-0-relu', 'layers'],
  ['a layer of no kind', '#/train?v=2&layers=sparse-9-relu', 'layers'],
  ['an activation of no name', '#/train?v=2&layers=dense-9-step', 'layers'],
  ['a field that the layer has not', '#/train?v=2&layers=dense-9-relu-stride.2', 'layers'],
  ['a field twice', '#/train?v=2&layers=dense-9-relu-tanh', 'layers'],
  ['a rate of all', '#/train?v=2&layers=dropout-1', 'layers'],
  ['a layer without what it needs', '#/train?v=2&layers=conv2d-8', 'layers'],
  ['an open parenthesis', '#/train?v=2&layers=dense-8(', 'layers'],
  ['no layers', '#/train?v=2&layers=', 'layers'],
  ['an optimiser of no name', '#/train?v=2&optimizer=magic', 'optimizer'],
  ['another version', '#/train?v=3&learning_rate=0.5', 'v'],
])) {
  test(`${what} is refused and its default is kept`, () => {
    const { search, hash } = new URL(address, 'http://host/');
    const { experiment, refused } = readLink({ search, hash });
    assert.deepEqual(refused, [name]);
    assert.deepEqual(experiment, defaultExperiment());
  });
}

test('another optimiser begins with the values that its fields must have', () => {
  const { experiment } = readLink({ search: '', hash: '#/train?v=2&optimizer=sgd&optimizer.momentum=0.9' });
  assert.deepEqual(experiment.spec.optimizer, { ...newVariant('Optimizer', 'sgd'), momentum: 0.9 });
});

test('a route is a place and what is open in it', () => {
  assert.equal(routeOf('#/learn/overfitting?v=2&seed=1'), 'learn/overfitting');
  assert.equal(routeOf('#v=1&seed=1'), '');
});

test('the shape of the input is that of the data', () => {
  assert.deepEqual(readLink({ search: '?data=digits', hash: '' }).experiment.spec.input, [...dataSets.digits.shape]);
});
