/** @file The interval in which an accuracy lies that was measured on a sample of pictures, after Wilson. */

/** The normal distribution's quantile for 95 %. */
const Z = 1.959963984540054;

/**
 * @param {number} correct
 * @param {number} count above 0
 * @returns {{ low: number, high: number }} 0..1
 */
export function wilson(correct, count) {
  const share = correct / count;
  const weight = Z ** 2 / count;
  const middle = (share + weight / 2) / (1 + weight);
  const half = (Z * Math.sqrt((share * (1 - share)) / count + weight / (4 * count))) / (1 + weight);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
