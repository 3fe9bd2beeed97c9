/** @file The microscope over one step in time: steps forward and back, the run's next batch, the article's examples. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { exampleOf } from '../../www/worker/one-step/examples.js';
import { Microscope } from '../../www/worker/one-step/microscope.js';
import { nextBatch } from '../../www/worker/one-step/next-batch.js';
import { Saved } from '../../www/worker/one-step/saved.js';
import { checkUpdate, dense, flat, inkgrad, near, setup, small } from './one-step-checks.js';

test('batch normalisation of features: one picture is looked at, a batch is stepped on', async () => {
  const spec = { ...small, layers: [flat, dense(6), { kind: 'batch_norm' }, dense(10)] };
  const one = await (await setup(spec)).microscope.view({ layer: 2, unit: 1 });
  assert.equal(one.needsBatch, true);
  assert.equal(one.update, null);
  assert.equal(one.forward.form, 'norm');
  const many = await (await setup(spec, 4)).microscope.view({ layer: 2, unit: 1 });
  assert.equal(many.needsBatch, false);
  if (many.update) checkUpdate(many.update, 'batch_norm');
  else assert.fail('there is no update');
});

test('numbers that are not finite are shown, and a step changes nothing', async () => {
  const { session, samples } = await setup({ ...small, layers: [flat, dense(6), dense(10)] });
  const parameters = await session.parameters();
  await session.setParameters(parameters.map((one) => ({ ...one, data: one.data.map((value) => value * 1e25) })));
  const microscope = new Microscope(inkgrad, await session.save(), samples);
  const view = await microscope.view({ layer: 1, unit: 0 });
  assert.equal(view.finite, false);
  assert.equal(view.update?.diverged, true);
  await microscope.forward();
  assert.equal((await microscope.view({ layer: 1, unit: 0 })).step, view.step);
});

test('steps forward and back over a batch, and each weight by its number', async () => {
  const layers = [flat, dense(6, 'tanh'), dense(10)];
  const { session, samples, microscope } = await setup({ ...small, layers }, 5);
  const choice = { layer: 1, unit: 2, sample: 3, weight: 17 };
  const first = await microscope.view(choice);
  const { loss, parameters } = await session.gradients(samples.inputs, samples.labels, { scale: 1 });
  near(first.meanLoss, loss, 1, 'mean loss');
  near(first.update?.mean ?? 0, parameters[0]?.data[2 * 64 + 17] ?? 0, 1e-3, 'mean gradient');
  near(first.update?.gradient ?? 0, parameters[0]?.data[2 * 64 + 17] ?? 0, 1e-3, 'gradient of the step');
  await microscope.forward();
  const second = await microscope.view(choice);
  assert.equal(second.step, first.step + 1);
  assert.equal(second.back, 1);
  assert.equal(second.update?.before, first.update?.after);
  near(second.meanLoss, first.update?.lossAfter ?? 0, 1, 'loss after the step');
  microscope.back();
  assert.deepEqual(await microscope.view(choice), first);
});

test('the next batch is the one that the run takes', async () => {
  const count = 37;
  const labels = Float32Array.from({ length: count }, (_, at) => 1 / (at + 1));
  const session = await inkgrad.Session.create({
    ...{ seed: 9, input: [1], batch_size: 8, layers: [{ kind: 'dense', units: 1, bias: false, init: 'zeros' }] },
    loss: { kind: 'half_squared_error' },
    optimizer: { kind: 'sgd', learning_rate: 0 },
  });
  await session.setData('train', { inputs: new Float32Array(count), labels });
  for (let step = 0; step < 11; step += 1) {
    const indices = await nextBatch(inkgrad, new Saved(await session.save()), count);
    assert.equal(new Set(indices).size, step % 5 === 4 ? 5 : 8);
    // The output is 0: the loss tells which targets were taken.
    const expected = indices.reduce((sum, index) => sum + (labels[index] ?? 0) ** 2 / 2, 0) / indices.length;
    near((await session.step(1)).loss, expected, 0, `step ${step}`);
  }
});

test('the article’s examples have the golden numbers', async () => {
  const golden = JSON.parse(await readFile(new URL('../golden/article.json', import.meta.url), 'utf8'));
  for (const [at, name] of /** @type {const} */ (['relu', 'binary', 'softmax']).entries()) {
    const example = golden.examples[at];
    const { bytes, samples } = await exampleOf(inkgrad, name);
    const microscope = new Microscope(inkgrad, bytes, samples);
    const factor = name === 'binary' ? 3 : 1;
    for (let layer = 0; layer < 3; layer += 1) {
      for (let unit = 0; unit < 3; unit += 1) {
        for (let weight = 0; weight < 3; weight += 1) {
          const { forward, update, meanLoss } = await microscope.view({ layer, unit, weight });
          assert.equal(forward.form, 'weighted');
          near(meanLoss * factor, example.loss, 1, 'loss');
          near(forward.form === 'weighted' ? forward.z : 0, example.pre_activations[layer][unit], 1, 'z');
          near((update?.gradient ?? 0) * factor, example.grad_weights[layer][unit][weight], 1e-3, 'gradient');
          near(update?.after ?? 0, example.weights_after[layer][unit][weight], 1, 'after');
          near((update?.lossAfter ?? 0) * factor, example.loss_after, 1, 'loss after');
        }
      }
    }
  }
});
