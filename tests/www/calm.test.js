/** @file Panels that may wait are drawn in quiet moments, never while a drawing waits for its answer. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { calmly } from '../../www/page/calm.js';

const INTERVAL = 50;

/** A clock, timers that it drives, and quiet moments that the test gives. */
class World {
  time = 0;
  /** @type {{ at: number, callback: () => void }[]} */
  timers = [];
  /** @type {(() => void)[]} */
  idle = [];
  /** @type {number[]} times at which the panel was drawn */
  drawn = [];
  state = { settings: {}, theme: 0, status: 'running', network: null, notice: null, history: {}, asking: false };
  panel = calmly({ root: /** @type {any} */ (null), show: () => this.drawn.push(this.time) }, INTERVAL, {
    now: () => this.time,
    after: (callback, milliseconds) => this.timers.push({ at: this.time + milliseconds, callback }),
    idle: (callback) => this.idle.push(callback),
  });

  /** @param {Partial<World['state']>} [changes] */
  show(changes = {}) {
    this.state = { ...this.state, ...changes };
    this.panel.show(/** @type {any} */ (this.state));
  }

  /** @param {number} milliseconds that go by, all of them quiet */
  pass(milliseconds) {
    for (const until = this.time + milliseconds; this.time < until; this.time += 1) {
      for (const timer of this.timers.filter(({ at }) => at <= this.time)) {
        this.timers.splice(this.timers.indexOf(timer), 1);
        timer.callback();
      }
      for (const callback of this.idle.splice(0)) callback();
    }
  }
}

/** @type {World} */
let world;
beforeEach(() => {
  world = new World();
  world.show();
});

test('the first state, and whatever a person changes, shows at once', () => {
  assert.deepEqual(world.drawn, [0]);
  world.pass(3);
  world.show({ settings: {} });
  world.show({ status: 'paused' });
  assert.deepEqual(world.drawn, [0, 3, 3]);
});

test('what training changes waits for its interval, and of many states the last is drawn once', () => {
  for (let step = 0; step < 10; step += 1) {
    world.show();
    world.pass(2);
  }
  assert.deepEqual(world.drawn, [0]);
  world.pass(200);
  assert.deepEqual(world.drawn, [0, INTERVAL]);
});

test('nothing is drawn while a drawing waits for its answer', () => {
  world.show({ asking: true });
  world.pass(4 * INTERVAL + 40);
  assert.deepEqual(world.drawn, [0]);
  world.show({ asking: false });
  world.pass(10);
  assert.equal(world.drawn.length, 2);
});

test('an answer that does not come holds a panel up for a while only', () => {
  world.show({ asking: true });
  world.pass(1000);
  assert.equal(world.drawn.length, 2);
});
