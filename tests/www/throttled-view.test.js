/** @file Panels that may wait are drawn in quiet moments, never while a drawing waits for its answer. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { throttled } from '../../www/page/throttled-view.js';

const [INTERVAL, DRAWING] = [50, 300];

/** A clock, timers that it drives, and quiet moments that the test gives. */
class World {
  time = 0;
  /** @type {{ at: number, callback: () => void }[]} */
  timers = [];
  /** @type {(() => void)[]} */
  idle = [];
  /** @type {number[]} times at which the panel was drawn */
  drawn = [];
  state = {
    ...{ settings: {}, theme: 0, status: 'running', network: null, notice: null, history: {}, asking: false },
    drawing: { generation: 0 },
  };
  panel = throttled(
    { root: /** @type {any} */ (null), show: () => this.drawn.push(this.time) },
    { interval: INTERVAL, drawing: DRAWING },
    () => /** @type {any} */ (this.state),
    {
      now: () => this.time,
      after: (callback, milliseconds) => this.timers.push({ at: this.time + milliseconds, callback }),
      idle: (callback) => this.idle.push(callback),
    },
  );

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

test('nothing is drawn while a drawing waits for its answer, even if no frame has told so', () => {
  world.show();
  world.state.asking = true;
  world.pass(INTERVAL + 40);
  assert.deepEqual(world.drawn, [0]);
  world.state.asking = false;
  world.pass(10);
  assert.equal(world.drawn.length, 2);
});

test('while the hand draws a panel keeps another pace, and its own again once the hand rests', () => {
  const draw = (/** @type {number} */ generation) => world.show({ drawing: { generation } });
  for (let stroke = 1; stroke <= 40; stroke += 1) {
    draw(stroke);
    world.pass(10);
  }
  assert.equal(world.drawn.length, 2);
  assert.ok((world.drawn[1] ?? 0) >= DRAWING);
  world.pass(200);
  world.show();
  world.pass(INTERVAL + 5);
  assert.equal(world.drawn.length, 3);
});

test('an answer that does not come holds a panel up for a while only', () => {
  world.show({ asking: true });
  world.pass(1000);
  assert.equal(world.drawn.length, 2);
});
