/** @file The duration of calls of `step` follows its target at any speed, and rate limiters keep their intervals. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateLimiter } from '../../www/shared/rate-limiter.js';
import { StepsPerCall } from '../../www/worker/steps-per-call.js';

for (const perStep of [0.02, 0.3, 1, 7, 50]) {
  test(`steps of ${perStep} ms: no call exceeds the target, except a single step`, () => {
    const stepsPerCall = new StepsPerCall(12);
    let last = 0;
    for (let call = 0; call < 30; call += 1) {
      const steps = stepsPerCall.next();
      last = steps * perStep;
      assert.ok(steps === 1 || last <= 12 + 1e-9, `call ${call} of ${steps} steps lasts ${last} ms`);
      stepsPerCall.record(steps, last);
    }
    assert.ok(perStep > 6 || last > 6, `calls of ${last} ms are too short`);
  });
}

test('a slow call shortens the next one at once', () => {
  const stepsPerCall = new StepsPerCall(12);
  for (let call = 0; call < 20; call += 1) stepsPerCall.record(stepsPerCall.next(), stepsPerCall.next());
  stepsPerCall.record(12, 120);
  assert.equal(stepsPerCall.next(), 1);
});

test('a call without steps is ignored', () => {
  const stepsPerCall = new StepsPerCall(12);
  stepsPerCall.record(0, 100);
  assert.equal(stepsPerCall.next(), 1);
});

test('an action waits for its interval', () => {
  const limiter = new RateLimiter(1000);
  assert.equal(limiter.isReady(0), true);
  limiter.record(0, 10);
  assert.equal(limiter.isReady(999), false);
  assert.equal(limiter.isReady(1000), true);
  assert.equal(limiter.elapsed(400), 400);
});

test('a slow action runs less often', () => {
  const limiter = new RateLimiter(1000, 20);
  limiter.record(0, 200);
  assert.equal(limiter.isReady(3999), false);
  assert.equal(limiter.isReady(4000), true);
});
