/** @file Words for an answer, and which answers must not look sure. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { best, verdict } from './verdict.js';

const trained = { drawn: true, untrained: false, dead: false, unfamiliar: false };

/** @param {number[]} probabilities */
function answer(...probabilities) {
  return { probabilities: Float32Array.from(probabilities) };
}

test('the best class and its probability are found, of any number of classes', () => {
  assert.deepEqual(best(Float32Array.of(0.25, 0.5, 0.25)), { digit: 1, confidence: 0.5 });
  assert.equal(best(Float32Array.of(Number.NaN, 0.5)), null);
});

test('the word fits the probability', () => {
  const word = (/** @type {number} */ value) => verdict(answer(1 - value, value, 0), trained).certainty;
  assert.deepEqual([0.99, 0.9, 0.6].map(word), ['sure', 'fairly', 'unsure']);
  assert.equal(verdict(answer(0.4, 0.3, 0.3), trained).certainty, 'guess');
});

test('without an answer it says whether something is drawn', () => {
  assert.equal(verdict(null, { ...trained, drawn: false }).certainty, 'empty');
  assert.equal(verdict(null, trained).certainty, 'waiting');
});

test('an untrained, a dead, an undecided and a diverged network, and one that knows nothing like it, are not reliable, however high the number', () => {
  const certain = answer(0, 1, 0);
  assert.equal(verdict(certain, trained).reliable, true);
  for (const [given, state, certainty] of /** @type {const} */ ([
    [certain, { ...trained, untrained: true }, 'untrained'],
    [certain, { ...trained, dead: true }, 'dead'],
    [certain, { ...trained, unfamiliar: true }, 'unfamiliar'],
    [answer(0.334, 0.333, 0.333), trained, 'even'],
    [answer(Number.NaN, Number.NaN, Number.NaN), trained, 'infinite'],
  ])) {
    const found = verdict(given, state);
    assert.deepEqual([found.certainty, found.reliable], [certainty, false]);
  }
});
