/**
 * @file The passes of one step in their order, forward, loss, backward, penalties, norm and update, each as a program of
 * programs.json with its constants and the buffers that it works on, by name.
 */

import { backward, forward, gradientOf } from './layers.js';
import { line } from './products.js';

/**
 * @typedef {import('./plan.js').Plan} Plan
 * @typedef {object} Pass
 * @property {string} program
 * @property {string} [variant] of the program, where it has several
 * @property {string} [entry] `main` unless given
 * @property {Record<string, number>} constants
 * @property {Record<string, string>} buffers by the shader's name for them: the name of the buffer
 * @property {[number, number, number]} grid
 */

/** Sums of squares that a range of the gradient is reduced to, at most. */
const SUMS = 256;
/** Squares that are added up for each of them, or more. */
const SQUARES = 4096;
/** Numbers of the optimiser's state that a step works on: see `update.wgsl`. */
const STATES = { sgd: 0, momentum: 1, adam: 2, adamw: 2, rmsprop: 1, adagrad: 1, adamax: 2, lion: 1 };

/**
 * @param {Plan} plan
 * @param {{ capacity: number, scoring: number, classes: boolean, device: import('./products.js').Device }} setting
 * samples of the largest batch, how answers are scored, and what products go by
 * @returns {{ passes: Pass[], sizes: Map<string, number> }} with the floats of every buffer that they name
 */
export function makePasses(plan, setting) {
  /** @type {Pass[]} */
  const passes = [];
  const sizes = bufferSizes(plan, setting.capacity);
  const world = { plan, sizes, ...setting, add: (/** @type {Pass} */ pass) => passes.push(pass) };
  for (const stage of plan.stages) forward(world, stage);
  passes.push(loss(plan, setting));
  const first = plan.stages.findIndex(({ trained }) => trained);
  if (first >= 0) {
    for (let at = plan.stages.length - 1; at >= first; at -= 1) backward(world, at, first);
    passes.push(...penalties(plan));
  }
  passes.push(...norm(plan, sizes, setting.device));
  for (const range of plan.trained) passes.push(update(plan, range));
  return { passes, sizes };
}

/**
 * @param {Plan} plan
 * @param {number} capacity
 */
function bufferSizes(plan, capacity) {
  const { widths, length } = plan;
  const sizes = new Map([
    ['parameters', length],
    ['gradient', length],
    ['first_state', length],
    ['second_state', length],
    ['gradient_scale', 1],
    ['scores', 2 * capacity],
    ['unused', 1],
    ['partial', 1],
  ]);
  for (const [at, width] of widths.entries()) sizes.set(`activation ${at}`, width * capacity);
  const widest = Math.max(...widths) * capacity;
  for (const at of [0, 1]) sizes.set(`slope ${at}`, widest);
  return sizes;
}

/**
 * @param {Plan} plan
 * @param {{ capacity: number, scoring: number, classes: boolean }} setting
 * @returns {Pass}
 */
function loss(plan, { capacity, scoring, classes }) {
  const last = plan.stages.length;
  const { kind, label_smoothing: smoothing } = plan.spec.loss;
  const { constants, buffers } = gradientOf(plan, last, 0);
  return {
    program: kind,
    constants: {
      ...constants,
      OUTPUTS: plan.widths[last],
      SCORING: scoring,
      CLASSES: Number(classes),
      ...(kind === 'cross_entropy' && { SMOOTHING: smoothing }),
    },
    buffers: { z: `activation ${last}`, scores: 'scores', ...buffers },
    grid: [Math.ceil(capacity / 64), 1, 1],
  };
}

/**
 * @param {Plan} plan
 * @returns {Pass[]}
 */
function penalties({ spec: { l1 = 0, l2 = 0 }, penalised }) {
  if (!(l1 > 0 || l2 > 0)) return [];
  return penalised.map(({ first, end }) => ({
    program: 'penalise',
    constants: { FIRST: first, END: end, L1: l1, L2: l2 },
    buffers: { parameters: 'parameters', gradient: 'gradient' },
    grid: line(end - first),
  }));
}

