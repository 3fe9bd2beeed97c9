/** @file Whether a curve runs through a box: a label there would be read through it, or hide it. */

/**
 * @param {ArrayLike<number | null | undefined>} values of the curve, by row; what was not measured is left out
 * @param {{ first: number, last: number }} rows that lie inside the box's width
 * @param {(value: number) => number} yOf
 * @param {{ top: number, bottom: number }} box
 * @returns {boolean} also for the lines from and to the nearest values beside it
 */
export function runsThrough(values, { first, last }, yOf, { top, bottom }) {
  const from = nearest(values, first - 1, -1) ?? first;
  const to = nearest(values, last + 1, 1) ?? last;
  let before = Number.NaN;
  for (let row = from; row <= to; row += 1) {
    const value = values[row];
    if (value === null || value === undefined) continue;
    const y = yOf(value);
    const other = Number.isNaN(before) ? y : before;
    if (Math.min(y, other) <= bottom && Math.max(y, other) >= top) return true;
    before = y;
  }
  return false;
}

/** @param {ArrayLike<number | null | undefined>} values @param {number} from @param {1 | -1} by @returns {number | null} */
function nearest(values, from, by) {
  for (let row = from; row >= 0 && row < values.length; row += by) if (values[row] != null) return row;
  return null;
}
