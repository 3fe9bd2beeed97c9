/** @file How the page registers its service worker, notices a newer version, and tries again. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registration } from '../../www/page/app/connection/registration.js';

/** A worker of a registration, in a state. */
class FakeWorker extends EventTarget {
  /** @type {string[]} */
  told = [];
  /** Answers that are still to be given, where they are held back. @type {(() => void)[] | null} */
  held = null;

  /** @param {string} state @param {string} revision */
  constructor(state, revision) {
    super();
    this.state = state;
    this.revision = revision;
  }

  /** @param {{ type: string }} message @param {MessagePort[]} [ports] */
  postMessage({ type }, [port] = []) {
    this.told.push(type);
    if (this.held) this.held.push(() => port?.postMessage(this.revision));
    else port?.postMessage(this.revision);
    if (type === 'use') queueMicrotask(() => this.become('activating'));
  }

  /** @param {string} state */
  become(state) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class FakeRegistration extends EventTarget {
  /** @type {FakeWorker | null} */
  installing = null;
  /** @type {FakeWorker | null} */
  waiting = null;
  /** @type {FakeWorker | null} */
  active = null;
  updates = 0;

  async update() {
    this.updates += 1;
  }
}

/** @param {string | null} revision of the page */
function setUp(revision) {
  const fake = new FakeRegistration();
  const found = {
    fake,
    registered: 0,
    refuses: false,
    now: 0,
    /** @type {(() => void)[]} */
    later: [],
    /** @type {(import('../../www/page/app/connection/registration.js').Status)[]} */
    told: [],
  };
  const container = {
    register: async (/** @type {string} */ script) => {
      assert.equal(script, 'service-worker.js', 'relative, for any sub-path');
      found.registered += 1;
      if (found.refuses) throw new TypeError('the script did not come');
      return fake;
    },
  };
  const registration = new Registration({
    container: /** @type {any} */ (container),
    revision,
    onChange: (status) => found.told.push(status),
    later: (callback) => found.later.push(callback),
    now: () => found.now,
  });
  return { ...found, found, registration };
}

/** Whatever was sent before has arrived, and what followed from it has happened: messages arrive in turns of the loop. */
async function settled() {
  for (let round = 0; round < 5; round += 1) {
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
    port1.close();
  }
}

test('the first version is kept, and is no newer than a page that came from the host', async () => {
  const { fake, registration, found } = setUp(null);
  const worker = new FakeWorker('installing', 'a');
  fake.installing = worker;
  await registration.start();
  assert.deepEqual(found.told, []);
  Object.assign(fake, { installing: null, active: worker });
  worker.become('activated');
  await settled();
  assert.deepEqual(found.told, [{ kept: true, newer: false }]);
  assert.equal(found.later.length, 0);
});

test('what is kept stays so, in whatever order the answers of the worker come', async () => {
  const { fake, registration, found } = setUp('a');
  const worker = new FakeWorker('installing', 'a');
  worker.held = [];
  fake.installing = worker;
  await registration.start();
  Object.assign(fake, { installing: null, waiting: worker });
  worker.become('installed');
  Object.assign(fake, { waiting: null, active: worker });
  worker.become('activated');
  await settled();
  assert.equal(worker.held.length, 2);
  for (const answer of worker.held.reverse()) {
    answer();
    await settled();
    assert.deepEqual(found.told.at(-1), { kept: true, newer: false });
  }
});

test('a newer version is noticed, while it waits and when another tab has taken it', async () => {
  const { fake, registration, found } = setUp('a');
  fake.active = new FakeWorker('activated', 'a');
  await registration.start();
  await settled();
  assert.deepEqual(found.told, [{ kept: true, newer: false }]);
  const next = new FakeWorker('installing', 'b');
  fake.installing = next;
  fake.dispatchEvent(new Event('updatefound'));
  Object.assign(fake, { installing: null, waiting: next });
  next.become('installed');
  await settled();
  assert.deepEqual(found.told.at(-1), { kept: true, newer: true });
  Object.assign(fake, { waiting: null, active: next });
  next.become('activated');
  await settled();
  assert.deepEqual(found.told.at(-1), { kept: true, newer: true });
});

test('the waiting version serves when the person asks for it', async () => {
  const { fake, registration } = setUp('a');
  const waiting = new FakeWorker('installed', 'b');
  Object.assign(fake, { active: new FakeWorker('activated', 'a'), waiting });
  await registration.start();
  assert.deepEqual(waiting.told, ['revision']);
  await registration.use();
  assert.deepEqual(waiting.told, ['revision', 'use']);
  assert.notEqual(waiting.state, 'installed');
  fake.waiting = null;
  await registration.use();
});

test('a version that could not be kept is tried again', async () => {
  const { fake, registration, found } = setUp('a');
  fake.active = new FakeWorker('activated', 'a');
  const broken = new FakeWorker('installing', 'b');
  fake.installing = broken;
  await registration.start();
  fake.installing = null;
  broken.become('redundant');
  await settled();
  assert.equal(found.told.at(-1)?.newer, false, 'the page is as it was');
  assert.equal(found.later.length, 1);
  found.later[0]?.();
  await settled();
  assert.deepEqual([found.registered, fake.updates], [2, 2]);
});

test('a script that does not come is tried again, at once when the connection is back', async () => {
  const { registration, found } = setUp(null);
  found.refuses = true;
  await registration.start();
  assert.equal(found.later.length, 1);
  registration.returned();
  await settled();
  assert.equal(found.registered, 2);
  found.refuses = false;
  found.later[0]?.();
  await settled();
  assert.equal(found.registered, 3);
  found.later[0]?.();
  registration.returned();
  await settled();
  assert.equal(found.registered, 3, 'what has succeeded is not tried again');
});

test('a page that stays open looks for a newer version once an hour, when it is looked at', async () => {
  const { fake, registration, found } = setUp('a');
  fake.active = new FakeWorker('activated', 'a');
  await registration.start();
  found.now = 3_000_000;
  registration.returned();
  await settled();
  assert.equal(fake.updates, 1);
  found.now = 3_600_001;
  registration.returned();
  await settled();
  assert.equal(fake.updates, 2);
});
