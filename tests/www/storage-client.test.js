/** @file The page's end of the storage worker, where the page is put aside and comes back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StorageClient } from '../../www/page/keeping/storage-client.js';

test('a worker that fails when the page comes back brings no port: whose the run is was not looked at yet', async () => {
  /** @type {any[]} */
  const workers = [];
  let ports = 0;
  const start = () => {
    const worker = { postMessage: () => {}, terminate: () => {}, onerror: (/** @type {object} */ _) => {} };
    workers.push(worker);
    return /** @type {any} */ (worker);
  };
  const hearing = { onEvent: () => {}, onOff: () => assert.fail('it is started again') };
  const client = new StorageClient(start, { ...hearing, onPort: () => (ports += 1) });
  const fail = () => workers.at(-1).onerror({ message: 'it does not start' });
  client.attach();
  const first = client.open();
  fail();
  await assert.rejects(first, { reason: 'script' });
  assert.equal(ports, 1, 'before, the training worker gets another one');
  client.close();
  assert.equal(client.isAttached, false);
  await assert.rejects(client.open(), { reason: 'closed' });
  client.reopen();
  const second = client.open();
  fail();
  await assert.rejects(second, { reason: 'script' });
  assert.equal(ports, 1);
  client.open().catch(() => {});
  assert.equal(client.isAttached, false);
  assert.equal(workers.length, 4);
  client.close();
});
