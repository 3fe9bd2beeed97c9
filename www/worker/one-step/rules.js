/** @file The optimisers' rules for one weight, by the core's formulas: what the explanation of an update shows. */

/**
 * @typedef {{ kind: string, learning_rate: number, weight_decay?: number, momentum?: number, nesterov?: boolean,
 *   decay?: number, beta1?: number, beta2?: number, epsilon?: number }} Optimizer
 *
 * @typedef {object} Given
 * @property {number} weight
 * @property {number} gradient with penalties and weight decay, after clipping
 * @property {number} rate the learning rate of this step
 * @property {number} count of updates, this one included
 * @property {[number, number]} state of the optimiser before
 *
 * @typedef {object} Result
 * @property {Record<string, number>} parts in the formula's symbols
 * @property {number} after
 */

/** @typedef {(optimizer: Optimizer, given: Given) => Result} Rule */

/** Names of the optimiser's state in a saved session. @type {Record<string, string[]>} */
export const stateNames = {
  sgd: ['momentum'],
  adagrad: ['square_sum'],
  rmsprop: ['square_average'],
  adam: ['first_moment', 'second_moment'],
  adamw: ['first_moment', 'second_moment'],
  adamax: ['first_moment', 'infinity_norm'],
  lion: ['mean'],
};

/** 0 ÷ 0 is 0 in an update. @param {number} over @param {number} under */
const ratio = (over, under) => (over === 0 ? 0 : over / under);

/** @type {Rule} */
function sgd({ momentum = 0, nesterov = false }, { weight, gradient: g, rate, state: [before] }) {
  if (momentum === 0) return { parts: {}, after: weight - rate * g };
  const b = momentum * before + g;
  const d = nesterov ? g + momentum * b : b;
  return { parts: { mu: momentum, b0: before, b, ...(nesterov && { d }) }, after: weight - rate * d };
}

/** @type {Rule} */
function adagrad({ epsilon = 1e-8 }, { weight, gradient: g, rate, state: [before] }) {
  const s = before + g * g;
  return { parts: { s0: before, s, epsilon }, after: weight - ratio(rate * g, Math.sqrt(s) + epsilon) };
}

/** @type {Rule} */
function rmsprop({ decay = 0.99, epsilon = 1e-8 }, { weight, gradient: g, rate, state: [before] }) {
  const s = decay * before + (1 - decay) * g * g;
  return { parts: { rho: decay, s0: before, s, epsilon }, after: weight - ratio(rate * g, Math.sqrt(s) + epsilon) };
}

/** @type {Rule} */
function adam(
  { kind, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weight_decay: decay = 0 },
  { weight, gradient: g, rate, count, state: [m0, v0] },
) {
  const [m, v] = [beta1 * m0 + (1 - beta1) * g, beta2 * v0 + (1 - beta2) * g * g];
  const [mHat, vHat] = [m / (1 - beta1 ** count), v / (1 - beta2 ** count)];
  const kept = kind === 'adamw' ? 1 - rate * decay : 1;
  const parts = { beta1, beta2, epsilon, m0, v0, m, v, mHat, vHat, t: count, ...(kept !== 1 && { kept }) };
  return { parts, after: kept * weight - ratio(rate * mHat, Math.sqrt(vHat) + epsilon) };
}

/** @type {Rule} */
function adamax({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }, { weight, gradient: g, rate, count, state: [m0, u0] }) {
  const m = beta1 * m0 + (1 - beta1) * g;
  const u = Math.max(beta2 * u0, Math.abs(g) + epsilon);
  const mHat = m / (1 - beta1 ** count);
  return { parts: { beta1, beta2, epsilon, m0, u0, m, u, mHat, t: count }, after: weight - ratio(rate * mHat, u) };
}

/** @type {Rule} */
function lion({ beta1 = 0.9, beta2 = 0.99, weight_decay: decay = 0 }, { weight, gradient: g, rate, state: [m0] }) {
  const [c, m] = [beta1 * m0 + (1 - beta1) * g, beta2 * m0 + (1 - beta2) * g];
  const kept = 1 - rate * decay;
  const parts = { beta1, beta2, m0, c, sign: Math.sign(c), m, ...(kept !== 1 && { kept }) };
  return { parts, after: kept * weight - rate * Math.sign(c) };
}

/** @type {Record<string, Rule>} */
const rules = { sgd, adagrad, rmsprop, adam, adamw: adam, adamax, lion };

/** Weight decay acts on the weight itself, and not on the gradient. */
export const decoupled = new Set(['adamw', 'lion']);

/**
 * @param {Optimizer} optimizer
 * @param {Given} given
 * @returns {Result | null} null for an optimiser without a formula here
 */
export function applyRule(optimizer, given) {
  return rules[optimizer.kind]?.(optimizer, given) ?? null;
}
