/**
 * @file Tables: what a network is given for a row. A numeric column is standardised by the mean and the deviation of the
 * training rows; a categorical one gives an input for each category, of which one is 1 (one-hot).
 */

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {'numeric' | 'categorical'} kind
 * @property {string} [unit]
 * @property {readonly string[]} [categories] of a categorical column; its values are indices of these
 * @property {number} [digits] after the decimal point, of a numeric column
 *
 * What is predicted: a class, or a number.
 *
 * @typedef {{ name: string, unit?: string, digits?: number }} Target
 *
 * What of numbers a network keeps: a value is given to it as (value − mean) / deviation.
 *
 * @typedef {{ mean: number, deviation: number, minimum: number, maximum: number }} Statistics
 * @typedef {Column & Statistics & { missing: number, constant: boolean }} FittedColumn `missing`: training rows without a value.
 *   Where that is so, a numeric column takes the mean, and a categorical one no category
 *
 * A table as a network was trained on it.
 *
 * @typedef {object} Table
 * @property {FittedColumn[]} columns
 * @property {Target & Statistics} target `mean` is 0 and `deviation` 1 where it is a class
 * @property {number} rows of training that the statistics are of
 */

/** Deviations below this share of the mean are what rounding leaves of equal numbers. */
const EQUAL = 1e-6;

/** @param {Pick<Column, 'kind' | 'categories'>} column @returns {number} inputs that it takes */
export function inputsOf({ kind, categories }) {
  return kind === 'numeric' ? 1 : (categories?.length ?? 0);
}

/**
 * @param {readonly Pick<Column, 'kind' | 'categories'>[]} columns
 * @returns {number} inputs of a network for a row
 */
export function widthOf(columns) {
  return columns.reduce((sum, column) => sum + inputsOf(column), 0);
}

/**
 * @template {Pick<Column, 'kind' | 'categories'>} Kind
 * @param {readonly Kind[]} columns
 * @returns {{ column: Kind, first: number, count: number }[]} where the inputs of each column stand
 */
export function placesOf(columns) {
  let first = 0;
  return columns.map((column) => {
    const place = { column, first, count: inputsOf(column) };
    first += place.count;
    return place;
  });
}

/**
 * @param {readonly Column[]} columns
 * @param {Target} target
 * @param {{ inputs: ArrayLike<number>, labels: ArrayLike<number> }} train rows of as many values as there are columns, NaN
 *   where one is missing
 * @param {boolean} isClass whether a class is predicted
 * @returns {Table}
 */
export function fitTable(columns, target, { inputs, labels }, isClass) {
  const rows = labels.length;
  const fitted = columns.map((column, at) => {
    const all = Array.from({ length: rows }, (_, row) => inputs[row * columns.length + at] ?? Number.NaN);
    const values = all.filter((value) => !Number.isNaN(value));
    const statistics = column.kind === 'numeric' ? statisticsOf(values) : notStandardised(values);
    const constant = values.every((value) => value === values[0]);
    return { ...column, ...statistics, missing: rows - values.length, constant };
  });
  const targets = Array.from(labels);
  return {
    columns: fitted,
    target: { ...target, ...(isClass ? notStandardised(targets) : statisticsOf(targets)) },
    rows,
  };
}

/**
 * @param {readonly number[]} values
 * @returns {Statistics} with the deviation of the values themselves, as scikit-learn's `StandardScaler` takes it; 1 where
 *   they are all the same
 */
function statisticsOf(values) {
  if (values.length === 0) return { mean: 0, deviation: 1, minimum: 0, maximum: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { ...rangeOf(values), mean, deviation: deviation > EQUAL * Math.abs(mean) ? deviation : 1 };
}

/** @param {readonly number[]} values */
function notStandardised(values) {
  return { ...rangeOf(values), mean: 0, deviation: 1 };
}

/** @param {readonly number[]} values @returns {{ minimum: number, maximum: number }} */
function rangeOf(values) {
  if (values.length === 0) return { minimum: 0, maximum: 0 };
  return values.reduce(
    ({ minimum, maximum }, value) => ({ minimum: Math.min(minimum, value), maximum: Math.max(maximum, value) }),
    { minimum: Number.POSITIVE_INFINITY, maximum: Number.NEGATIVE_INFINITY },
  );
}

/**
 * @param {Pick<Table, 'columns'>} table
 * @param {ArrayLike<number>} rows values row by row, NaN where one is missing
 * @returns {Float32Array} inputs of a network
 */
export function encodeRows({ columns }, rows) {
  const [places, width] = [placesOf(columns), widthOf(columns)];
  const count = columns.length === 0 ? 0 : rows.length / columns.length;
  const inputs = new Float32Array(count * width);
  for (let row = 0; row < count; row += 1) {
    for (const [at, { column, first }] of places.entries()) {
      const value = rows[row * columns.length + at] ?? Number.NaN;
      const from = row * width + first;
      if (column.kind === 'numeric') inputs[from] = Number.isNaN(value) ? 0 : (value - column.mean) / column.deviation;
      else if (value >= 0 && value < inputsOf(column)) inputs[from + value] = 1;
    }
  }
  return inputs;
}

/**
 * @param {Pick<Table, 'columns'>} table
 * @param {ArrayLike<number>} input of a network, for one row
 * @returns {number[]} the values of its columns, NaN without a category
 */
export function decodeRow({ columns }, input) {
  return placesOf(columns).map(({ column, first, count }) => {
    if (column.kind === 'numeric') return (input[first] ?? 0) * column.deviation + column.mean;
    const found = Array.from({ length: count }, (_, at) => input[first + at] ?? 0).indexOf(1);
    return found < 0 ? Number.NaN : found;
  });
}

/**
 * @param {Pick<Table, 'target'>} table
 * @param {Float32Array} labels numbers to predict
 * @returns {Float32Array} standardised
 */
export function encodeTargets({ target }, labels) {
  return labels.map((label) => (label - target.mean) / target.deviation);
}

/**
 * @param {Pick<Table, 'target'>} table
 * @param {number} output of a network that predicts a number, or a label that it was given
 * @returns {number} as it stands in the table
 */
export function targetValue({ target }, output) {
  return output * target.deviation + target.mean;
}
