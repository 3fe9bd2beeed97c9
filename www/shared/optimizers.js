/** @file The optimisers that the page offers, each with its part of the spec and its default learning rate. */

/**
 * @typedef {'sgd' | 'momentum' | 'nesterov' | 'adam' | 'adamw' | 'adamax' | 'rmsprop' | 'adagrad' | 'lion'} OptimizerName
 * @typedef {{ name: OptimizerName, usualRate: number, fields: Record<string, unknown> & { kind: string } }} OptimizerChoice
 */

/** @type {OptimizerChoice[]} */
export const optimizers = [
  { name: 'adam', usualRate: 0.001, fields: { kind: 'adam' } },
  { name: 'adamw', usualRate: 0.001, fields: { kind: 'adamw' } },
  { name: 'adamax', usualRate: 0.002, fields: { kind: 'adamax' } },
  { name: 'rmsprop', usualRate: 0.001, fields: { kind: 'rmsprop' } },
  { name: 'adagrad', usualRate: 0.01, fields: { kind: 'adagrad' } },
  { name: 'lion', usualRate: 0.0002, fields: { kind: 'lion' } },
  { name: 'sgd', usualRate: 0.1, fields: { kind: 'sgd' } },
  { name: 'momentum', usualRate: 0.02, fields: { kind: 'sgd', momentum: 0.9 } },
  { name: 'nesterov', usualRate: 0.02, fields: { kind: 'sgd', momentum: 0.9, nesterov: true } },
];

/**
 * @param {OptimizerName} name
 * @returns {OptimizerChoice}
 */
export function optimizerNamed(name) {
  const found = optimizers.find((choice) => choice.name === name);
  if (!found) throw new RangeError(`expected an optimiser of the page, found ${name}`);
  return found;
}

/**
 * Half the rate, or the optimiser's default where that is far lower, because half of a huge rate diverges again.
 *
 * @param {{ optimizer: OptimizerName, learning_rate: number }} settings
 * @returns {number}
 */
export function lowerRate({ optimizer, learning_rate: rate }) {
  const { usualRate } = optimizerNamed(optimizer);
  return rate > 4 * usualRate ? usualRate : rate / 2;
}
