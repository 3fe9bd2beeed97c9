/** @file Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations. */

const MOST_SWEEPS = 60;

/**
 * @param {number[][]} matrix symmetric
 * @returns {{ values: number[], vectors: number[][] }} the greatest first; a vector a row
 */
export function eigenvectors(matrix) {
  const a = matrix.map((row) => Float64Array.from(row));
  const v = matrix.map((row, at) => Float64Array.from(row, (_, column) => Number(at === column)));
  const scale = Math.hypot(...matrix.flat());
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a) > 1e-14 * scale; sweep += 1) {
    for (let p = 0; p < a.length; p += 1) {
      for (let q = p + 1; q < a.length; q += 1) rotate(a, v, p, q);
    }
  }
  const order = a.map((_, at) => at).sort((one, other) => entry(a, other, other) - entry(a, one, one));
  return {
    values: order.map((at) => entry(a, at, at)),
    vectors: order.map((column) => v.map((row) => Number(row[column]))),
  };
}

/** @param {Float64Array[]} a @param {number} row @param {number} column */
function entry(a, row, column) {
  return Number(a[row]?.[column]);
}

/** @param {Float64Array[]} a */
function offDiagonal(a) {
  return Math.hypot(...a.flatMap((row, at) => [...row].filter((_, column) => column !== at)));
}

/**
 * One rotation that makes a[p][q] zero.
 *
 * @param {Float64Array[]} a
 * @param {Float64Array[]} v
 * @param {number} p
 * @param {number} q
 */
function rotate(a, v, p, q) {
  const off = entry(a, p, q);
  if (off === 0) return;
  const theta = (entry(a, q, q) - entry(a, p, p)) / (2 * off);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (const row of [...a, ...v]) turn(row, p, q, cosine, sine);
  const [one, other] = [a[p], a[q]];
  if (!one || !other) return;
  for (let at = 0; at < one.length; at += 1) {
    const [x, y] = [Number(one[at]), Number(other[at])];
    one[at] = cosine * x - sine * y;
    other[at] = sine * x + cosine * y;
  }
}

/**
 * @param {Float64Array} row
 * @param {number} p
 * @param {number} q
 * @param {number} cosine
 * @param {number} sine
 */
function turn(row, p, q, cosine, sine) {
  const [x, y] = [Number(row[p]), Number(row[q])];
  row[p] = cosine * x - sine * y;
  row[q] = sine * x + cosine * y;
}
