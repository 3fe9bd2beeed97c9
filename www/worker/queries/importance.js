/**
 * @file The query `importance`: how much each column of a table matters to the network (permutation importance, Breiman 2001):
 * a column's values are shuffled among the validation rows, and what the network loses by it is measured, several times.
 */

import { placesOf } from '../../shared/table.js';
import { long } from '../long-query.js';
import { seedOf } from '../random.js';
import { regressionOf } from '../regression.js';
import { shuffled } from '../selected-source.js';

/** Rows at most: the time of a press grows with them, and the answer hardly changes. */
const MOST_ROWS = 2000;

/**
 * @typedef {import('../data-source.js').Part} Part
 * @typedef {import('inkgrad').Session} Session
 * @typedef {import('../../shared/importance.js').Importance} Importance
 * @typedef {import('../../shared/importance.js').Spread} Spread
 */

/**
 * Parameters: `times` a column is shuffled, and `seed` of the orders.
 *
 * @returns an `Importance`; null where the data are no table
 */
export const importance = long(
  /** @param {import('./index.js').PredictionContext} context */
  ({ analysis }, params, course) =>
    analysis.use(async ({ session, step }) => {
      const { validation, table } = await analysis.source.all(() => {});
      if (!table) return null;
      const part = firstRows(validation, MOST_ROWS);
      const target = { isClass: analysis.dataSet.classes > 0 };
      const found = await importanceOf(session, part, placesOf(table.columns), target, {
        times: Number(params.times),
        seed: Number(params.seed),
        ...course,
      });
      return { step, rows: part.labels.length, ...found };
    }),
);

/** @param {Part} part @param {number} most @returns {Part} */
function firstRows({ inputs, labels }, most) {
  const size = inputs.length / labels.length;
  return { inputs: inputs.subarray(0, most * size), labels: labels.subarray(0, most) };
}

/**
 * @param {Session} session whose part `test` is taken for it
 * @param {Part} part
 * @param {{ column: { name: string }, first: number, count: number }[]} places of each column's inputs
 * @param {{ isClass: boolean }} target
 * @param {{ times: number, seed: number } & import('../long-query.js').Course} options
 * @returns {Promise<Omit<Importance, 'step' | 'rows'>>}
 */
export async function importanceOf(session, part, places, { isClass }, { times, seed, signal, onProgress, turn }) {
  const measure = async (/** @type {Part['inputs']} */ inputs) => {
    await session.setData('test', { inputs, labels: part.labels, scale: 1 });
    const { loss, accuracy, outputs } = await session.evaluate('test', { signal, perSample: !isClass });
    return { loss, score: isClass ? (accuracy ?? 0) : regressionOf(outputs ?? [], part.labels).r2 };
  };
  const whole = await measure(part.inputs);
  const columns = [];
  for (const [at, place] of places.entries()) {
    const [rises, falls] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
    for (let time = 0; time < times; time += 1) {
      onProgress(at * times + time, places.length * times);
      await turn();
      const order = shuffled(part.labels.length, seedOf(`${seed} ${place.column.name} ${time}`));
      const { loss, score } = await measure(withShuffled(part, place, order));
      rises.push(loss - whole.loss);
      falls.push(whole.score - score);
    }
    columns.push({ loss: spreadOf(rises), score: spreadOf(falls) });
  }
  return { times, ...whole, columns };
}

/**
 * @param {Part} part
 * @param {{ first: number, count: number }} place the inputs of a column, categories stay together
 * @param {Uint32Array} order of the rows from which they are taken
 */
function withShuffled({ inputs, labels }, { first, count }, order) {
  const size = inputs.length / labels.length;
  const changed = inputs.slice();
  for (const [row, from] of order.entries())
    changed.set(inputs.subarray(from * size + first, from * size + first + count), row * size + first);
  return changed;
}

/** @param {number[]} values @returns {Spread} */
function spreadOf(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}
