/** @file Tasks that a person asks for: what is shown of them while they run, once they fail, and once they are taken back. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { h, render } from 'preact';
import { useTask } from './long-query.js';

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

/**
 * A component that has the task and draws nothing: it needs no document.
 *
 * @param {(place: string, name: string, params: unknown, signal?: AbortSignal) => Promise<any>} ask
 */
function withTask(ask) {
  Object.assign(globalThis, { document: {} });
  /** @type {{ task: ReturnType<typeof useTask> }} */
  const shown = /** @type {any} */ ({});
  const Shown = () => {
    shown.task = useTask(/** @type {import('./queries.js').Ask} */ (ask), 'umap');
    return null;
  };
  const parent = { nodeType: 1, childNodes: [], firstChild: null, insertBefore: () => {} };
  render(h(Shown, null), /** @type {any} */ (parent));
  return shown;
}

test('a task that failed says so until it is asked for again, or taken back', async () => {
  let fails = true;
  const reason = new Error('no');
  const shown = withTask(async () => {
    if (fails) throw reason;
    return 'value';
  });
  assert.equal(await shown.task.run({}), null);
  await settle();
  assert.deepEqual([shown.task.error, shown.task.progress], [reason, null]);
  shown.task.cancel();
  await settle();
  assert.equal(shown.task.error, null, 'taken back');
  await shown.task.run({});
  await settle();
  assert.equal(shown.task.error, reason);
  fails = false;
  assert.equal(await shown.task.run({}), 'value');
  await settle();
  assert.deepEqual([shown.task.error, shown.task.progress], [null, null]);
});

test('a task that is taken back while it runs has neither failed nor a value', async () => {
  /** @type {AbortSignal | undefined} */
  let given;
  const shown = withTask(
    (_, __, ___, signal) =>
      new Promise((_resolve, reject) => {
        given = signal;
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
      }),
  );
  const ended = shown.task.run({});
  await settle();
  assert.deepEqual(shown.task.progress, { done: 0, total: 0 });
  shown.task.cancel();
  assert.equal(given?.aborted, true);
  assert.equal(await ended, null);
  await settle();
  assert.deepEqual([shown.task.error, shown.task.progress], [null, null]);
});
