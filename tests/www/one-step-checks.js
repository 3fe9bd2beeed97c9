/** @file Checks of the microscope over one step: its numbers against the package's own. */

import assert from 'node:assert/strict';
import { load } from 'inkgrad';
import { functions } from '../../www/worker/one-step/functions.js';
import { Microscope } from '../../www/worker/one-step/microscope.js';

export const inkgrad = await load({ build: 'simd128' });

/** @param {number} count @param {number} seed */
function noise(count, seed) {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 < 0.6 ? 0 : state / 2 ** 32;
  });
}

/** @param {any} given @param {number} [count] @param {number} [steps] */
export async function setup(given, count = 1, steps = 3) {
  const session = await inkgrad.Session.create({ ...given, early_stopping: undefined });
  const { spec } = session;
  const size = spec.input.reduce((/** @type {number} */ product, /** @type {number} */ length) => product * length, 1);
  const data = (/** @type {number} */ n) => {
    return { inputs: noise(n * size, 5), labels: Uint8Array.from({ length: n }, (_, at) => (7 * at + 3) % 10) };
  };
  await session.setData('train', { ...data(12), scale: 1 });
  await session.configure({ batch_size: 6 });
  await session.step(steps);
  const bytes = await session.save();
  const samples = { ...data(count), count };
  return { session, samples, bytes, microscope: new Microscope(inkgrad, bytes, samples) };
}

/** @param {number} found @param {number} expected @param {number} size @param {string} what */
export function near(found, expected, size, what) {
  const limit = 2e-4 * Math.max(Math.abs(expected), size, 1e-6);
  assert.ok(Math.abs(found - expected) <= limit, `${what}: ${found} instead of ${expected}`);
}

/** @param {Iterable<number>} values */
export const greatest = (values) => [...values].reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** @param {{ terms: { product: number }[], rest: { sum: number } }} sum */
const total = ({ terms, rest }) => terms.reduce((all, { product }) => all + product, rest.sum);

/** @param {any} forward @param {number} a @param {number} size @param {string} what */
function checkForward(forward, a, size, what) {
  near(forward.a, a, size, `${what}: a`);
  if (forward.form === 'weighted') {
    near(total(forward) + (forward.bias ?? 0) + (forward.position ?? 0), forward.z, size, `${what}: z`);
    const apply = functions[forward.activation]?.value;
    if (apply) near(apply(forward.z), a, size, `${what}: f(z)`);
  } else if (forward.form === 'maximum') near(forward.values[forward.chosen].x, a, size, what);
  else if (forward.form === 'mean') {
    const sum = forward.values.reduce(
      (/** @type {number} */ all, /** @type {any} */ { x }) => all + x,
      forward.rest.sum,
    );
    near(sum / forward.count, a, size, what);
  } else if (forward.form === 'norm') near(forward.normalised * forward.w + forward.b, a, size, what);
  else if (forward.form === 'copy') near(forward.x, a, size, what);
  else if (forward.form === 'function') near(functions[forward.activation]?.value(forward.x) ?? a, a, size, what);
  else if (forward.form === 'residual') near(forward.x + forward.inner, a, size, what);
  else if (forward.form === 'encoder') {
    near(forward.x + forward.attended + forward.mlp, a, size, what);
    for (const weights of forward.attention)
      near(
        weights.reduce((/** @type {number} */ all, /** @type {number} */ one) => all + one, 0),
        1,
        1,
        what,
      );
  } else assert.equal(forward.form, 'recurrent', what);
}

/**
 * Looks at some units of every layer and compares all that is said with the package.
 *
 * @param {any} spec
 * @param {string} what
 */
export async function checkNetwork(spec, what) {
  const { session, samples, microscope } = await setup(spec);
  const activations = await session.activations(samples.inputs, { scale: 1 });
  const { loss, parameters } = await session.gradients(samples.inputs, samples.labels, { scale: 1 });
  const gradients = new Map(parameters.map((one) => [one.name, one.data]));
  const { layers } = await microscope.view({ layer: 0, unit: 0 });
  for (const [layer, { kind, parameters: count }] of layers.entries()) {
    const data = activations[layer]?.data ?? new Float32Array();
    const alive = data.indexOf(greatest(data));
    for (const unit of new Set([0, Math.floor(data.length * 0.7), data.length - 1, Math.max(0, alive)])) {
      const name = `${what}, layer ${layer} (${kind}), unit ${unit}`;
      const view = await microscope.view({ layer, unit });
      near(view.meanLoss, loss, 1, `${name}: loss`);
      near(view.loss.value, loss, 1, `${name}: its formula`);
      checkForward(view.forward, data[unit] ?? Number.NaN, greatest(data), name);
      const { backward, update } = view;
      if (backward.origin.from === 'weights') {
        const size = greatest(backward.origin.terms.map(({ product }) => product));
        near(total(backward.origin), backward.gradient, size, `${name}: ∂L/∂a`);
      }
      const through = backward.through;
      if (through?.slope != null)
        near(through.slope * backward.gradient, through.delta, Math.abs(backward.gradient), `${name}: δ`);
      for (const weight of through?.weights ?? []) {
        const all = gradients.get(`layers.${layer}.weight`) ?? new Float32Array();
        const row = update && update.index - view.weight;
        near(weight.all, all[Number(row) + weight.index] ?? Number.NaN, greatest(all), `${name}: ∂L/∂w`);
      }
      assert.equal(update === null, count === 0, name);
      if (update) checkUpdate(update, name);
    }
  }
}

/** @param {import('../../www/worker/one-step/update.js').Update} update @param {string} what */
export function checkUpdate(update, what) {
  if (!update.trainable) return assert.equal(update.after, update.before, what);
  const change = Math.abs(update.after - update.before);
  const found = update.rule?.after ?? Number.NaN;
  const limit = 2e-3 * change + 3e-7 * Math.abs(update.before) + 1e-9;
  assert.ok(Math.abs(found - update.after) <= limit, `${what}: ${found} instead of ${update.after}`);
}

export const small = {
  seed: 2,
  input: [1, 8, 8],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'sgd', learning_rate: 0.1 },
};
export const flat = { kind: 'flatten' };
export const dense = (/** @type {number} */ units, activation = 'linear') => ({ kind: 'dense', units, activation });
