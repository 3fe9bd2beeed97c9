/** @file What training says waits while a hand draws. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PacedUpdates } from '../../www/page/paced-updates.js';

function arrange() {
  let now = 1000;
  /** @type {{ at: number, run: () => void }[]} */
  const timers = [];
  /** @type {object[]} */
  const shown = [];
  const store = /** @type {any} */ ({
    get: () => ({ step: 0 }),
    update: (/** @type {object} */ patch) => shown.push(patch),
  });
  const updates = new PacedUpdates(store, {
    now: () => now,
    after: (run, milliseconds) => timers.push({ at: now + milliseconds, run }),
  });
  const until = (/** @type {number} */ time) => {
    for (;;) {
      timers.sort((a, b) => a.at - b.at);
      const next = timers[0];
      if (!next || next.at > time) break;
      timers.shift();
      now = next.at;
      next.run();
    }
    now = time;
  };
  return { updates, shown, until };
}
const patch = (/** @type {object} */ values) => /** @type {any} */ (values);

test('updates are shown at once while nobody draws', () => {
  const { updates, shown } = arrange();
  updates.add(patch({ points: 1 }), true);
  assert.deepEqual(shown, [{ points: 1 }]);
});

test('while a hand draws they wait, together, until it rests', () => {
  const { updates, shown, until } = arrange();
  updates.add(patch({ points: 1 }), true);
  updates.drawn();
  updates.add(patch({ points: 2 }), true);
  updates.add(patch({ progress: 7 }), true);
  assert.equal(shown.length, 1);
  assert.equal(/** @type {any} */ (updates.get()).points, 2);
  until(1400);
  assert.deepEqual(shown.slice(1), [{ points: 2, progress: 7 }]);
});

test('a hand that never rests sees updates now and then', () => {
  const { updates, shown, until } = arrange();
  updates.add(patch({ points: 0 }), true);
  for (let time = 1000; time < 4000; time += 100) {
    until(time);
    updates.drawn();
    updates.add(patch({ points: time }), true);
  }
  assert.ok(shown.length >= 3 && shown.length <= 6, String(shown.length));
});

test('what cannot wait is shown at once, with what waited', () => {
  const { updates, shown } = arrange();
  updates.drawn();
  updates.add(patch({ points: 0 }), true);
  updates.add(patch({ points: 1 }), true);
  updates.add(patch({ status: 'paused' }), false);
  assert.equal(/** @type {any} */ (shown.at(-1)).status, 'paused');
  assert.deepEqual(Object.assign({}, ...shown), { points: 1, status: 'paused' });
});
