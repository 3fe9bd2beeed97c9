/** @file The predictor: answers come before anything else, of the newest drawing alone, from the newest weights. */

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { Predictor } from '../../www/worker/predictor.js';

/** Stands for a session: what it predicts is the weight that it was given last. */
class EchoSession {
  weight = 0;

  static async create() {
    return new EchoSession();
  }

  /** @param {{ data: Float32Array }[]} parameters */
  async setParameters([first]) {
    this.weight = first?.data[0] ?? 0;
  }

  /** @param {Float32Array} input */
  async predict(input) {
    return Float32Array.of(this.weight, input[0] ?? 0);
  }

  async activations() {
    return [];
  }

  summary() {
    return [];
  }

  free() {}
}

/** @type {any[]} */
let told;
/** @type {Predictor} */
let predictor;
/** @type {{ postMessage: () => void, close: () => void, onmessage: (event: { data: unknown }) => void }} */
let port;

beforeEach(async () => {
  told = [];
  port = { postMessage: () => told.push({ type: 'taken' }), close: () => {}, onmessage: () => {} };
  const prepareDrawing = (/** @type {{ pixels: Uint8Array }} */ { pixels }) => ({
    input: pixels[0] ? Float32Array.of(pixels[0]) : null,
  });
  const load = async () => /** @type {any} */ ({ Session: EchoSession, prepareDrawing });
  predictor = new Predictor(
    load,
    (event) => told.push(event),
    () => 0,
    () => settled(),
  );
  await send({ type: 'open', spec: {}, data: 'mnist', engine: {}, snapshots: port });
});

afterEach(rested);

/** @param {any} command */
function send(command) {
  return predictor.handle({ run: 1, id: 1, version: 1, ...command });
}

/** Nothing is left to be told. */
async function rested() {
  for (let turns = 0; turns < 8; turns += 1) await settled();
}

/** @param {number} weight */
function snapshot(weight) {
  port.onmessage({
    data: { type: 'snapshot', step: weight, parameters: [{ name: 'w', data: Float32Array.of(weight) }] },
  });
}

/** @param {number} ink */
function drawing(ink, generation = ink) {
  return { type: 'predict', generation, pixels: Uint8Array.of(ink), width: 1, height: 1 };
}

/** @param {string} type */
function all(type) {
  return told.filter((event) => event.type === type);
}

test('a drawing is answered from the last snapshot, and the inside is told after it', async () => {
  snapshot(7);
  await settled();
  told.length = 0;
  await send(drawing(3));
  assert.deepEqual([...all('answer')[0].probabilities], [7, 3]);
  assert.deepEqual(all('inside'), [], 'a command is done once it is answered');
  await rested();
  assert.deepEqual(
    told.map(({ type }) => type),
    ['answer', 'inside'],
  );
});

test('of drawings that come together each is answered once, the inside is told of the last alone', async () => {
  snapshot(1);
  await rested();
  told.length = 0;
  await Promise.all([send(drawing(1)), send(drawing(2)), send(drawing(3))]);
  await rested();
  assert.equal(all('answer').at(-1).generation, 3);
  assert.deepEqual(
    all('inside').map(({ generation }) => generation),
    [3],
  );
});

test('what goes on inside is told in pieces: a drawing between two is answered, and the one before is left', async () => {
  await settled();
  snapshot(1);
  await send(drawing(1));
  await settled();
  told.length = 0;
  await send(drawing(2));
  assert.deepEqual(
    told.map(({ type, generation }) => [type, generation]),
    [['answer', 2]],
  );
  await rested();
  assert.deepEqual(
    all('inside').map(({ generation }) => generation),
    [2],
  );
});

test('without weights nothing is said; with them the drawing that waits is answered', async () => {
  await send(drawing(5));
  await settled();
  assert.deepEqual(all('answer'), []);
  snapshot(2);
  await settled();
  assert.deepEqual([...all('answer')[0].probabilities], [2, 5]);
  assert.equal(all('taken').length, 1);
});

test('no ink, no answer: the inside says so', async () => {
  snapshot(2);
  await send(drawing(0, 9));
  await rested();
  assert.deepEqual(all('answer'), []);
  assert.equal(all('inside').at(-1).empty, true);
});

test('what was asked of an earlier network is not answered', async () => {
  snapshot(2);
  await settled();
  await send({ type: 'open', run: 2, spec: {}, data: 'mnist', engine: {}, snapshots: port });
  told.length = 0;
  await send(drawing(4));
  await settled();
  assert.deepEqual(told, []);
});
