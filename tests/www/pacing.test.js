/** @file Calls of `step` last about as long as wished, however fast steps are, and things that are due wait their turn. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Due } from '../../www/shared/due.js';
import { Pacing } from '../../www/worker/pacing.js';

for (const perStep of [0.02, 0.3, 1, 7, 50]) {
  test(`steps of ${perStep} ms: no call lasts longer than wished, but for one of a single step`, () => {
    const pacing = new Pacing(12);
    let last = 0;
    for (let call = 0; call < 30; call += 1) {
      const steps = pacing.steps();
      last = steps * perStep;
      assert.ok(steps === 1 || last <= 12 + 1e-9, `call ${call} of ${steps} steps lasts ${last} ms`);
      pacing.took(steps, last);
    }
    assert.ok(perStep > 6 || last > 6, `calls of ${last} ms are too short`);
  });
}

test('a call that was suddenly slow makes the next one short at once', () => {
  const pacing = new Pacing(12);
  for (let call = 0; call < 20; call += 1) pacing.took(pacing.steps(), pacing.steps());
  pacing.took(12, 120);
  assert.equal(pacing.steps(), 1);
});

test('a call of no steps says nothing', () => {
  const pacing = new Pacing(12);
  pacing.took(0, 100);
  assert.equal(pacing.steps(), 1);
});

test('what is due waits for its interval', () => {
  const due = new Due(1000);
  assert.equal(due.is(0), true);
  due.done(0, 10);
  assert.equal(due.is(999), false);
  assert.equal(due.is(1000), true);
  assert.equal(due.since(400), 400);
});

test('what is dear is done more rarely', () => {
  const due = new Due(1000, 20);
  due.done(0, 200);
  assert.equal(due.is(3999), false);
  assert.equal(due.is(4000), true);
});
