/** @file How gradients and updates of each layer have developed over a run, thinned out as it grows. */

/**
 * @typedef {import('inkgrad').ParameterStatistics} ParameterStatistics
 * @typedef {{ gradientNorm: number | null, updateRatio: number | null }} LayerSizes
 * @typedef {{ step: number, layers: Map<string, LayerSizes> }} Point
 */

/** Points at which every second one is dropped. */
export const MOST_POINTS = 400;

/**
 * @param {string} name of a parameter
 * @returns {string} of the layer of the network that it belongs to, as in `layers.3`
 */
function layerOf(name) {
  return /^layers\.\d+/.exec(name)?.[0] ?? name;
}

/**
 * Sizes of whole layers. Norms are Euclidean over all parameters of a layer.
 *
 * @param {ParameterStatistics[]} parameters
 * @returns {Map<string, LayerSizes>} by layer, in order; layers without a gradient are left out
 */
export function layerSizes(parameters) {
  /** @type {Map<string, { gradient: number | null, weight: number, update: number | null }>} sums of squares */
  const sums = new Map();
  for (const { name, gradientNorm, updateRatio, mean, deviation, weight } of parameters) {
    if (gradientNorm === null) continue;
    const layer = layerOf(name);
    const sum = sums.get(layer) ?? { gradient: null, weight: 0, update: null };
    const square = countOf(weight) * (mean ** 2 + deviation ** 2);
    sum.gradient = (sum.gradient ?? 0) + gradientNorm ** 2;
    sum.weight += square;
    if (updateRatio !== null) sum.update = (sum.update ?? 0) + updateRatio ** 2 * square;
    sums.set(layer, sum);
  }
  return new Map([...sums].map(([layer, sum]) => [layer, rootsOf(sum)]));
}

/**
 * @param {{ gradient: number | null, weight: number, update: number | null }} sums of squares
 * @returns {LayerSizes}
 */
function rootsOf({ gradient, weight, update }) {
  return {
    gradientNorm: gradient === null ? null : Math.sqrt(gradient),
    updateRatio: update === null || weight === 0 ? null : Math.sqrt(update / weight),
  };
}

/** @param {import('inkgrad').Histogram} histogram @returns {number} numbers in it */
export function countOf({ counts }) {
  return counts.reduce((sum, count) => sum + count, 0);
}

export class Trace {
  /** @type {Point[]} */
  points = [];
  #every = 1;
  #skipped = 0;

  /**
   * @param {number} step
   * @param {ParameterStatistics[]} parameters
   */
  add(step, parameters) {
    const last = this.points.at(-1);
    const point = { step, layers: layerSizes(parameters) };
    // Of one step the last is right: updates are told from the second question on.
    if (last && step <= last.step) this.points = [...this.points.filter((one) => one.step < step), point];
    else if (this.#skipped + 1 < this.#every) {
      this.#skipped += 1;
      return;
    } else this.points = [...this.points, point];
    this.#skipped = 0;
    if (this.points.length <= MOST_POINTS) return;
    this.points = this.points.filter((_, at) => at % 2 === 0);
    this.#every *= 2;
  }
}
