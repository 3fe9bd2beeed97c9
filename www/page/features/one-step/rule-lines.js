/** @file The optimisers' rules as lines of a formula: with symbols, and with the numbers of one weight. */

import { factor, figure, superscript } from './figures.js';

/**
 * @typedef {{ symbols: string, numbers: string, value: number | null }} RuleLine
 * @typedef {import('../../../worker/one-step/update.js').Update} Update
 */

/** @param {string} symbols @param {string} numbers @param {number | undefined} value @returns {RuleLine} */
const line = (symbols, numbers, value) => ({ symbols, numbers, value: value ?? Number.NaN });

/**
 * @param {Update} update
 * @returns {RuleLine[]} the last one gives the new weight; empty for an optimiser without a formula here
 */
export function ruleLines(update) {
  const { rule, optimizer, g, rate, before, after } = update;
  if (!rule) return [];
  const { parts } = rule;
  const of = (/** @type {string} */ name) => parts[name] ?? Number.NaN;
  const [w, eta, own] = [figure(before), figure(rate), factor(g)];
  const blended = (/** @type {string} */ beta, /** @type {string} */ old) =>
    `${figure(of(beta))} · ${factor(of(old))} + ${figure(1 - of(beta))} · ${own}`;
  const kept = 'kept' in parts ? `${figure(of('kept'))} · ${factor(before)}` : w;
  const last = (/** @type {string} */ symbols, /** @type {string} */ numbers) => {
    const decayed = 'kept' in parts ? '(1 − η λ) w' : 'w';
    return line(`w ← ${decayed} − ${symbols}`, `${kept} − ${numbers}`, after);
  };
  const root = (/** @type {string} */ name) => `(√${factor(of(name))} + ${figure(of('epsilon'))})`;
  const first = line('m ← β₁ m + (1 − β₁) g', blended('beta1', 'm0'), of('m'));
  const unbiased = (/** @type {string} */ beta, /** @type {string} */ mean) =>
    `${figure(of(mean))} ÷ (1 − ${figure(of(beta))}${superscript(of('t'))})`;
  const corrected = line('m̂ = m ÷ (1 − β₁ᵗ)', unbiased('beta1', 'm'), of('mHat'));
  if (optimizer === 'sgd')
    return [...momentumLines(parts, own), last(sgdSymbol(parts), `${eta} · ${sgdNumber(parts, own)}`)];
  if (optimizer === 'adagrad' || optimizer === 'rmsprop') {
    const square =
      optimizer === 'adagrad'
        ? line('s ← s + g²', `${figure(of('s0'))} + ${own}²`, of('s'))
        : line('s ← ρ s + (1 − ρ) g²', `${blended('rho', 's0')}²`, of('s'));
    return [square, last('η g ÷ (√s + ε)', `${eta} · ${own} ÷ ${root('s')}`)];
  }
  if (optimizer === 'adamax') {
    const numbers = `max(${figure(of('beta2'))} · ${figure(of('u0'))}, ${figure(Math.abs(g))} + ${figure(of('epsilon'))})`;
    const norm = line('u ← max(β₂ u, |g| + ε)', numbers, of('u'));
    return [first, norm, corrected, last('η m̂ ÷ u', `${eta} · ${factor(of('mHat'))} ÷ ${figure(of('u'))}`)];
  }
  if (optimizer === 'lion') {
    const direction = line('c = β₁ m + (1 − β₁) g', blended('beta1', 'm0'), of('c'));
    const state = line('m ← β₂ m + (1 − β₂) g', blended('beta2', 'm0'), of('m'));
    return [direction, state, last('η sign(c)', `${eta} · ${factor(of('sign'))}`)];
  }
  const second = line('v ← β₂ v + (1 − β₂) g²', `${blended('beta2', 'v0')}²`, of('v'));
  const size = line('v̂ = v ÷ (1 − β₂ᵗ)', unbiased('beta2', 'v'), of('vHat'));
  return [
    ...[first, second, corrected, size],
    last('η m̂ ÷ (√v̂ + ε)', `${eta} · ${factor(of('mHat'))} ÷ ${root('vHat')}`),
  ];
}

/** @param {Record<string, number>} parts @param {string} own @returns {RuleLine[]} */
function momentumLines(parts, own) {
  const { mu, b0, b, d } = parts;
  if (mu === undefined || b0 === undefined || b === undefined) return [];
  const buffer = line('m ← μ m + g', `${figure(mu)} · ${factor(b0)} + ${own}`, b);
  if (d === undefined) return [buffer];
  return [buffer, line('d = g + μ m', `${own} + ${figure(mu)} · ${factor(b)}`, d)];
}

/** @param {Record<string, number>} parts */
function sgdSymbol(parts) {
  if ('d' in parts) return 'η d';
  return 'b' in parts ? 'η m' : 'η g';
}

/** @param {Record<string, number>} parts @param {string} own */
function sgdNumber({ d, b }, own) {
  return d === undefined && b === undefined ? own : factor(d ?? b ?? 0);
}
