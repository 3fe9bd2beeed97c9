/** @file Which run is a tab's own: by locks, and where there are none. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Claims } from '../../www/page/keeping/claims.js';
import { memoryStorage } from './memory-storage.js';

/** Locks of one browser. @returns {LockManager} */
function lockManager() {
  /** @type {Map<string, (reason: Error) => void>} */
  const held = new Map();
  const request = async (
    /** @type {string} */ name,
    /** @type {any} */ { ifAvailable, steal, signal },
    /** @type {any} */ hold,
  ) => {
    while (held.has(name) && !steal) {
      if (ifAvailable) return hold(null);
      signal?.throwIfAborted();
      await new Promise((resolve) => setImmediate(resolve));
    }
    held.get(name)?.(new DOMException('stolen', 'AbortError'));
    return new Promise((resolve, reject) => {
      held.set(name, reject);
      hold({ name }).then(() => {
        held.delete(name);
        resolve(undefined);
      });
    });
  };
  return /** @type {any} */ ({ request });
}

test('a run is one tab’s; another gets it when it is given back, or takes it from one that does not answer', async () => {
  const locks = lockManager();
  /** @type {string[]} */
  const stolen = [];
  const [first, second] = [0, 1].map(
    (tab) =>
      new Claims(
        locks,
        () => undefined,
        (id) => stolen.push(`${tab} ${id}`),
      ),
  );
  assert.ok(first && second);
  assert.equal(await first.claim('a'), true);
  assert.equal(await first.claim('a'), true, 'it has it');
  assert.equal(await second.claim('a'), false);
  assert.equal(await second.claim('b'), true);
  const waiting = second.claim('a', {});
  first.release();
  assert.equal(await waiting, true);
  assert.equal(await first.claim('b'), true, 'given up for the other');
  assert.equal(await first.claim('a', { steal: true }), true);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(stolen, ['1 a']);
  assert.equal(await second.claim('a', { signal: AbortSignal.abort() }), false);
});

test('a browser that refuses locks gives every run; the lock of a page that is left is not stolen', async () => {
  const refusing = /** @type {any} */ ({ request: () => Promise.reject(new DOMException('', 'InvalidStateError')) });
  const nothing = () => assert.fail('nothing is stolen');
  const refused = new Claims(refusing, () => undefined, nothing);
  assert.deepEqual([await refused.claim('a'), await refused.claim('b')], [true, true]);
  /** @type {(reason: Error) => void} */
  let leave = () => {};
  const locks = {
    request: (/** @type {string} */ _, /** @type {any} */ __, /** @type {any} */ hold) =>
      new Promise((_, reject) => {
        leave = (error) => {
          Object.assign(locks, refusing);
          reject(error);
        };
        hold({});
      }),
  };
  const left = new Claims(/** @type {any} */ (locks), () => undefined, nothing);
  assert.equal(await left.claim('a'), true);
  // As WebKit does.
  leave(new DOMException('the browsing context is going away', 'AbortError'));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(await left.claim('a'), true);
});

test('two claims at once: of one run the second waits for the first, of two runs the later one is the tab’s', async () => {
  const locks = lockManager();
  const claims = () =>
    new Claims(
      locks,
      () => undefined,
      () => assert.fail('nothing is stolen'),
    );
  const [first, second] = [claims(), claims()];
  assert.deepEqual(await Promise.all([first.claim('a'), first.claim('a')]), [true, true]);
  assert.deepEqual(await Promise.all([first.claim('b'), first.claim('c')]), [false, true]);
  const back = [first.claim('d'), first.claim('e'), first.claim('d')];
  assert.deepEqual(await Promise.all(back), [true, false, true], 'the first one again');
  assert.equal(await second.claim('e'), true);
  assert.equal(await second.claim('d'), false);
  assert.equal(await first.claim('c'), true);
  assert.equal(await second.claim('b'), true, 'it was given back');
  assert.equal(await second.claim('c'), false);
});

test('what is given back while it is waited for is not taken', async () => {
  const locks = lockManager();
  const [first, second] = [0, 1].map(
    () =>
      new Claims(
        locks,
        () => undefined,
        () => assert.fail('nothing is stolen'),
      ),
  );
  assert.ok(first && second);
  assert.equal(await first.claim('a'), true);
  const waiting = second.claim('a', {});
  second.release();
  first.release();
  assert.equal(await waiting, false);
  assert.equal(await first.claim('a'), true);
});

test('a tab remembers its run; a browser without locks or memory gives every run', async () => {
  const session = memoryStorage();
  const claims = new Claims(
    undefined,
    () => session,
    () => {},
  );
  assert.equal(claims.remembered(), null);
  claims.remember({ id: 'a', from: 'b' });
  assert.deepEqual(claims.remembered(), { id: 'a', from: 'b' });
  session.setItem('inkgrad.run', '{');
  assert.equal(claims.remembered(), null);
  assert.equal(await claims.claim('a'), true);
  const refusing = new Claims(
    undefined,
    () => {
      throw new Error('refused');
    },
    () => {},
  );
  refusing.remember({ id: 'a', from: null });
  assert.equal(refusing.remembered(), null);
});
