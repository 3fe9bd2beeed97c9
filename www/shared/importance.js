/**
 * @file The answer of the query `importance`.
 *
 * @typedef {{ mean: number, deviation: number }} Spread over the times that a column was shuffled
 *
 * @typedef {object} Importance
 * @property {number} step of the weights
 * @property {number} rows of the validation data
 * @property {number} times that each column was shuffled
 * @property {number} loss of the rows as they are
 * @property {number} score of the rows as they are: the accuracy, or R² where a number is predicted
 * @property {{ loss: Spread, score: Spread }[]} columns by how much the loss rises and the score falls, in the table's order
 */

export {};
