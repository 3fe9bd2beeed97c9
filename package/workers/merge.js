/** @file Merges the results of several ranks, and the reports of several runs of steps. */

/** @typedef {import('../inkgrad.js').Evaluation} Evaluation */

/** Indices in a step report, in the order of `Handle.report`. */
const [SAMPLES, LOSS, ACCURACY] = [2, 3, 4];

/**
 * @param {Float64Array[]} reports of consecutive steps
 * @returns {Float64Array} the report of all of them
 */
export function mergeReports(reports) {
  const merged = Float64Array.from(/** @type {Float64Array} */ (reports.at(-1)));
  if (reports.length === 1) return merged;
  const nonEmpty = reports.map((report) => ({ report, count: report[SAMPLES] ?? 0 })).filter(({ count }) => count > 0);
  merged[SAMPLES] = nonEmpty.reduce((sum, { count }) => sum + count, 0);
  for (const index of [LOSS, ACCURACY]) merged[index] = mean(nonEmpty, ({ report }) => report[index] ?? 0);
  return merged;
}

/**
 * @param {Evaluation[]} shards by rank; a shard may have no samples
 * @returns {Evaluation}
 */
export function mergeEvaluations(shards) {
  const nonEmpty = shards.filter(({ count }) => count > 0);
  const { accuracy, confusion, outputs, losses } = /** @type {Evaluation} */ (nonEmpty[0]);
  const merged = {
    loss: mean(nonEmpty, ({ loss }) => loss),
    accuracy: accuracy === null ? null : mean(nonEmpty, (shard) => shard.accuracy ?? 0),
    count: nonEmpty.reduce((sum, { count }) => sum + count, 0),
    confusion:
      confusion?.map((_, at) => nonEmpty.reduce((sum, shard) => sum + (shard.confusion?.[at] ?? 0), 0)) ?? null,
  };
  if (!outputs || !losses) return merged;
  const rows = (/** @type {'outputs' | 'losses'} */ name) =>
    concatenate(nonEmpty.map((shard) => /** @type {Float32Array} */ (shard[name])));
  return { ...merged, outputs: rows('outputs'), losses: rows('losses') };
}

/**
 * @param {Float32Array[]} arrays
 * @returns {Float32Array}
 */
export function concatenate(arrays) {
  const all = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

/**
 * @template {{ count: number }} Shard
 * @param {Shard[]} shards
 * @param {(shard: Shard) => number} value
 * @returns {number} the mean over all samples
 */
function mean(shards, value) {
  const count = shards.reduce((sum, shard) => sum + shard.count, 0);
  return shards.reduce((sum, shard) => sum + value(shard) * shard.count, 0) / count;
}
