import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsOf, fieldsOfGroup, kindsOf, newVariant, specFields } from '../../shared/spec-schema.js';
import { language } from '../app/language.js';
import { kindExplanations } from './kind-texts.js';
import { aboutKind } from './kinds.js';
import { nearestStop, stopsOf } from './stops.js';
import { explanations, texts } from './texts.js';
import { readTyped, stepped, typedText } from './typed.js';
import { changeKind, withField } from './variant.js';
import { explanationOf, faultText } from './words.js';

/** @typedef {import('../../shared/spec-schema.js').Section} Section */
const sections = /** @type {Section[]} */ (['Layer', 'Loss', 'Optimizer', 'Schedule']);
const every = [
  ...specFields(),
  ...fieldsOfGroup('EarlyStopping'),
  ...fieldsOfGroup('Augment'),
  ...sections.flatMap((section) => [...kindsOf(section).values()].flat()),
];

/**
 * @param {Section} section
 * @param {string} kind
 * @param {string} name
 */
function field(section, kind, name) {
  const found = fieldsOf(section, kind).find((one) => one.name === name);
  assert.ok(found, name);
  return found;
}
const rate = field('Optimizer', 'adam', 'learning_rate');
const units = field('Layer', 'dense', 'units');
const dropout = field('Layer', 'dropout', 'rate');

test('a decimal comma is read, and faults are named', () => {
  assert.deepEqual(readTyped(rate, ' 0,01 '), { value: 0.01 });
  assert.deepEqual(readTyped(rate, 'fast'), { fault: 'number' });
  assert.deepEqual(readTyped(rate, ''), { fault: 'required' });
  assert.deepEqual(readTyped(rate, '-1'), { fault: 'range' });
  assert.deepEqual(readTyped(units, '1.5'), { fault: 'whole' });
  assert.deepEqual(readTyped(units, '0'), { fault: 'range' });
  assert.deepEqual(readTyped(field('Layer', 'conv2d', 'stride'), ''), { value: undefined });
  assert.deepEqual(readTyped(field('Layer', 'dense', 'name'), '  '), { value: undefined });
});

test('sizes are shown as they are read', () => {
  const shape = field('Layer', 'reshape', 'shape');
  assert.equal(typedText(shape, [1, 28, 28]), '1 × 28 × 28');
  assert.deepEqual(readTyped(shape, '1 × 28 × 28'), { value: [1, 28, 28] });
  assert.deepEqual(readTyped(shape, '[4, 7]'), { value: [4, 7] });
});

test('arrow keys stay in the range', () => {
  assert.equal(stepped(units, 128, 1, false), 129);
  assert.equal(stepped(units, 128, 1, true), 256);
  assert.equal(stepped(units, 129, -1, true), 64);
  assert.equal(stepped(units, 1, -1, false), null);
  assert.equal(stepped(units, 1, -1, true), null);
  assert.equal(stepped(rate, 0.001, 1, false), 0.00105);
  assert.equal(stepped(rate, 0, -1, false), null);
  assert.equal(stepped(rate, 0, 1, false), 0.001);
  assert.equal(stepped(dropout, 0.99, 1, false), null);
});

test('a slider stands at the nearest stop', () => {
  const stops = stopsOf('learning_rate') ?? [];
  assert.equal(stops[nearestStop(stops, 0.0011)], 0.001);
  const penalties = stopsOf('l1') ?? [];
  assert.equal(nearestStop(penalties, 0), 0);
  assert.equal(penalties[nearestStop(penalties, 0.00011)], 0.0001);
  assert.equal(stopsOf('units'), undefined);
});

test('another kind keeps fields of the same name and starts the others', () => {
  const adam = { kind: 'adam', learning_rate: 0.01, beta1: 0.8, weight_decay: 0.1 };
  assert.deepEqual(changeKind('Optimizer', adam, 'sgd'), { kind: 'sgd', learning_rate: 0.01, weight_decay: 0.1 });
  const conv = { kind: 'conv2d', filters: 4, kernel: 5, activation: 'tanh' };
  assert.deepEqual(changeKind('Layer', conv, 'dense'), {
    ...newVariant('Layer', 'dense'),
    activation: 'tanh',
  });
  assert.deepEqual(withField('Layer', conv, 'activation', 'linear'), { kind: 'conv2d', filters: 4, kernel: 5 });
  assert.deepEqual(withField('Layer', conv, 'activation', undefined), { kind: 'conv2d', filters: 4, kernel: 5 });
});

test('a fault says the range', () => {
  assert.equal(faultText(rate, 'range'), 'At least 0.');
  assert.equal(faultText(dropout, 'range'), 'At least 0. Less than 1.');
  assert.equal(faultText(field('Layer', 'batch_norm', 'epsilon'), 'range'), 'More than 0.');
  language.value = 'zh';
  assert.equal(faultText(dropout, 'range'), '不能小于 0。必须小于 1。');
  language.value = 'en';
});

test('every field and kind is explained in both languages', () => {
  for (const one of every) {
    assert.ok(one.description, `${one.name} in English`);
    assert.ok(explanations[one.name], `${one.name} in Chinese`);
  }
  for (const section of sections) {
    for (const kind of kindsOf(section).keys()) {
      assert.ok(aboutKind(section, kind), kind);
      assert.ok(kindExplanations[kind], `${kind} in Chinese`);
    }
  }
  language.value = 'zh';
  assert.equal(explanationOf(rate), '每一步走多远。');
  language.value = 'en';
  assert.deepEqual(Object.keys(texts.en), Object.keys(texts.zh));
});
