/** @file `fit` and `train` give the same results as a loop of `step` and `evaluate`. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { bits, rejects, smallData, smallSpec } from './support.js';

for (const workers of [1, 2]) {
  const { Session } = await load({ build: 'simd128', workers });
  const on = `on ${workers} ${workers === 1 ? 'core' : 'cores'}`;

  const make = async (changes = {}) => {
    const session = await Session.create(smallSpec(changes));
    await session.setData('train', smallData());
    return session;
  };

  test(`epochs end after the same steps as in a loop of steps, ${on}`, async () => {
    const [fitted, stepped] = [await make(), await make()];
    await fitted.setData('validation', smallData(40));
    await stepped.setData('validation', smallData(40));
    /** @type {import('inkgrad').HistoryRow[]} */
    const rows = [];
    const { history, finished } = await fitted.fit({ epochs: 3, onEpoch: (row) => rows.push(row) });
    assert.equal(finished, null);
    assert.deepEqual(rows, history);
    for (const [index, row] of history.entries()) {
      const report = await stepped.step(7);
      const validation = await stepped.evaluate('validation');
      assert.deepEqual([row.epoch, row.step, row.learningRate], [index + 1, report.step, report.learningRate]);
      assert.ok(
        Math.abs(row.loss - report.loss) < 1e-9 && Math.abs(Number(row.accuracy) - Number(report.accuracy)) < 1e-9,
      );
      assert.deepEqual([row.validationLoss, row.validationAccuracy], [validation.loss, validation.accuracy]);
      assert.ok(row.seconds >= 0);
    }
    assert.equal(history.length, 3);
    assert.deepEqual(await bits(fitted), await bits(stepped));
    fitted.free();
    stepped.free();
  });

  test(`from the middle of an epoch, one epoch is the rest of it; after steps the last row may cover a part of an epoch, ${on}`, async () => {
    const session = await make();
    await session.step(3);
    const rest = await session.fit({ epochs: 1 });
    assert.deepEqual(
      rest.history.map(({ epoch, step }) => [epoch, step]),
      [[1, 7]],
    );
    assert.deepEqual([rest.history[0].validationLoss, rest.history[0].validationAccuracy], [null, null]);
    const part = await session.fit({ steps: 10 });
    assert.deepEqual(
      part.history.map(({ epoch, step }) => [epoch, step]),
      [
        [2, 14],
        [3, 17],
      ],
    );
    session.free();
  });

  test(`onStep is called for every step, and may call the session, ${on}`, async () => {
    const session = await make();
    /** @type {number[]} */
    const steps = [];
    await session.fit({
      steps: 9,
      async onStep({ step, samples }) {
        steps.push(step);
        assert.ok(samples === 16 || samples === 4);
        assert.equal((await session.predict(smallData(1).inputs)).length, 3);
      },
    });
    assert.deepEqual(steps, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    session.free();
  });

  test(`train reports after a number of steps, and once more at the end, ${on}`, async () => {
    const [session, other] = [await make(), await make()];
    /** @type {import('inkgrad').StepReport[]} */
    const reports = [];
    for await (const report of session.train({ steps: 25, every: 10 })) reports.push(report);
    assert.deepEqual(
      reports.map(({ step }) => step),
      [10, 20, 25],
    );
    for (const { samples, loss } of reports) {
      const report = await other.step(samples === reports[2].samples ? 5 : 10);
      assert.equal(samples, report.samples);
      assert.ok(Math.abs(loss - report.loss) < 1e-9);
    }
    assert.deepEqual(await bits(session), await bits(other));
    session.free();
    other.free();
  });

  test(`early stopping, divergence and an abort end training, ${on}`, async () => {
    const stopping = await make({ early_stopping: { patience: 2, min_delta: 10 } });
    await stopping.setData('validation', smallData(40));
    const { history, finished } = await stopping.fit({ epochs: 50 });
    assert.deepEqual([finished, history.length], ['early_stopping', 3]);
    assert.deepEqual((await stopping.fit({ epochs: 5 })).history, []);
    const controller = new AbortController();
    const session = await make();
    const running = session.fit({
      epochs: 2 ** 31,
      signal: controller.signal,
      onEpoch: ({ epoch }) => epoch === 2 && controller.abort(),
    });
    await rejects(running, 'aborted', /taken back/);
    assert.equal((await session.step(0)).step, 14);
    const diverging = await make({ optimizer: { kind: 'sgd', learning_rate: 1e30 } });
    const ended = await diverging.fit({ epochs: 4 });
    assert.deepEqual([ended.finished, ended.history.at(-1)?.epoch], ['diverged', 1]);
    for (const each of [stopping, session, diverging]) each.free();
  });
}

test('exactly one length is required, and data must be set', async () => {
  const { Session } = await load({ build: 'simd128' });
  const session = await Session.create(smallSpec());
  const untyped = /** @type {any} */ (session);
  await rejects(untyped.fit({}), 'data', 'options: expected one of epochs and steps, found neither', 'options');
  await rejects(untyped.fit({ epochs: 1, steps: 1 }), 'data', 'options: expected one of epochs and steps, found both');
  await rejects(untyped.fit({ epochs: 1, onStep: 5 }), 'data', 'onStep: expected a function, found 5', 'onStep');
  await rejects(session.fit({ epochs: 1 }), 'state', /training data|train data/);
  await session.setData('train', smallData());
  await rejects(session.fit({ epochs: 1, validation: true }), 'state', /validation data/);
  assert.equal((await session.step(0)).step, 0);
});
