/** @file The number of a run: it has it for life. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Library } from '../../www/storage/library.js';
import { MemoryStore } from '../../www/storage/memory-store.js';
import { runKey, VERSION } from '../../www/storage/records.js';
import { TwoSlots } from '../../www/storage/two-slots.js';
import { fieldsAt, stateAt } from './library-harness.js';

test('a run has its number for life: none is used twice, and runs of earlier releases get theirs once', async () => {
  const store = new MemoryStore();
  const records = new TwoSlots(store, VERSION);
  const older = [3, 1, 2].map((created) => ({ ...fieldsAt(`old-${created}`, 5), created, deleted: null }));
  await records.transact(async (writer) => {
    for (const run of older) await writer.set(runKey(run.id), run);
  });
  const { runs } = new Library(store);
  const numbers = async () => (await runs.list()).runs.map(({ id, number }) => `${id} ${number}`);
  assert.deepEqual(await numbers(), ['old-1 1', 'old-2 2', 'old-3 3']);
  await runs.keep(fieldsAt('new', 5), null);
  await runs.keepState('new', stateAt(5));
  await runs.duplicate('new', 'copy');
  await runs.delete('old-2');
  await runs.delete('copy');
  await runs.keep(fieldsAt('next', 5), null);
  await runs.keep(fieldsAt('next', 9), null);
  assert.deepEqual(await numbers(), ['old-1 1', 'old-3 3', 'new 4', 'next 6']);
});
