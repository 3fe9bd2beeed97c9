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
 * @param {number | null} loss
 * @returns {number | null} its power of ten, or null where it has none
 */
export function magnitude(loss) {
  return loss !== null && loss > 0 && Number.isFinite(loss) ? Math.log10(loss) : null;
}

/**
 * @param {number | null} from the least power of ten of the curves, or null without any
 * @param {number | null} to
 * @returns {[number, number]} never less than from 0.9 to 2.5, so that the first points do not fill the chart
 */
export function lossRange(from, to) {
  if (from === null || to === null) return [Math.log10(0.5), Math.log10(3)];
  return [Math.min(from - 0.045, Math.log10(0.9)), Math.max(to + 0.045, Math.log10(2.5))];
}

/**
 * @param {number} from power of ten
 * @param {number} to
 * @returns {number[]} where 1, 2 and 5 times each power lie
 */
export function lossSplits(from, to) {
  const splits = [];
  for (let power = Math.floor(from); power <= Math.ceil(to); power += 1) {
    for (const digit of [1, 2, 5]) splits.push(power + Math.log10(digit));
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
