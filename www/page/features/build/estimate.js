/** @file How long a preset would train here, from the speed that was measured. */

/** Samples that a data set trains on. */
const TRAINING_SAMPLES = { mnist: 55_000, digits: 1_437, iris: 120, wine: 142, breast_cancer: 455 };

/**
 * @param {object} of
 * @param {number} of.epochs
 * @param {keyof typeof TRAINING_SAMPLES} of.dataset
 * @param {number} of.multiplyAdds of one sample
 * @param {{ samplesPerSecond: number, multiplyAdds: number, dataset: string, samples: number } | null} measured the
 *   network that trains here; null until something was measured
 * @returns {number | null} seconds
 */
export function estimateSeconds({ epochs, dataset, multiplyAdds }, measured) {
  if (!measured || !(measured.samplesPerSecond > 0) || !(measured.multiplyAdds > 0)) return null;
  const samples = measured.dataset === dataset ? measured.samples : TRAINING_SAMPLES[dataset];
  return (epochs * samples * multiplyAdds) / (measured.samplesPerSecond * measured.multiplyAdds);
}

/**
 * @param {number} seconds
 * @returns {{ unit: 'seconds' | 'minutes' | 'hours', count: number }} rounded as an estimate is
 */
export function roughly(seconds) {
  if (seconds < 90)
    return { unit: 'seconds', count: Math.max(1, seconds < 10 ? Math.round(seconds) : round5(seconds)) };
  if (seconds < 90 * 60) return { unit: 'minutes', count: Math.round(seconds / 60) };
  return { unit: 'hours', count: Math.round(seconds / 3600) };
}

/** @param {number} value */
function round5(value) {
  return Math.round(value / 5) * 5;
}
