/** @file The storage worker: what the page asks, what the training worker sends, and what it does where the store fails. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NoDatabase } from '../../www/storage/indexed-store.js';
import { MemoryStore } from '../../www/storage/memory-store.js';
import { remoteLibrary } from '../../www/storage/remote.js';
import { TwoSlots } from '../../www/storage/two-slots.js';
import { Answer } from '../../www/worker/answer.js';
import { StorageServer } from '../../www/worker/storage-server.js';
import { curvesAt, fieldsAt, stateAt } from './library-harness.js';

/** A store whose writes fail on demand. */
class Store extends MemoryStore {
  /** @type {Error | null} */
  fault = null;
  /** Bytes for which there is room. */
  room = Number.POSITIVE_INFINITY;

  /** @override @type {MemoryStore['transact']} */
  transact(work) {
    return super.transact(async (transaction) => {
      const result = await work(transaction);
      if (this.fault) throw this.fault;
      const bodies = await transaction.entries('');
      const bytes = bodies.reduce((sum, [, value]) => sum + (value instanceof Uint8Array ? value.length : 0), 0);
      if (bytes > this.room) throw new DOMException('no room', 'QuotaExceededError');
      return result;
    });
  }
}

/** @param {{ store?: Store, refusal?: Error, noLocks?: Error }} [options] */
function start({ store = new Store(), refusal, noLocks } = {}) {
  /** @type {any[]} */
  const events = [];
  /** @type {(reason: 'newer' | 'ended') => void} */
  let end = () => {};
  let now = 0;
  const server = new StorageServer({
    open: async (onEnd) => {
      end = onEnd;
      if (refusal) throw refusal;
      return store;
    },
    post: (event) => events.push(event),
    heldLocks: async () => {
      if (noLocks) throw noLocks;
      return [];
    },
    quota: async () => 1e9,
    now: () => {
      now += 1000;
      return now;
    },
  });
  const library = remoteLibrary(async (command) => {
    const value = await server.handle(command);
    return value instanceof Answer ? value.value : value;
  });
  /** @type {any} */
  const port = { acknowledged: 0, onmessage: null, postMessage: () => (port.acknowledged += 1) };
  server.handle({ type: 'checkpoints', port });
  return {
    server,
    store,
    library,
    events,
    port,
    end: (/** @type {'newer' | 'ended'} */ reason) => end(reason),
    /** @param {string} runId @param {number} step @param {number} [length] */
    send: (runId, step, length) => port.onmessage({ data: { runId, ...stateAt(step, length) } }),
    outcomes: () => events.filter(({ type }) => type === 'state').map(({ outcome, step }) => [outcome, step]),
    opened: () => server.handle({ type: 'open' }),
  };
}

test('a state is kept, told and acknowledged; the library answers the page', async () => {
  const { library, send, outcomes, port, opened } = start();
  assert.deepEqual(await opened(), { reason: null, empty: true, newer: 0, place: null });
  await library.runs.keep(fieldsAt('a', 10), curvesAt(10));
  await send('a', 10);
  assert.deepEqual(outcomes(), [
    ['saving', 10],
    ['saved', 10],
  ]);
  assert.equal(port.acknowledged, 1);
  assert.deepEqual(await library.runs.state('a'), stateAt(10));
  assert.equal((await library.runs.list()).runs[0]?.state?.step, 10);
});

test('what the library does not have is refused, and hurts nothing', async () => {
  const { server, library } = start();
  for (const [part, method] of [
    ['runs', 'constructor2'],
    ['runs', 'toString'],
    ['none', 'list'],
  ]) {
    await assert.rejects(server.handle(/** @type {any} */ ({ type: 'call', part, method, args: [] })), {
      code: 'storage',
      id: 'storage.failed',
    });
  }
  assert.deepEqual(await library.samples.list(), []);
});

