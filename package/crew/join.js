/** @file Makes one answer of several workers' shares, or of the parts of a call that a fault has cut. */

/** @typedef {import('../inkgrad.js').Evaluation} Evaluation */

/**
 * @param {Float64Array[]} reports of steps one after the other, as the bindings order them
 * @returns {Float64Array} of all of them
 */
export function joinReports(reports) {
  const whole = Float64Array.from(/** @type {Float64Array} */ (reports.at(-1)));
  if (reports.length === 1) return whole;
  const [SAMPLES, LOSS, ACCURACY] = [2, 3, 4];
  const sum = (/** @type {(report: Float64Array) => number} */ value) =>
    reports.filter((report) => report[SAMPLES] !== 0).reduce((total, report) => total + value(report), 0);
  const samples = sum((report) => report[SAMPLES] ?? 0);
  for (const mean of [LOSS, ACCURACY]) {
    whole[mean] = sum((report) => (report[mean] ?? 0) * (report[SAMPLES] ?? 0)) / samples;
  }
  whole[SAMPLES] = samples;
  return whole;
}

/**
 * @param {Evaluation[]} shares in order; one may be of no samples
 * @returns {Evaluation}
 */
export function joinEvaluations(shares) {
  const counted = shares.filter(({ count }) => count > 0);
  const [first] = /** @type {[Evaluation]} */ (counted);
  const count = counted.reduce((sum, share) => sum + share.count, 0);
  const mean = (/** @type {(share: Evaluation) => number} */ value) =>
    counted.reduce((sum, share) => sum + value(share) * share.count, 0) / count;
  const { confusion, outputs, losses } = first;
  const whole = {
    loss: mean(({ loss }) => loss),
    accuracy: first.accuracy === null ? null : mean(({ accuracy }) => accuracy ?? 0),
    count,
    confusion:
      confusion === null
        ? null
        : confusion.map((_, at) => counted.reduce((sum, share) => sum + (share.confusion?.[at] ?? 0), 0)),
  };
  if (!outputs || !losses) return whole;
  const rows = (/** @type {'outputs' | 'losses'} */ name) =>
    joinRows(counted.map((share) => /** @type {Float32Array} */ (share[name])));
  return { ...whole, outputs: rows('outputs'), losses: rows('losses') };
}

/**
 * @param {Float32Array[]} pieces
 * @returns {Float32Array} one after the other
 */
export function joinRows(pieces) {
  const [first] = pieces;
  if (first && pieces.length === 1) return first;
  const rows = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    rows.set(piece, at);
    at += piece.length;
  }
  return rows;
}
