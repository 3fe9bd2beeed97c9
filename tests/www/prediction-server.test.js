/** @file The prediction server: predictions come first, for the newest drawing only, with the newest weights. */

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { PredictionServer } from '../../www/worker/prediction-server.js';

/** Replaces a session. It predicts the last weight. */
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
let posted;
/** @type {PredictionServer} */
let server;
/** @type {{ postMessage: () => void, close: () => void, onmessage: (event: { data: unknown }) => void }} */
let port;

beforeEach(async () => {
  posted = [];
  port = { postMessage: () => posted.push({ type: 'acknowledged' }), close: () => {}, onmessage: () => {} };
  const prepareDrawing = (/** @type {{ pixels: Uint8Array }} */ { pixels }) => ({
    input: pixels[0] ? Float32Array.of(pixels[0]) : null,
  });
  const load = async () => /** @type {any} */ ({ Session: EchoSession, prepareDrawing });
  server = new PredictionServer(
    load,
    (event) => posted.push(event),
    () => 0,
    () => settled(),
  );
  await send({ type: 'open', spec: {}, data: 'mnist', engine: {}, snapshots: port });
});

afterEach(idle);

/** @param {any} command */
function send(command) {
  return server.handle({ run: 1, id: 1, version: 1, ...command });
}

/** Waits until all messages are posted. */
async function idle() {
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
  return posted.filter((event) => event.type === type);
}

test('a drawing is predicted with the last snapshot, and the inspection follows', async () => {
  snapshot(7);
  await settled();
  posted.length = 0;
  await send(drawing(3));
  assert.deepEqual([...all('answer')[0].probabilities], [7, 3]);
  assert.deepEqual(all('inspection'), [], 'a command is done once the drawing is predicted');
  await idle();
  assert.deepEqual(
    posted.map(({ type }) => type),
    ['answer', 'inspection'],
  );
});

test('of several queued drawings, only the last is inspected', async () => {
  snapshot(1);
  await idle();
  posted.length = 0;
  await Promise.all([send(drawing(1)), send(drawing(2)), send(drawing(3))]);
  await idle();
  assert.equal(all('answer').at(-1).generation, 3);
  assert.deepEqual(
    all('inspection').map(({ generation }) => generation),
    [3],
  );
});

test('a drawing that arrives during an inspection is predicted, and the inspection is dropped', async () => {
  await settled();
  snapshot(1);
  await send(drawing(1));
  await settled();
  posted.length = 0;
  await send(drawing(2));
  assert.deepEqual(
    posted.map(({ type, generation }) => [type, generation]),
    [['answer', 2]],
  );
  await idle();
  assert.deepEqual(
    all('inspection').map(({ generation }) => generation),
    [2],
  );
});

test('without weights nothing is predicted; with them the waiting drawing is', async () => {
  await send(drawing(5));
  await settled();
  assert.deepEqual(all('answer'), []);
  snapshot(2);
  await settled();
  assert.deepEqual([...all('answer')[0].probabilities], [2, 5]);
  assert.equal(all('acknowledged').length, 1);
});

test('no ink: no prediction, and the inspection says so', async () => {
  snapshot(2);
  await send(drawing(0, 9));
  await idle();
  assert.deepEqual(all('answer'), []);
  assert.equal(all('inspection').at(-1).empty, true);
});

test('a drawing for an earlier network is not predicted', async () => {
  snapshot(2);
  await settled();
  await send({ type: 'open', run: 2, spec: {}, data: 'mnist', engine: {}, snapshots: port });
  posted.length = 0;
  await send(drawing(4));
  await settled();
  assert.deepEqual(posted, []);
});
