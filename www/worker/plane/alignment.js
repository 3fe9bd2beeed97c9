/**
 * @file Keeps a plane as it was seen before: of all rotations and reflections, the one that moves the pictures least
 * (orthogonal Procrustes). Axes then neither flip nor change places between two frames.
 */

/** @typedef {[number, number, number, number]} Turn row by row: a point (x, y) becomes (ax + cy, bx + dy) for [a, b, c, d] */

/**
 * @param {Float32Array} positions points × 2
 * @param {Float32Array} before of the same points; a frame of another number of points says nothing
 * @returns {Turn}
 */
export function alignment(positions, before) {
  if (positions.length !== before.length) return [1, 0, 0, 1];
  let [xx, xy, yx, yy] = [0, 0, 0, 0];
  for (let at = 0; at < positions.length; at += 2) {
    const [x, y] = [Number(positions[at]), Number(positions[at + 1])];
    const [u, v] = [Number(before[at]), Number(before[at + 1])];
    [xx, xy, yx, yy] = [xx + x * u, xy + x * v, yx + y * u, yy + y * v];
  }
  const rotation = Math.hypot(xx + yy, xy - yx);
  const reflection = Math.hypot(xx - yy, xy + yx);
  if (!(Math.max(rotation, reflection) > 0)) return [1, 0, 0, 1];
  if (rotation >= reflection) {
    const [cosine, sine] = [(xx + yy) / rotation, (xy - yx) / rotation];
    return [cosine, sine, -sine, cosine];
  }
  const [cosine, sine] = [(xx - yy) / reflection, (xy + yx) / reflection];
  return [cosine, sine, sine, -cosine];
}

/**
 * @param {Float32Array} positions points × 2
 * @param {Turn} turn
 * @returns {Float32Array}
 */
export function turned(positions, [a, b, c, d]) {
  return positions.map((_, at) => {
    const [x, y] = at % 2 === 0 ? [at, at + 1] : [at - 1, at];
    const [left, right] = at % 2 === 0 ? [a, c] : [b, d];
    return left * Number(positions[x]) + right * Number(positions[y]);
  });
}

/**
 * @param {Float64Array[]} axes two
 * @param {Turn} turn of positions along them
 * @returns {Float64Array[]} axes along which the positions are the turned ones
 */
export function turnedAxes(axes, [a, b, c, d]) {
  const [first, second] = axes;
  if (!first || !second) return axes;
  return [
    first.map((value, at) => a * value + c * Number(second[at])),
    first.map((value, at) => b * value + d * Number(second[at])),
  ];
}
