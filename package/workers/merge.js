/** @file Makes one answer of the shares of several workers, or of the parts of a call of steps. */

/** @typedef {import('../inkgrad.js').Evaluation} Evaluation */

/** Places in a report, as the bindings order it. */
const [SAMPLES, LOSS, ACCURACY] = [2, 3, 4];

/**
 * @param {Float64Array[]} reports of steps one after the other
 * @returns {Float64Array} the report of all of them
 */
export function mergeReports(reports) {
  const merged = Float64Array.from(/** @type {Float64Array} */ (reports.at(-1)));
  if (reports.length === 1) return merged;
  const counted = reports.map((report) => ({ report, count: report[SAMPLES] ?? 0 })).filter(({ count }) => count > 0);
  merged[SAMPLES] = counted.reduce((sum, { count }) => sum + count, 0);
  for (const at of [LOSS, ACCURACY]) merged[at] = mean(counted, ({ report }) => report[at] ?? 0);
  return merged;
}

/**
 * @param {Evaluation[]} shares in the order of their samples; some may have none
 * @returns {Evaluation}
 */
export function mergeEvaluations(shares) {
  const counted = shares.filter(({ count }) => count > 0);
  const { accuracy, confusion, outputs, losses } = /** @type {Evaluation} */ (counted[0]);
  const merged = {
    loss: mean(counted, ({ loss }) => loss),
    accuracy: accuracy === null ? null : mean(counted, (share) => share.accuracy ?? 0),
    count: counted.reduce((sum, { count }) => sum + count, 0),
    confusion: confusion?.map((_, at) => counted.reduce((sum, share) => sum + (share.confusion?.[at] ?? 0), 0)) ?? null,
  };
  if (!outputs || !losses) return merged;
  const rows = (/** @type {'outputs' | 'losses'} */ name) =>
    concatenate(counted.map((share) => /** @type {Float32Array} */ (share[name])));
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
 * @template {{ count: number }} Share
 * @param {Share[]} shares
 * @param {(share: Share) => number} value
 * @returns {number} the mean over all samples
 */
function mean(shares, value) {
  const count = shares.reduce((sum, share) => sum + share.count, 0);
  return shares.reduce((sum, share) => sum + value(share) * share.count, 0) / count;
}
