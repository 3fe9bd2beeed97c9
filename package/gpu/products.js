/** @file How a matrix product is cut into tiles, and its depth into shares, for sizes and for what the device allows. */

/** Numbers of the depth that lie in workgroup memory at once. */
const DEPTH = 16;
/** A device is taken to be busy with this many workgroups; a product of fewer tiles shares out its depth. */
const BUSY = 64;
/** A share of the depth is worth a workgroup from here on. */
const SHARE = 256;

/**
 * @typedef {object} Tiling
 * @property {Record<string, number>} constants
 * @property {[number, number, number]} grid
 * @property {number} shares of the depth
 */

/**
 * @param {{ rows: number, columns: number, depth: number }} sizes
 * @param {{ a: boolean, b: boolean }} alongDepth whether neighbours in memory are neighbours along the depth
 * @param {number} mostThreads of a workgroup
 * @param {boolean} [divisible] whether several workgroups may share the depth
 * @returns {Tiling}
 */
export function tiling({ rows, columns, depth }, alongDepth, mostThreads, divisible = false) {
  const large = rows * columns >= BUSY * 64 * 64 && mostThreads >= 256;
  const side = (/** @type {number} */ length) => (length <= 16 ? 16 : length <= 32 || !large ? 32 : 64);
  const [tileRows, tileColumns] = [side(rows), side(columns)];
  const across = Math.ceil(columns / tileColumns);
  const down = Math.ceil(rows / tileRows);
  const wanted = divisible ? Math.min(Math.ceil(BUSY / (across * down)), Math.ceil(depth / SHARE)) : 1;
  const share = Math.ceil(depth / wanted / DEPTH) * DEPTH;
  const shares = Math.ceil(depth / share);
  const constants = {
    TILE_ROWS: tileRows,
    TILE_COLUMNS: tileColumns,
    TILE_DEPTH: DEPTH,
    THREADS: (tileRows * tileColumns) / 16,
    DEPTH_SHARE: share,
    A_ALONG_DEPTH: Number(alongDepth.a),
    B_ALONG_DEPTH: Number(alongDepth.b),
  };
  return { constants, grid: [across, down, shares], shares };
}

/**
 * A grid of workgroups of 64 for so many numbers.
 *
 * @param {number} count
 * @returns {[number, number, number]}
 */
export function line(count) {
  const groups = Math.ceil(count / 64);
  const across = Math.min(groups, 65535);
  return [across, Math.ceil(groups / across), 1];
}
