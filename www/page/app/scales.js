/** @file The scales of the charts: where an axis begins and ends, where its lines lie, and what stands beside them. */

import { brief } from './format.js';

/**
 * @typedef {[number, number]} Range
 *
 * @typedef {object} Scale
 * @property {1 | 3 | 100} distribution of uPlot: linear, logarithmic, by `forward` and `backward`
 * @property {(value: number) => number} [forward]
 * @property {(position: number) => number} [backward]
 * @property {(from: number | null, to: number | null, zoomed: boolean) => Range} range from the least and the greatest
 *   value that is drawn
 * @property {(from: number, to: number) => number[]} splits
 * @property {(splits: number[]) => string[]} write
 */

/** The finest that the accuracy's scale tells apart: one error in ten thousand. */
const FEWEST_ERRORS = 1e-4;

/** How far the accuracy's scale goes on below 0 %, where there is nothing: a curve at 0 % is not cut. */
const ROOM_BELOW_ZERO = 0.03;

/** Lines of an axis at most. */
const MOST_SPLITS = 6;

/** The share of an axis that stays free at either end. */
const MARGIN = 0.05;

/**
 * Half as many errors are always the same distance, so that 98 % and 99 % lie as far apart as 80 % and 90 %.
 *
 * @param {number} accuracy 0..1
 * @returns {number} −log₁₀ of the error rate
 */
export function errorScale(accuracy) {
  return -Math.log10(Math.max(1 - accuracy, FEWEST_ERRORS));
}

/**
 * @param {number} position on the scale of `errorScale`
 * @returns {number} accuracy, 0..1
 */
export function accuracyAt(position) {
  return 1 - 10 ** -position;
}

/** @type {Scale} */
const lossLogarithmic = {
  distribution: 3,
  range(from, to) {
    if (from === null || to === null || to <= 0) return [0.08, 3];
    const least = from > 0 ? from : to / 1e4;
    const [low, high] = padded(Math.log10(least), Math.log10(to), 0.15);
    return [10 ** low, 10 ** high];
  },
  splits: logarithmicSplits,
  write: (splits) => splits.map((split) => brief(split, digitsOf(splits))),
};

/** @type {Scale} */
const lossLinear = {
  distribution: 1,
  range(from, to, zoomed) {
    if (from === null || to === null) return [0, 3];
    return zoomed || from < 0 ? padded(from, to, Math.abs(to) * 1e-3 || 1e-6) : [0, to * (1 + MARGIN) || 1];
  },
  splits: linearSplits,
  write: (splits) => splits.map((split) => brief(split, digitsOf(splits))),
};

/** Accuracies that may stand beside the axis. */
const stops = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9998, 0.9999];

/** @type {Scale} */
const accuracyByError = {
  distribution: 100,
  forward: errorScale,
  backward: accuracyAt,
  range(from, to) {
    const [low, high] = padded(errorScale(from ?? 0), errorScale(to ?? 0.9), 0.3);
    return [accuracyAt(Math.max(low, -ROOM_BELOW_ZERO)), accuracyAt(Math.min(high, -Math.log10(FEWEST_ERRORS)))];
  },
  splits(from, to) {
    const found = thinOut(stops.filter((stop) => stop >= from - 1e-12 && stop <= to + 1e-12));
    return found.length >= 2 ? found : linearSplits(Math.max(from, 0), Math.min(to, 1));
  },
  write: (splits) => splits.map((split) => `${split >= 1 - FEWEST_ERRORS ? '≥ ' : ''}${writtenPercent(split, splits)}`),
};

/** @type {Scale} */
const accuracyLinear = {
  distribution: 1,
  range(from, to, zoomed) {
    if (!zoomed || from === null || to === null) return [0, 1];
    const [low, high] = padded(from, to, 0.004);
    return [Math.max(low, 0), Math.min(high, 1)];
  },
  splits: linearSplits,
  write: (splits) => splits.map((split) => writtenPercent(split, splits)),
};

export const scales = {
  loss: { logarithmic: lossLogarithmic, linear: lossLinear },
  accuracy: { logarithmic: accuracyByError, linear: accuracyLinear },
};

/**
 * @param {string[] | null} values beside an upright axis
 * @param {number} type its size, in CSS pixels
 * @returns {number} room for the widest of them
 */
export function axisWidth(values, type) {
  const widest = Math.max(0, ...(values ?? []).map(({ length }) => length));
  return Math.round(Math.max(type * 3.2, (widest * 0.62 + 0.6) * type));
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} least span that is shown
 * @returns {Range}
 */
function padded(from, to, least) {
  const missing = Math.max(0, least - (to - from)) / 2;
  const margin = Math.max(to - from, least) * MARGIN;
  return [from - missing - margin, to + missing + margin];
}

/**
 * @param {number} from above 0
 * @param {number} to
 * @returns {number[]} 1, 2 and 5 of each power of ten, or fewer; round numbers where those are too few
 */
export function logarithmicSplits(from, to) {
  const candidates = [[1, 2, 5], [1, 3], [1]].map((digits) => powers(digits, from, to));
  const [finest = []] = candidates;
  if (finest.length < 2) return linearSplits(from, to);
  return candidates.find(({ length }) => length <= MOST_SPLITS) ?? thinOut(candidates.at(-1) ?? []);
}

/**
 * @param {number[]} digits
 * @param {number} from
 * @param {number} to
 * @returns {number[]} the digits times each power of ten, as far as they lie inside
 */
function powers(digits, from, to) {
  const found = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power += 1) {
    for (const digit of digits) found.push(Number(`${digit}e${power}`));
  }
  return found.filter((value) => value >= from && value <= to);
}

/**
 * @param {number} from
 * @param {number} to
 * @returns {number[]} multiples of 1, 2 or 5 times a power of ten
 */
export function linearSplits(from, to) {
  const power = 10 ** Math.floor(Math.log10((to - from) / MOST_SPLITS));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((size) => (to - from) / size < MOST_SPLITS);
  if (!step) return [from, to];
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/**
 * @param {number[]} splits
 * @returns {number[]} at most six of them, the last one among them
 */
function thinOut(splits) {
  const every = Math.ceil(splits.length / MOST_SPLITS);
  return splits.filter((_, at) => (splits.length - 1 - at) % every === 0);
}

/**
 * @param {number[]} splits
 * @returns {number} digits that tell neighbours apart
 */
function digitsOf(splits) {
  for (let digits = 2; digits < 12; digits += 1) {
    if (splits.every((split) => Math.abs(Number(split.toPrecision(digits)) - split) <= Math.abs(split) * 1e-9)) {
      return digits;
    }
  }
  return 12;
}

/**
 * @param {number} accuracy
 * @param {number[]} splits
 */
function writtenPercent(accuracy, splits) {
  return brief(100 * accuracy, digitsOf(splits.map((split) => Number((100 * split).toPrecision(10)))));
}
