/** @file What page and worker tell each other of a table that is imported. */

/**
 * @typedef {'numeric' | 'categorical' | 'ignored'} ColumnChoice
 *
 * @typedef {object} ColumnLook
 * @property {string} name
 * @property {ColumnChoice} kind that is proposed
 * @property {number} numbers cells that are numbers
 * @property {number} missing cells that are empty, or say that there is no value
 * @property {boolean} whole whether all numbers are whole
 * @property {number} [minimum] of the numbers
 * @property {number} [maximum]
 * @property {number} digits after the decimal point, at most
 * @property {number | null} distinct different cells; null where there are too many for categories
 * @property {{ word: string, count: number }[]} words the first ones, in the order of their appearance
 *
 * @typedef {object} TableLook
 * @property {number} rows
 * @property {boolean} header whether the first line names the columns
 * @property {boolean} decimalComma
 * @property {string[][]} first rows, as they stand in the file
 * @property {ColumnLook[]} columns
 * @property {number} target index of the column that is proposed
 * @property {'class' | 'number'} task that is proposed
 *
 * @typedef {object} TableChoice
 * @property {ColumnChoice[]} kinds of all columns
 * @property {number} target index of the column that is predicted
 * @property {'class' | 'number'} task
 * @property {string} title
 */

/** Inputs of a network that a table may give. */
export const MOST_INPUTS = 2000;

/** Classes, or categories of one column. */
export const MOST_CATEGORIES = 256;
