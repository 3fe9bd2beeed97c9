/** @file The lines of an optimiser's rule: numbers in the formula, and the package's result at the end. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figure } from '../../www/page/features/one-step/figures.js';
import { ruleLines } from '../../www/page/features/one-step/rule-lines.js';
import { applyRule } from '../../www/worker/one-step/rules.js';

const given = {
  weight: 0.5,
  gradient: -0.2,
  rate: 0.1,
  count: 3,
  state: /** @type {[number, number]} */ ([0.04, 0.01]),
};

/** @param {Record<string, unknown> & { kind: string }} optimizer */
function linesOf(optimizer) {
  const rule = applyRule({ learning_rate: 0.1, ...optimizer }, given);
  const update = { rule, optimizer: optimizer.kind, g: given.gradient, rate: 0.1, before: 0.5, after: rule?.after };
  return ruleLines(/** @type {any} */ (update));
}

test('plain descent is one line', () => {
  const [only, ...others] = linesOf({ kind: 'sgd' });
  assert.deepEqual(only, { symbols: 'w ← w − η g', numbers: '0.5 − 0.1 · (−0.2)', value: 0.52 });
  assert.deepEqual(others, []);
});

test('every optimiser ends with the new weight, and no number is missing', () => {
  const optimizers = [
    { kind: 'sgd', momentum: 0.9 },
    { kind: 'sgd', momentum: 0.9, nesterov: true },
    ...['adagrad', 'rmsprop', 'adam', 'adamw', 'adamax', 'lion'].map((kind) => ({ kind, weight_decay: 0.1 })),
  ];
  for (const optimizer of optimizers) {
    const lines = linesOf(optimizer);
    const last = lines.at(-1);
    assert.match(last?.symbols ?? '', /^w ←/);
    assert.equal(last?.value, applyRule({ learning_rate: 0.1, ...optimizer }, given)?.after);
    for (const { numbers, value } of lines) {
      assert.doesNotMatch(numbers, /NaN|undefined/, optimizer.kind);
      assert.ok(Number.isFinite(value), optimizer.kind);
    }
  }
});

test('the bias of both moments is corrected by the number of the update', () => {
  const numbers = linesOf({ kind: 'adam' }).map((line) => line.numbers);
  assert.deepEqual(numbers.slice(2, 4), ['0.016 ÷ (1 − 0.9³)', '0.01003 ÷ (1 − 0.999³)']);
});

test('numbers have four digits that count', () => {
  assert.equal(figure(-0.123456), '−0.1235');
  assert.equal(figure(0.00032), '0.00032');
  assert.equal(figure(1.234e-7), '1.23 · 10⁻⁷');
  assert.equal(figure(Number.NaN), 'NaN');
  assert.equal(figure(Number.NEGATIVE_INFINITY), '−∞');
  assert.equal(figure(-0), '0');
});
