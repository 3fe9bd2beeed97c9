/** @file The two scales of the charts: the loss by powers, and the accuracy by how rarely the network is still wrong. */

/** The finest that the accuracy's scale tells apart: one error in ten thousand. */
const FEWEST_ERRORS = 1e-4;

/**
 * Half as many errors are always the same way up, so that 98 % and 99 % lie as far apart as 80 % and 90 %.
 *
 * @param {number | null} accuracy 0..1
 * @returns {number | null}
 */
export function rarity(accuracy) {
  return accuracy === null ? null : -Math.log10(Math.max(1 - accuracy, FEWEST_ERRORS));
}

/**
 * @param {number} height on the scale of `rarity`
 * @returns {number} accuracy, 0..1
 */
export function accuracyAt(height) {
  return 1 - 10 ** -height;
}

/** Accuracies that may stand beside the axis. */
const stops = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999];

/**
 * @param {number} from on the scale of `rarity`
 * @param {number} to
 * @returns {number[]} where the lines lie
 */
export function accuracySplits(from, to) {
  const heights = stops.map((stop) => /** @type {number} */ (rarity(stop)));
  return thinOut(heights.filter((height) => height >= from - 1e-9 && height <= to + 1e-9));
}

/**
 * @param {number} from a loss above 0
 * @param {number} to
 * @returns {number[]} 1, 2 and 5 of each power of ten
 */
export function lossSplits(from, to) {
  const splits = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power += 1) {
    for (const digit of [1, 2, 5]) splits.push(digit * 10 ** power);
  }
  return thinOut(splits.filter((split) => split >= from && split <= to));
}

/**
 * @param {number[]} splits
 * @returns {number[]} at most six of them, the last one among them
 */
function thinOut(splits) {
  const every = Math.ceil(splits.length / 6);
  return splits.filter((_, at) => (splits.length - 1 - at) % every === 0);
}
