/** @file Answers on the page's own thread: from the newest weights, within the caller's task, and never where they cannot be. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { OwnThread } from '../../www/page/own-thread.js';
import { isLight } from '../../www/shared/lightness.js';

/** What a session predicts here is the weight that it was given last, and the first pixel. */
function world({ fails = false } = {}) {
  const counts = { loads: 0, sessions: 0, freed: 0 };
  let weight = 0;
  const session = {
    setParameters: async (/** @type {{ data: Float32Array }[]} */ [first]) => {
      weight = first?.data[0] ?? 0;
    },
    predict: async (/** @type {Float32Array} */ input) => {
      if (fails) throw new Error('unreachable');
      return Float32Array.of(weight, input[0] ?? 0);
    },
    free: () => {
      counts.freed += 1;
    },
  };
  const create = async () => {
    counts.sessions += 1;
    return session;
  };
  const prepareDrawing = (/** @type {{ pixels: Uint8Array }} */ { pixels }) => ({
    input: pixels[0] ? Float32Array.of(pixels[0]) : null,
  });
  const load = async () => {
    counts.loads += 1;
    return /** @type {any} */ ({ Session: { create }, prepareDrawing });
  };
  const clock = { now: 0 };
  const ownThread = new OwnThread(load, () => clock.now);
  ownThread.open(/** @type {any} */ ({}), 'mnist');
  return { ownThread, counts, clock };
}

/** @param {number} value */
function weights(value) {
  return { step: value, parameters: [{ name: 'w', shape: [1], data: Float32Array.of(value) }] };
}

/** @param {number} ink */
function drawing(ink) {
  return { generation: ink, pixels: Uint8Array.of(ink), width: 1, height: 1 };
}

test('nothing is loaded before weights come; then drawings are answered from the newest', async () => {
  const { ownThread, counts } = world();
  assert.equal(ownThread.ready, false);
  assert.equal(await ownThread.answer(drawing(1)), null);
  assert.equal(counts.loads, 0);
  ownThread.take(weights(5));
  ownThread.take(weights(6));
  await settled();
  assert.equal(ownThread.ready, true);
  assert.deepEqual(counts, { loads: 1, sessions: 1, freed: 0 });
  const answer = await ownThread.answer(drawing(3));
  assert.deepEqual([answer?.generation, answer?.step, ...(answer?.probabilities ?? [])], [3, 6, 6, 3]);
  assert.equal(await ownThread.answer(drawing(0)), null, 'no ink, no answer');
});

test('an answer is there before the task ends', async () => {
  const { ownThread } = world();
  ownThread.take(weights(1));
  await settled();
  ownThread.take(weights(2));
  let found = null;
  ownThread.answer(drawing(4)).then((answer) => {
    found = answer;
  });
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  assert.notEqual(found, null);
});

test('a hand that moves too fast leaves points to the worker', async () => {
  const { ownThread, clock } = world();
  ownThread.take(weights(1));
  await settled();
  await ownThread.answer(drawing(1));
  assert.equal(ownThread.ready, false);
  clock.now = 4;
  assert.equal(ownThread.ready, true);
});

test('another network is not answered by the one before, nor by one that was still being opened', async () => {
  const { ownThread, counts } = world();
  ownThread.take(weights(1));
  ownThread.open(/** @type {any} */ ({}), 'digits');
  await settled();
  assert.equal(ownThread.ready, false);
  assert.equal(counts.freed, counts.sessions);
  ownThread.take(weights(2));
  await settled();
  assert.equal(ownThread.ready, true);
  assert.equal(counts.loads, 1, 'one instance is enough');
});

test('weights that come while another network is still being opened are not forgotten', async () => {
  const { ownThread } = world();
  ownThread.take(weights(1));
  ownThread.open(/** @type {any} */ ({}), 'digits');
  ownThread.take(weights(2));
  await settled();
  assert.equal((await ownThread.answer(drawing(1)))?.step, 2);
});

test('an instance that fails is not asked again', async () => {
  const { ownThread, counts } = world({ fails: true });
  ownThread.take(weights(1));
  await settled();
  assert.equal(await ownThread.answer(drawing(1)), null);
  assert.equal(ownThread.ready, false);
  ownThread.take(weights(2));
  await settled();
  assert.equal(counts.sessions, 1);
});

test('networks are light by their work and by their size', () => {
  assert.equal(isLight([{ multiplyAdds: 101_632, parameters: 101_770 }]), true);
  assert.equal(isLight([{ multiplyAdds: 3_000_000, parameters: 1000 }]), false);
  assert.equal(isLight(Array(4).fill({ multiplyAdds: 1, parameters: 300_000 })), false);
});
