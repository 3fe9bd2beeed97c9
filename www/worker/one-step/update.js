/** @file What a step does to one weight: the gradient and all that is added to it, the optimiser's rule, before and after. */

import { applyRule, decoupled, stateNames } from './rules.js';
import { State } from './state.js';

/**
 * @typedef {import('inkgrad').Session} Session
 * @typedef {{ name: string, index: number }} Place of a weight: tensor and index in it
 *
 * @typedef {object} Step what the core's own step did
 * @property {State} next
 * @property {Map<string, import('./state.js').Tensor> | null} gradients that the step used, without penalties; null where
 *   they are not finite
 * @property {number} gradientNorm
 * @property {number} learningRate
 * @property {string | null} finished
 * @property {number} lossBefore mean over the samples, in evaluation mode
 * @property {number} lossAfter
 *
 * @typedef {object} Update
 * @property {string} name of the tensor
 * @property {number} index in it
 * @property {number[]} shape
 * @property {boolean} trainable
 * @property {number} before
 * @property {number} after by the core
 * @property {number} mean ∂L/∂w over the samples, in evaluation mode
 * @property {number | null} gradient that the step used: with the statistics of the batch
 * @property {number} penalty that l1 and l2 add
 * @property {number | null} norm of the whole gradient, where it is clipped
 * @property {number} scale by which clipping multiplies
 * @property {number} decay that weight decay adds to the gradient
 * @property {number} g all of it
 * @property {number} rate
 * @property {string} optimizer
 * @property {import('./rules.js').Result | null} rule the optimiser's formula with its numbers
 * @property {number} lossBefore
 * @property {number} lossAfter
 * @property {boolean} diverged the numbers were not finite: the step changed nothing
 */

/** The gradient is read off a step of plain SGD, at a rate beside which the weight's own digits do not count. */
const RATE = 2 ** 20;

/**
 * @param {State} state
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @returns {Promise<Step>}
 */
export function stepOf(state, inkgrad) {
  return state.once('step', async () => {
    const { samples } = state;
    const before = await state.parameters();
    const gradients = await state.withSession((session) => measured(state, session, before));
    const { loss: lossBefore } = await state.meanGradients();
    return state.withSession(async (session) => {
      await prepare(session, state);
      const { gradientNorm, learningRate, finished } = await session.step(1);
      const { loss: lossAfter } = await session.evaluate('train');
      const next = new State(inkgrad, await session.save(), samples);
      return { next, gradients, gradientNorm, learningRate, finished, lossBefore, lossAfter };
    });
  });
}

/**
 * The copy learns from its samples alone, as they are: without augmentation, dropout and early stopping.
 *
 * @param {Session} session
 * @param {State} state
 */
async function prepare(session, { samples: { inputs, labels, count }, spec }) {
  const layers = Object.fromEntries(dropouts(spec.layers, ''));
  const changes = /** @type {any} */ ({ augment: null, early_stopping: null, batch_size: count, layers });
  await session.configure(changes);
  await session.setData('train', { inputs, labels, scale: 1 });
}

/**
 * @param {{ kind: string, layers?: any[] }[]} layers
 * @param {string} prefix
 * @returns {[string, { rate: number }][]}
 */
function dropouts(layers, prefix) {
  return layers.flatMap((layer, index) => {
    if (layer.kind === 'dropout') return [[`${prefix}${index}`, { rate: 0 }]];
    return layer.layers ? dropouts(layer.layers, `${prefix}${index}.`) : [];
  });
}

/**
 * @param {State} state
 * @param {Session} session
 * @param {Map<string, import('./state.js').Tensor>} before
 */
async function measured(state, session, before) {
  const optimizer = { kind: 'sgd', learning_rate: RATE, weight_decay: 0 };
  const plain = { optimizer, schedule: { kind: 'constant' }, clip_norm: null, l1: 0, l2: 0 };
  await session.configure(/** @type {any} */ (plain));
  await prepare(session, state);
  const { finished } = await session.step(1);
  if (finished === 'diverged') return null;
  const after = await session.parameters();
  return new Map(
    after.map((tensor) => {
      const from = before.get(tensor.name)?.data ?? tensor.data;
      return [tensor.name, { ...tensor, data: tensor.data.map((value, at) => ((from[at] ?? 0) - value) / RATE) }];
    }),
  );
}

/**
 * @param {State} state
 * @param {Step} step
 * @param {Place} place
 * @returns {Promise<Update>}
 */
export async function updateOf(state, step, { name, index }) {
  const { spec, saved } = state;
  const tensor = (await state.parameters()).get(name);
  const weight = tensor?.data[index] ?? Number.NaN;
  const mean = (await state.meanGradients()).get(name)?.data[index] ?? 0;
  const gradient = step.gradients?.get(name)?.data[index] ?? null;
  const penalised = (tensor?.shape.length ?? 0) > 1 && !name.endsWith('.position');
  const penalty = penalised ? (spec.l1 ?? 0) * Math.sign(weight) + 2 * (spec.l2 ?? 0) * weight : 0;
  const clip = spec.clip_norm ?? null;
  const scale = clip === null ? 1 : Math.min(1, clip / (step.gradientNorm + 1e-6));
  const { optimizer } = spec;
  const decay = decoupled.has(optimizer.kind) ? 0 : (optimizer.weight_decay ?? 0) * weight;
  const g = scale * ((gradient ?? Number.NaN) + penalty) + decay;
  const names = stateNames[optimizer.kind] ?? [];
  const [first = 0, second = 0] = names.map((one) => saved.value(`optimizer.${one}.${name}`, index));
  const given = { weight, gradient: g, rate: step.learningRate, count: saved.counter('updates') + 1 };
  const after = (await step.next.parameters()).get(name)?.data[index] ?? Number.NaN;
  return {
    ...{ name, index, shape: tensor?.shape ?? [], trainable: isTrainable(spec.layers, name), before: weight, after },
    ...{ mean, gradient, penalty, norm: clip === null ? null : step.gradientNorm, scale, decay, g },
    ...{ rate: step.learningRate, optimizer: optimizer.kind },
    rule: applyRule(optimizer, { ...given, state: [first, second] }),
    ...{ lossBefore: step.lossBefore, lossAfter: step.lossAfter, diverged: step.finished === 'diverged' },
  };
}

/** @param {any[]} layers @param {string} name as in `layers.2.layers.0.weight` @returns {boolean} */
function isTrainable(layers, name) {
  const [, index = '', rest = ''] = /^layers\.(\d+)\.(.*)$/.exec(name) ?? [];
  const layer = layers[Number(index)];
  if (layer?.trainable === false) return false;
  return layer?.layers && rest.startsWith('layers.') ? isTrainable(layer.layers, rest) : true;
}
