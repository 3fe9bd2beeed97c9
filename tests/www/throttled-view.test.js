/** @file Throttled views are drawn while the page is idle, and not while a prediction is pending. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { throttled } from '../../www/page/throttled-view.js';

const [INTERVAL, DRAWING] = [50, 300];

/** A fake clock, its timers, and idle callbacks that the test triggers. */
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

  /** @param {number} milliseconds to advance, all idle */
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

test('the first state and changes by the user are drawn at once', () => {
  assert.deepEqual(world.drawn, [0]);
  world.pass(3);
  world.show({ settings: {} });
  world.show({ status: 'paused' });
  assert.deepEqual(world.drawn, [0, 3, 3]);
});

test('training updates wait for the interval, and only the last state is drawn', () => {
  for (let step = 0; step < 10; step += 1) {
    world.show();
    world.pass(2);
  }
  assert.deepEqual(world.drawn, [0]);
  world.pass(200);
  assert.deepEqual(world.drawn, [0, INTERVAL]);
});

test('nothing is drawn while a prediction is pending, even before a frame has shown it', () => {
  world.show();
  world.state.asking = true;
  world.pass(INTERVAL + 40);
  assert.deepEqual(world.drawn, [0]);
  world.state.asking = false;
  world.pass(10);
  assert.equal(world.drawn.length, 2);
});

test('drawing changes the interval, and a pause restores it', () => {
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

test('a pending prediction delays a view for a limited time only', () => {
  world.show({ asking: true });
  world.pass(1000);
  assert.equal(world.drawn.length, 2);
});