test('on a full disk kept steps go first; then it is told, and the newest state stays at hand', async () => {
  const { store, library, send, outcomes, events } = start();
  await library.runs.keep(fieldsAt('old', 0), null);
  for (const step of [10, 20, 40]) await send('old', step, 1000);
  await library.runs.keep(fieldsAt('a', 0), null);
  await send('a', 10, 1000);
  store.room = 11_000;
  await send('a', 20, 1000);
  assert.deepEqual(outcomes().at(-1), ['saved', 20]);
  assert.equal(events.filter(({ type }) => type === 'trimmed').length, 1, 'the page is told');
  assert.equal((await library.runs.get('old'))?.checkpoints.length, 0, 'kept steps of the oldest run are gone');
  assert.deepEqual(await library.runs.state('old'), stateAt(40, 1000), 'its newest state is not');
  store.room = 100;
  await send('a', 30, 1000);
  assert.deepEqual(outcomes().at(-1), ['full', 30]);
  assert.deepEqual((await library.runs.state('a'))?.position, stateAt(30).position, 'for a training worker that ends');
  await assert.rejects(library.samples.put([{ id: 's', set: 'hand', label: '1', created: 0 }]), {
    code: 'storage',
    id: 'storage.full',
  });
  store.room = Number.POSITIVE_INFINITY;
  await send('a', 40, 1000);
  assert.deepEqual(outcomes().at(-1), ['saved', 40]);
  assert.equal(events.filter(({ type }) => type === 'lost').length, 0);
});

test('without a database everything works in memory, and the page is told why', async () => {
  for (const refusal of [new NoDatabase('missing'), new NoDatabase('newer'), new Error('refused')]) {
    const { library, send, opened, outcomes } = start({ refusal });
    const reason = refusal instanceof NoDatabase ? refusal.reason : 'refused';
    assert.deepEqual(await opened(), { reason, empty: true, newer: 0, place: null });
    await library.runs.keep(fieldsAt('a', 5), null);
    await send('a', 5);
    assert.deepEqual(outcomes().at(-1), ['saved', 5]);
    assert.deepEqual(await library.runs.state('a'), stateAt(5));
  }
});

test('a database that is taken by a newer page, or closed, is told, and training is still kept for the visit', async () => {
  const { library, send, events, end, opened } = start();
  await opened();
  end('newer');
  assert.deepEqual(events.at(-1), { type: 'lost', reason: 'newer' });
  await send('a', 7);
  assert.deepEqual(await library.runs.state('a'), stateAt(7));
});

test('a write that fails otherwise is told, and the next one is tried', async () => {
  const { store, send, outcomes, library } = start();
  store.fault = new DOMException('the disk has failed', 'UnknownError');
  await send('a', 1);
  assert.deepEqual(outcomes().at(-1), ['failed', 1]);
  store.fault = null;
  await send('a', 2);
  assert.deepEqual(outcomes().at(-1), ['saved', 2]);
  assert.deepEqual(await library.runs.state('a'), stateAt(2));
});

test('a browser that refuses to tell its locks keeps all the same', async () => {
  const { library, opened, send, outcomes } = start({ noLocks: new DOMException('', 'InvalidStateError') });
  assert.equal(/** @type {any} */ (await opened()).reason, null);
  await library.runs.keep(fieldsAt('a', 0), null);
  await send('a', 1);
  assert.deepEqual(outcomes().at(-1), ['saved', 1]);
});

test('records of a newer version of the page are counted and stay', async () => {
  const store = new Store();
  await new TwoSlots(store, 2).transact((writer) => writer.set('run/new', { id: 'new' }));
  const { library, opened } = start({ store });
  assert.equal(/** @type {any} */ (await opened()).newer, 1);
  await assert.rejects(library.runs.keep(fieldsAt('new', 5), null), { code: 'storage', id: 'storage.newer' });
  assert.deepEqual((await library.runs.list()).runs, []);
});

test('what is removed to keep within the budget is told, so that no page lists it on', async () => {
  const { library, send, events } = start();
  const told = () => events.filter(({ type }) => type === 'trimmed').length;
  const kept = async () => (await library.runs.list()).runs.length;
  for (let run = 0; run < 205; run += 1) {
    await library.runs.keep(fieldsAt(`run-${run}`, 1), null);
    await send(`run-${run}`, 1);
  }
  // It is looked at from time to time only.
  for (let step = 2; told() === 0 && step < 100; step += 1) await send('run-204', step);
  assert.ok(told() > 0);
  assert.ok((await kept()) <= 200, `${await kept()}`);
});
