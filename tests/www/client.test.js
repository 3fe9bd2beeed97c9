/** @file The page's endpoint of the protocol: every call is resolved or rejected, however the worker ends. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused, WorkerClient, WorkerEnded } from '../../www/page/client.js';
import { SILENT_TICKS, TICK_MILLISECONDS, Watchdog } from '../../www/page/watchdog.js';
import { wrap } from '../../www/shared/protocol.js';
import { fakeTimers } from './fake-timers.js';

/** A worker that the test controls. */
class FakeWorker {
  /** @type {any[]} */
  received = [];
  terminated = false;
  /** @type {((event: { data: unknown }) => void) | null} */
  onmessage = null;
  /** @type {((event: { message: string }) => void) | null} */
  onerror = null;
  /** @param {unknown} message */
  postMessage(message) {
    this.received.push(message);
  }
  terminate() {
    this.terminated = true;
  }
  /** @param {unknown} data */
  say(data) {
    this.onmessage?.({ data });
  }
}

function connect() {
  const worker = new FakeWorker();
  const timers = fakeTimers();
  /** @type {any[]} */
  const events = [];
  /** @type {WorkerEnded[]} */
  const ends = [];
  const client = new WorkerClient(
    /** @type {any} */ (worker),
    (event) => events.push(event),
    (error) => ends.push(error),
    timers,
  );
  client.run = 2;
  return { worker, timers, events, ends, client };
}

test('a reply is matched to its call by id', async () => {
  const { worker, client } = connect();
  const [first, second] = [client.call({ type: 'play' }), client.call({ type: 'pause' })];
  assert.deepEqual(
    worker.received.map(({ id, run }) => [id, run]),
    [
      [1, 2],
      [2, 2],
    ],
  );
  worker.say(wrap({ type: 'done' }, 2, 2));
  await second;
  worker.say(wrap({ type: 'done' }, 2, 1));
  await first;
});

test('a refused call rejects, and the worker continues', async () => {
  const { worker, client, ends } = connect();
  const call = client.call({ type: 'configure' });
  worker.say(wrap({ type: 'error', code: 'spec', message: 'no', path: 'l2', fatal: false }, 2, 1));
  await assert.rejects(call, (error) => error instanceof Refused && error.code === 'spec' && error.path === 'l2');
  assert.equal(worker.terminated, false);
  assert.equal(ends.length, 0);
});

test('an answer has a value, whatever the run is by then', async () => {
  const { worker, client } = connect();
  const saved = client.call({ type: 'save' });
  client.run = 3;
  worker.say(wrap({ type: 'done', value: { position: 4 } }, 2, 1));
  assert.deepEqual(await saved, { position: 4 });
});

test('a call that is taken back rejects at once, the worker is told, and its answer is ignored', async () => {
  const { worker, client, events } = connect();
  const abort = new AbortController();
  const call = client.call({ type: 'query' }, [], abort.signal);
  abort.abort();
  await assert.rejects(call, (error) => error instanceof Refused && error.code === 'aborted');
  assert.deepEqual(worker.received.at(-1), wrap({ type: 'cancel', target: 1 }, 2));
  worker.say(wrap({ type: 'error', code: 'aborted', message: 'no', path: null, fatal: false }, 2, 1));
  worker.say(wrap({ type: 'done' }, 2, 1));
  assert.deepEqual(events, []);
  await assert.rejects(client.call({ type: 'query' }, [], abort.signal), Refused);
  assert.equal(worker.received.length, 2, 'a call taken back before is not sent');
});

test('a signal that aborts after the answer does nothing', async () => {
  const { worker, client } = connect();
  const abort = new AbortController();
  const call = client.call({ type: 'query' }, [], abort.signal);
  worker.say(wrap({ type: 'done', value: 5 }, 2, 1));
  assert.equal(await call, 5);
  abort.abort();
  assert.equal(worker.received.length, 1);
});

test('a refusal keeps what it says', async () => {
  const { worker, client } = connect();
  const call = client.call({ type: 'configure' });
  const told = { values: { most: '9' }, path: 'l2', found: '-1', expected: 'a number from 0' };
  const event = { type: 'error', code: 'spec', messageId: 'spec.expected', message: 'no', ...told, fatal: false };
  worker.say(wrap(event, 2, 1));
  await assert.rejects(call, { code: 'spec', id: 'spec.expected', ...told });
});

test('events of an earlier run are ignored', () => {
  const { worker, events } = connect();
  worker.say(wrap({ type: 'progress' }, 1));
  worker.say(wrap({ type: 'progress' }, 2));
  assert.equal(events.length, 1);
});

/** @type {[string, WorkerEnded['reason'], (joined: ReturnType<typeof connect>) => void][]} */
const deaths = [
  ['falls silent', 'silent', ({ timers }) => timers.tick(SILENT_TICKS)],
  [
    'traps',
    'trap',
    ({ worker }) => worker.say(wrap({ type: 'error', code: 'trap', message: 'x', path: null, fatal: true }, 2)),
  ],
  ['has an error of its script', 'script', ({ worker }) => worker.onerror?.({ message: 'x' })],
  ['is of another version', 'protocol', ({ worker }) => worker.say({ type: 'hello', version: 0 })],
];
for (const [what, reason, die] of deaths) {
  test(`a worker that ${what}: every pending call rejects, once, and it is ended`, async () => {
    const joined = connect();
    const { worker, client, ends } = joined;
    worker.say(wrap({ type: 'hello' }, 0));
    const calls = [client.call({ type: 'play' }), client.call({ type: 'pause' })];
    die(joined);
    die(joined);
    for (const call of calls)
      await assert.rejects(call, (error) => error instanceof WorkerEnded && error.reason === reason);
    await assert.rejects(client.call({ type: 'play' }), WorkerEnded);
    assert.equal(worker.terminated, true);
    assert.deepEqual(
      ends.map((end) => end.reason),
      [reason],
    );
    assert.equal(joined.timers.running(), 0, 'the watchdog is stopped');
  });
}

test('a closed worker is not reported as a failure', async () => {
  const { client, ends } = connect();
  const call = client.call({ type: 'play' });
  client.close();
  await assert.rejects(call, WorkerEnded);
  assert.equal(ends.length, 0);
});

test('silence is detected within three seconds of the last heartbeat', () => {
  assert.ok(TICK_MILLISECONDS * SILENT_TICKS <= 2500);
  const timers = fakeTimers();
  let silent = 0;
  const watchdog = new Watchdog(() => {
    silent += 1;
  }, timers);
  timers.tick(100);
  assert.equal(silent, 0, 'not before the first heartbeat');
  watchdog.beat();
  timers.tick(SILENT_TICKS - 1);
  watchdog.beat();
  timers.tick(SILENT_TICKS - 1);
  assert.equal(silent, 0);
  timers.tick(2);
  assert.equal(silent, 1);
});
