/** @file Whole training runs and the article's worked examples against the golden numbers, through the package alone. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { AFTER_RUNS, assertAgrees, assertNear, golden, namedArray, report, runIfKnown } from './golden.js';
import { someDigits } from './support.js';

const inkgrad = await load({ build: 'simd128' });
const { Session } = inkgrad;

/**
 * @param {any} run
 * @param {number} rows
 */
async function follow(run, rows) {
  const session = await Session.create(run.spec);
  await session.setData('train', someDigits(inkgrad, 0, rows));
  await session.setData('test', someDigits(inkgrad, 1500, 1797));
  await session.setParameters(run.start.map(namedArray));
  for (const [step, expected] of run.losses.entries()) {
    const { loss, gradientNorm, learningRate } = await session.step();
    assertNear(loss, expected, `loss of step ${step}`, AFTER_RUNS);
    if (run.gradient_norms) assertNear(gradientNorm, run.gradient_norms[step], `norm of step ${step}`, AFTER_RUNS);
    if (run.learning_rates) assertNear(learningRate, run.learning_rates[step], `rate of step ${step}`);
  }
  const found = new Map((await session.parameters()).map(({ name, data }) => [name, data]));
  for (const { name, sum, norm } of run.end) {
    // The keys' part of this bias has no influence: what it holds in the end is rounding.
    if (name.endsWith('attention.in_proj.bias')) continue;
    const data = found.get(name);
    assert.ok(data, name);
    const total = data.reduce((all, value) => all + value, 0);
    assertNear(Math.hypot(...data), norm, `norm of ${name}`, AFTER_RUNS);
    const room = AFTER_RUNS * Math.max(norm, 1e-3) * Math.sqrt(data.length);
    assert.ok(Math.abs(total - sum) <= room, `sum of ${name}: expected ${sum}, found ${total}`);
  }
  const { loss, accuracy } = await session.evaluate('test');
  assertNear(loss, run.test_loss, 'test loss', AFTER_RUNS);
  // One sample of 297 may stand on the edge.
  assert.ok(Math.abs((accuracy ?? 0) - run.test_accuracy) < 1.5 / 297, `test accuracy ${accuracy}`);
}

test('dense networks train as the golden runs do', async (context) => {
  const tally = { ran: [], skipped: [] };
  for (const [index, run] of golden('training').runs.entries()) {
    await runIfKnown(tally, `${index} ${run.spec.optimizer.kind}`, () => follow(run, 1500));
  }
  report(context, tally);
});

test('compositions train as the golden runs do', async (context) => {
  const tally = { ran: [], skipped: [] };
  for (const one of golden('compositions').cases) {
    await runIfKnown(tally, one.what, () => follow(one, 31 * one.spec.batch_size));
  }
  report(context, tally);
});

/** @param {number[]} logits */
function softmax(logits) {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((total, power) => total + power);
  return powers.map((power) => power / sum);
}

/** The article's last loss sums over the outputs what inkgrad takes the mean of. */
const losses = new Map([['binary_cross_entropy_sum', { kind: 'binary_cross_entropy', factor: 3 }]]);

for (const example of golden('article').examples) {
  test(`the article's example: ${example.activation}, ${example.loss_kind}`, async () => {
    const { kind, factor } = losses.get(example.loss_kind) ?? { kind: example.loss_kind, factor: 1 };
    // Under a loss that takes logits, the last function is the loss's own.
    const last = kind === 'half_squared_error' ? example.activation : 'linear';
    const layers = [example.activation, example.activation, last].map((activation) => ({
      kind: 'dense',
      units: 3,
      activation,
    }));
    const optimizer = { kind: 'sgd', learning_rate: example.learning_rate * factor };
    const session = await Session.create(
      /** @type {any} */ ({ input: [3], layers, loss: { kind }, optimizer, batch_size: 1 }),
    );
    const weights = example.initial_weights.map((/** @type {number} */ weight, /** @type {number} */ index) => ({
      name: `layers.${index}.weight`,
      shape: [3, 3],
      data: new Float32Array(9).fill(weight),
    }));
    await session.setParameters(weights);
    const inputs = Float32Array.from(example.input);
    const labels =
      kind === 'cross_entropy' ? Uint8Array.of(example.target.indexOf(1)) : Float32Array.from(example.target);
    for (const [index, { name, data }] of (await session.activations(inputs)).entries()) {
      const expected = index === 2 && last === 'linear' ? example.pre_activations[2] : example.activations[index];
      assertAgrees(data, expected, name);
    }
    const probabilities = kind === 'cross_entropy' ? softmax(example.pre_activations[2]) : example.activations[2];
    assertAgrees(await session.predict(inputs), probabilities, 'prediction');
    const { loss, parameters } = await session.gradients(inputs, labels);
    assertNear(loss * factor, example.loss, 'loss');
    const scaled = (/** @type {Float32Array} */ data) => data.map((value) => value * factor);
    for (let layer = 0; layer < 3; layer++) {
      assertAgrees(scaled(parameters[2 * layer].data), example.grad_weights[layer].flat(), `weight ${layer}`);
      assertAgrees(scaled(parameters[2 * layer + 1].data), example.grad_biases[layer], `bias ${layer}`);
    }
    await session.setData('train', { inputs, labels });
    assertNear((await session.step()).loss * factor, example.loss, 'loss of the step');
    const after = await session.parameters();
    for (let layer = 0; layer < 3; layer++) {
      assertAgrees(after[2 * layer].data, example.weights_after[layer].flat(), `weight ${layer} after the step`);
      assertAgrees(after[2 * layer + 1].data, example.biases_after[layer], `bias ${layer} after the step`);
    }
    assertNear((await session.gradients(inputs, labels)).loss * factor, example.loss_after, 'loss after the step');
  });
}
