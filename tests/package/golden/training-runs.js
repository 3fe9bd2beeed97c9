/** @file Golden cases of training runs and of the article's worked examples, run through the package. */

import { assert, assertAllNear, assertNear, namedArray, RUN_TOLERANCE } from './assertions.js';

/**
 * @typedef {import('./assertions.js').Case} Case
 * @typedef {import('./assertions.js').Golden} Golden
 * @typedef {import('./components.js').Inkgrad} Inkgrad
 * @typedef {{ inputs: Float32Array, labels: ReturnType<Inkgrad['readCsv']>['labels'] }} Digits the 8×8 digits, 0..16
 */

/**
 * @param {Digits} digits
 * @param {number} from
 * @param {number} to
 */
function rows({ inputs, labels }, from, to) {
  return { inputs: inputs.slice(64 * from, 64 * to), labels: labels.slice(from, to), scale: 1 / 16 };
}

/**
 * @param {Inkgrad} inkgrad
 * @param {any} run
 * @param {Digits} digits
 * @param {number} count of rows to train on
 */
async function checkRun({ Session }, run, digits, count) {
  const session = await Session.create(run.spec);
  await session.setData('train', rows(digits, 0, count));
  await session.setData('test', rows(digits, 1500, 1797));
  await session.setParameters(run.start.map(namedArray));
  for (const [step, expected] of run.losses.entries()) {
    const { loss, gradientNorm, learningRate } = await session.step();
    assertNear(loss, expected, `loss of step ${step}`, RUN_TOLERANCE);
    if (run.gradient_norms) assertNear(gradientNorm, run.gradient_norms[step], `norm of step ${step}`, RUN_TOLERANCE);
    if (run.learning_rates) assertNear(learningRate, run.learning_rates[step], `rate of step ${step}`);
  }
  const found = new Map((await session.parameters()).map(({ name, data }) => [name, data]));
  for (const { name, sum, norm } of run.end) {
    // The bias of the keys has no effect on the output, so its values are rounding errors.
    if (name.endsWith('attention.in_proj.bias')) continue;
    const data = found.get(name) ?? new Float32Array();
    const total = data.reduce((all, value) => all + value, 0);
    assertNear(Math.hypot(...data), norm, `norm of ${name}`, RUN_TOLERANCE);
    const tolerance = RUN_TOLERANCE * Math.max(norm, 1e-3) * Math.sqrt(data.length);
    assert(Math.abs(total - sum) <= tolerance, `sum of ${name}: expected ${sum}, found ${total}`);
  }
  const { loss, accuracy } = await session.evaluate('test');
  assertNear(loss, run.test_loss, 'test loss', RUN_TOLERANCE);
  // One of the 297 samples may be classified differently.
  assert(Math.abs((accuracy ?? 0) - run.test_accuracy) < 1.5 / 297, `test accuracy ${accuracy}`);
  session.free();
}

/** @param {any} spec */
function kindsOf({ layers, loss, optimizer, schedule = { kind: 'constant' } }) {
  return [...layers, loss, optimizer, schedule].map(({ kind }) => kind);
}

/**
 * @param {Inkgrad} inkgrad
 * @param {Golden} golden
 * @param {Digits} digits
 * @returns {Case[]} of dense networks
 */
export function trainingCases(inkgrad, golden, digits) {
  return golden('training').runs.map((/** @type {any} */ run) => ({
    kinds: kindsOf(run.spec),
    name: `${run.spec.layers.length} layers, ${run.spec.optimizer.kind}`,
    run: () => checkRun(inkgrad, run, digits, 1500),
  }));
}

/**
 * @param {Inkgrad} inkgrad
 * @param {Golden} golden
 * @param {Digits} digits
 * @returns {Case[]} of several kinds of layers each
 */
export function compositionCases(inkgrad, golden, digits) {
  return golden('compositions').cases.map((/** @type {any} */ one) => ({
    kinds: kindsOf(one.spec),
    name: one.what,
    run: () => checkRun(inkgrad, one, digits, 31 * one.spec.batch_size),
  }));
}

/** @param {number[]} logits */
function softmax(logits) {
  const exponentials = logits.map(Math.exp);
  const sum = exponentials.reduce((total, power) => total + power);
  return exponentials.map((power) => power / sum);
}

/** The article's last loss is a sum over the outputs, inkgrad's is the mean. */
const losses = new Map([['binary_cross_entropy_sum', { kind: 'binary_cross_entropy', factor: 3 }]]);

/**
 * @param {Inkgrad} inkgrad
 * @param {Golden} golden
 * @returns {Case[]} the article's worked examples: one sample, one step
 */
export function articleCases(inkgrad, golden) {
  return golden('article').examples.map((/** @type {any} */ example) => {
    const { kind, factor } = losses.get(example.loss_kind) ?? { kind: example.loss_kind, factor: 1 };
    return {
      kinds: [kind],
      name: `${example.activation}, ${example.loss_kind}`,
      run: () => checkExample(inkgrad, example, kind, factor),
    };
  });
}

/**
 * @param {Inkgrad} inkgrad
 * @param {any} example
 * @param {string} kind of loss
 * @param {number} factor of the example's loss
 */
async function checkExample({ Session }, example, kind, factor) {
  // A loss that takes logits includes the last activation function.
  const last = kind === 'half_squared_error' ? example.activation : 'linear';
  const layers = [example.activation, example.activation, last].map((activation) => ({
    kind: 'dense',
    units: 3,
    activation,
  }));
  const optimizer = { kind: 'sgd', learning_rate: example.learning_rate * factor };
  const spec = { input: [3], layers, loss: { kind }, optimizer, batch_size: 1 };
  const session = await Session.create(/** @type {any} */ (spec));
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
    assertAllNear(data, expected, name);
  }
  const probabilities = kind === 'cross_entropy' ? softmax(example.pre_activations[2]) : example.activations[2];
  assertAllNear(await session.predict(inputs), probabilities, 'prediction');
  const { loss, parameters } = await session.gradients(inputs, labels);
  assertNear(loss * factor, example.loss, 'loss');
  const gradients = parameters.map(({ data }) => data.map((value) => value * factor));
  assertThreeLayers(gradients, example.grad_weights, example.grad_biases, 'gradient');
  await session.setData('train', { inputs, labels });
  assertNear((await session.step()).loss * factor, example.loss, 'loss of the step');
  const after = (await session.parameters()).map(({ data }) => data);
  assertThreeLayers(after, example.weights_after, example.biases_after, 'after the step');
  assertNear((await session.gradients(inputs, labels)).loss * factor, example.loss_after, 'loss after the step');
  session.free();
}

/**
 * @param {Float32Array[]} found weight and bias of each layer
 * @param {number[][][]} weights
 * @param {number[][]} biases
 * @param {string} what
 */
function assertThreeLayers(found, weights, biases, what) {
  for (const [layer, weight] of weights.entries()) {
    assertAllNear(found[2 * layer] ?? [], weight.flat(), `weight ${layer}, ${what}`);
    assertAllNear(found[2 * layer + 1] ?? [], biases[layer] ?? [], `bias ${layer}, ${what}`);
  }
}
