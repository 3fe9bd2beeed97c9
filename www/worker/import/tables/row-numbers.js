/** @file Columns that number the rows: nothing can be learned from them. */

/** In fewer rows numbers may stand so by chance. */
const LEAST_ROWS = 11;

/**
 * @param {readonly number[]} numbers of a column
 * @returns {boolean} whether they only count the rows, from 0 or 1
 */
export function countsRows(numbers) {
  const [first = 0] = numbers;
  return (
    numbers.length >= LEAST_ROWS && (first === 0 || first === 1) && numbers.every((value, at) => value === first + at)
  );
}
