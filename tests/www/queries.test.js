/** @file Queries: a budget of time, cancellation, and unknown names; what each of them tells. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataSets } from '../../www/shared/data-sets.js';
import { Answer } from '../../www/worker/answer.js';
import { trainingQueries } from '../../www/worker/queries/index.js';
import { QueryRunner } from '../../www/worker/query-runner.js';

/** Every turn takes ten milliseconds. */
function setup() {
  const clock = { now: 0 };
  /** @type {Record<string, import('../../www/worker/query-runner.js').Handler<{ most: number }>>} */
  const handlers = {
    count: async ({ most }, _, { turn }) => {
      let count = 0;
      while (count < most && (await turn())) count += 1;
      return { count, partial: count < most };
    },
  };
  const runner = new QueryRunner(
    handlers,
    () => clock.now,
    async () => {
      clock.now += 10;
    },
  );
  /** @param {AbortSignal} [signal] */
  const ask = (most = 3, budget = 1000, signal = undefined) =>
    runner.run({ type: 'query', name: 'count', params: {}, budget }, { most }, signal);
  return { runner, ask };
}

test('a query that ends within its budget is whole; one that does not says that it is partial', async () => {
  const { ask } = setup();
  assert.deepEqual(await ask(3), { count: 3, partial: false });
  assert.deepEqual(await ask(100, 50), { count: 4, partial: true });
});

test('a query is taken back by its signal, or with all others', async () => {
  const { ask, runner } = setup();
  const abort = new AbortController();
  const [one, other] = [ask(1e6, 1e9, abort.signal), ask(1e6, 1e9)];
  abort.abort();
  await assert.rejects(one, { code: 'aborted' });
  runner.abort();
  await assert.rejects(other, { code: 'aborted' });
  await assert.rejects(ask(1, 10, AbortSignal.abort()), { code: 'aborted' });
});

test('an unknown query is refused by name', async () => {
  const { runner } = setup();
  for (const name of ['horoscope', 'toString']) {
    await assert.rejects(runner.run({ type: 'query', name, params: {} }, { most: 1 }), {
      code: 'query',
      id: 'query.unknown',
      values: { name },
    });
  }
});

test('a sample is scaled as the network takes it', async () => {
  const inputs = new Uint8Array(2 * 64).fill(16, 64);
  const data = { dataSet: dataSets.digits, train: null, validation: { inputs, labels: Uint8Array.of(3, 7) } };
  const ask = (/** @type {any} */ context, /** @type {any} */ params) =>
    trainingQueries.sample?.(context, params, /** @type {any} */ (null));
  const answer = ask({ data }, { index: 1 });
  assert.ok(answer instanceof Answer);
  assert.deepEqual(answer.value, { index: 1, label: 7, input: new Float32Array(64).fill(1) });
  assert.equal(ask({ data }, { index: 2 }), null);
  assert.equal(ask({ data: null }, {}), null);
});