/**
 * @param {Plan} plan
 * @param {Map<string, number>} sizes
 * @param {import('./products.js').Device} device
 * @returns {Pass[]}
 */
function norm({ trained, spec }, sizes, { subgroups }) {
  const variant = subgroups ? 'subgroups' : 'memory';
  let slot = 0;
  /** @type {Pass[]} */
  const passes = trained.map(({ first, end }) => {
    const sums = Math.min(SUMS, Math.ceil((end - first) / SQUARES));
    slot += sums;
    return {
      program: 'squares',
      variant,
      constants: { FIRST: first, END: end, SLOT: slot - sums, SUMS: sums },
      buffers: { gradient: 'gradient', sums: 'sums' },
      grid: [sums, 1, 1],
    };
  });
  sizes.set('sums', Math.max(1, slot));
  passes.push({
    program: 'finish',
    variant,
    constants: { SUMS: slot, LIMIT: spec.clip_norm ?? 0 },
    buffers: { scores: 'scores', sums: 'sums', metrics: 'metrics', gradient_scale: 'gradient_scale' },
    grid: [1, 1, 1],
  });
  return passes;
}

/**
 * @param {Plan} plan
 * @param {import('./plan.js').Range} range
 * @returns {Pass}
 */
function update({ spec: { optimizer } }, { first, end }) {
  const kind = optimizer.kind === 'sgd' && optimizer.momentum > 0 ? 'momentum' : optimizer.kind;
  const states = ['first_state', 'second_state'].slice(0, STATES[/** @type {keyof typeof STATES} */ (kind)]);
  const decoupled = kind === 'adamw' || kind === 'lion';
  return {
    program: kind === 'adamw' ? 'adam' : kind,
    constants: {
      FIRST: first,
      END: end,
      DECAY: decoupled ? 0 : optimizer.weight_decay,
      ...formula(kind, optimizer),
    },
    buffers: {
      parameters: 'parameters',
      gradient: 'gradient',
      gradient_scale: 'gradient_scale',
      ...Object.fromEntries(states.map((name) => [name, name])),
    },
    grid: line(Math.ceil((end - first) / 4)),
  };
}

/**
 * @param {string} kind
 * @param {Record<string, any>} optimizer
 * @returns {Record<string, number>} what stays the same from step to step
 */
function formula(kind, { beta1, beta2, decay, epsilon, momentum, nesterov }) {
  const [first, second] = [
    { KEPT_1: beta1 ?? decay, NEW_1: 1 - (beta1 ?? decay) },
    { KEPT_2: beta2, NEW_2: 1 - beta2 },
  ];
  switch (kind) {
    case 'momentum':
      return { MOMENTUM: momentum, NESTEROV: Number(nesterov) };
    case 'rmsprop':
      return { ...first, EPSILON: epsilon };
    case 'adagrad':
      return { EPSILON: epsilon };
    case 'adamax':
      return { ...first, KEPT_2: beta2, EPSILON: epsilon };
    case 'lion':
      return { ...first, ...second };
    case 'adam':
    case 'adamw':
      return { ...first, ...second, EPSILON: epsilon };
    default:
      return {};
  }
}

/**
 * The optimiser's numbers of one step, in double precision like the core's.
 *
 * @param {Record<string, any>} optimizer
 * @param {number} rate
 * @param {number} count of updates, this one included
 * @returns {[number, number, number]} what is left of a parameter, the rate, the factor of the root
 */
export function numbersOfUpdate({ kind, beta1, beta2, weight_decay: decay }, rate, count) {
  const corrected = () => rate / (1 - beta1 ** count);
  switch (kind) {
    case 'adam':
    case 'adamw':
      return [kind === 'adamw' ? 1 - rate * decay : 1, corrected(), 1 / Math.sqrt(1 - beta2 ** count)];
    case 'adamax':
      return [1, corrected(), 1];
    case 'lion':
      return [1 - rate * decay, rate, 1];
    default:
      return [1, rate, 1];
  }
}
