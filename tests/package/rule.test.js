/** @file How many cores `auto` takes: small networks stay on one, and nothing is divided that gains little by it. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { cheapest } from '../../package/crew/rule.js';

/** Multiply-adds of a sample, and floats. */
const networks = {
  '64-32-10': [2368, 2410],
  '784-128-10': [101_632, 101_770],
  '784-512-256-10': [535_040, 535_818],
  '784-10': [7840, 7850],
  'cnn 8-16': [322_560, 5994],
};

/** Batch, floats of layers that are divided, cores there are, cores taken. @type {[keyof typeof networks, number, number, number, number][]} */
const cases = [
  ['64-32-10', 32, 2080, 8, 1],
  ['64-32-10', 256, 0, 2, 1],
  ['784-128-10', 8, 101_770, 2, 1],
  ['784-128-10', 32, 101_770, 2, 1],
  ['784-128-10', 64, 101_770, 2, 1],
  ['784-128-10', 128, 101_770, 2, 2],
  ['784-128-10', 512, 0, 2, 2],
  ['784-512-256-10', 8, 533_248, 2, 1],
  ['784-512-256-10', 32, 533_248, 2, 2],
  ['784-512-256-10', 32, 0, 2, 1],
  ['784-512-256-10', 128, 533_248, 1, 1],
  ['784-512-256-10', 128, 533_248, 2, 2],
  ['784-10', 256, 0, 2, 1],
  ['cnn 8-16', 64, 0, 4, 4],
  ['cnn 8-16', 2, 0, 64, 1],
];

for (const [name, batch, ofDivided, cores, taken] of cases) {
  test(`${name} in batches of ${batch}, ${ofDivided} floats in layers that are divided, takes ${taken} of ${cores} cores`, () => {
    assert.equal(cheapest(cores, Float64Array.of(...networks[name], batch, ofDivided)), taken);
  });
}

test('no more workers than samples', () => {
  assert.ok(cheapest(64, Float64Array.of(1e9, 1000, 3, 0)) === 3);
});
