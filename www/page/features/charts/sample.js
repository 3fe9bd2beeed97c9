/** @file Some of a run's rows, evenly chosen, for a table that can be read. */

/** Rows in the table at most. */
const MOST = 40;

/**
 * @param {import('../../history.js').Row[]} rows
 * @returns {import('../../history.js').Row[]} the last one among them; a row with a validation is taken before another
 */
export function sampleRows(rows) {
  const every = Math.ceil(rows.length / MOST);
  if (every <= 1) return rows;
  const sample = [];
  for (let end = rows.length; end > 0; end -= every) {
    const group = rows.slice(Math.max(0, end - every), end);
    const row = group.findLast(({ validationLoss }) => validationLoss !== null) ?? group.at(-1);
    if (row) sample.unshift(row);
  }
  const last = rows.at(-1);
  return last && sample.at(-1) !== last ? [...sample, last] : sample;
}
