/**
 * @file The prediction server: predictions come first, for the newest drawing only, with the newest weights; queries are
 * answered about the newest drawing.
 */

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { dataSets } from '../../www/shared/data-sets.js';
import { Answer } from '../../www/worker/answer.js';
import { PredictionServer } from '../../www/worker/prediction-server.js';

const MNIST = { dataset: { name: 'mnist' } };

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
    asked += 1;
    return [{ name: 'layers.0', shape: [2], data: Float32Array.of(this.weight, 1) }];
  }

  summary() {
    return [{ kind: 'dense', outputShape: [2], parameters: 2, multiplyAdds: 2 }];
  }

  free() {
    freed += 1;
  }
}

/** @type {any[]} */
let posted;
/** Activations that were computed, and sessions that were freed. */
let [asked, freed] = [0, 0];
let failsToLoad = false;
/** Called at every turn of a query. */
let onTurn = () => {};
/** @type {PredictionServer} */
let server;
/** @type {{ postMessage: () => void, close: () => void, onmessage: (event: { data: unknown }) => void }} */
let port;

beforeEach(async () => {
  posted = [];
  [asked, freed, failsToLoad, onTurn] = [0, 0, false, () => {}];
  port = { postMessage: () => posted.push({ type: 'acknowledged' }), close: () => {}, onmessage: () => {} };
  const prepareDrawing = (/** @type {{ pixels: Uint8Array }} */ { pixels }) => ({
    input: pixels[0] ? Float32Array.of(pixels[0]) : null,
  });
  const load = async () => {
    if (failsToLoad) throw new Error('the binary did not come');
    return /** @type {any} */ ({ Session: EchoSession, prepareDrawing });
  };
  server = new PredictionServer({
    load,
    open: async () => /** @type {any} */ ({ dataSet: dataSets.mnist }),
    post: (event) => posted.push(event),
    now: () => 0,
    yieldToEventLoop: () => {
      onTurn();
      return settled();
    },
  });
  await send({ type: 'open', spec: {}, data: MNIST, engine: {}, snapshots: port });
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
    data: {
      type: 'snapshot',
      step: weight,
      parameters: [{ name: 'layers.0.weight', data: Float32Array.of(weight, 2 * weight) }],
    },
  });
}

/** @param {number} ink */
function drawing(ink, generation = ink) {
  return { type: 'predict', generation, pixels: Uint8Array.of(ink), width: 1, height: 1 };
}

/**
 * @param {string} name
 * @param {any} [params]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>} the answer's value
 */
async function query(name, params = {}, signal = undefined, run = 1) {
  const command = { type: /** @type {const} */ ('query'), name, params, run, id: 2, version: 1 };
  const answer = await server.handle(command, signal);
  return answer instanceof Answer ? answer.value : answer;
}

/** @param {string} type */
function all(type) {
  return posted.filter((event) => event.type === type);
}

test('a drawing is predicted with the last snapshot, and nothing is computed that nobody asked for', async () => {
  snapshot(7);
  await settled();
  posted.length = 0;
  await send(drawing(3));
  await idle();
  assert.deepEqual([...all('answer')[0].probabilities], [7, 3]);
  assert.equal(posted.length, 1);
  assert.equal(asked, 0);
});

test('activations are of the newest drawing, with the strongest connections', async () => {
  snapshot(7);
  send(drawing(3));
  const told = await query('activations', { generation: 3 });
  const { generation, step, empty, partial, layers } = told;
  assert.deepEqual([generation, step, empty, partial], [3, 7, false, false]);
  const [{ kind, shape, activations, connections }] = layers;
  assert.deepEqual([kind, shape, [...activations]], ['dense', [2], [7, 1]]);
  assert.deepEqual(
    [[...connections.to], [...connections.strength]],
    [
      [0, 1],
      [21, 42],
    ],
  );
});

test('activations of another drawing are null', async () => {
  snapshot(1);
  await send(drawing(1));
  assert.equal(await query('activations', { generation: 2 }), null);
  assert.equal(asked, 0);
});

test('a drawing that arrives during a query is predicted, and the outdated answer is null', async () => {
  snapshot(1);
  await settled();
  await send(drawing(1));
  posted.length = 0;
  onTurn = () => send(drawing(2));
  assert.equal(await query('activations', { generation: 1 }), null);
  assert.equal(all('answer')[0].generation, 2);
  onTurn = () => {};
  assert.equal((await query('activations')).generation, 2);
});

test('a query is taken back by its signal, and by the next network', async () => {
  snapshot(1);
  await send(drawing(1));
  const abort = new AbortController();
  onTurn = () => abort.abort();
  await assert.rejects(query('activations', {}, abort.signal), { code: 'aborted' });
  onTurn = () => send({ type: 'open', run: 2, spec: {}, data: MNIST, engine: {}, snapshots: port });
  await assert.rejects(query('activations'), { code: 'aborted' });
  await assert.rejects(query('activations', {}, undefined, 1), { code: 'aborted' });
  assert.equal(freed, 1);
});

test('a query waits for the first weights', async () => {
  let told = null;
  const asked = query('activations').then((value) => {
    told = value;
  });
  await idle();
  assert.equal(told, null);
  snapshot(4);
  await asked;
  assert.equal(Object(told).step, 4);
});

test('a query does not wait for weights that will never come', async () => {
  const replaced = query('activations');
  failsToLoad = true;
  const opened = send({ type: 'open', run: 2, spec: {}, data: MNIST, engine: {}, snapshots: port });
  const asked = query('activations', {}, undefined, 2);
  await assert.rejects(replaced, { code: 'aborted' });
  await assert.rejects(opened);
  assert.equal(await asked, null);
});

test('unknown queries', async () => {
  snapshot(4);
  await assert.rejects(query('second-weights'), { id: 'query.unknown' });
});

test('a network opens after one whose binary did not come', async () => {
  failsToLoad = true;
  await assert.rejects(send({ type: 'open', run: 2, spec: {}, data: MNIST, engine: {}, snapshots: port }));
  failsToLoad = false;
  await send({ type: 'open', run: 3, spec: {}, data: MNIST, engine: {}, snapshots: port });
  snapshot(2);
  await settled();
  await send({ ...drawing(4), run: 3 });
  assert.equal(all('answer').at(-1).generation, 4);
});

test('a sample is predicted as it is', async () => {
  snapshot(2);
  await settled();
  await send({ type: 'predict', generation: 1, input: Float32Array.of(0.5) });
  assert.deepEqual([...all('answer')[0].probabilities], [2, 0.5]);
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

test('no ink: no prediction, and the activations say so', async () => {
  snapshot(2);
  await send(drawing(0, 9));
  assert.deepEqual(all('answer'), []);
  const { empty, layers } = await query('activations', { generation: 9 });
  assert.deepEqual([empty, layers[0].activations], [true, null]);
  assert.deepEqual([...layers[0].connections.strength], [2, 4]);
});

test('a drawing for an earlier network is not predicted', async () => {
  snapshot(2);
  await settled();
  await send({ type: 'open', run: 2, spec: {}, data: MNIST, engine: {}, snapshots: port });
  posted.length = 0;
  await send(drawing(4));
  await settled();
  assert.deepEqual(posted, []);
});
