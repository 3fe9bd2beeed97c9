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

/** What a workgroup of product_direct.wgsl has at most, and the rows and columns that each invocation computes. */
const DIRECT_THREADS = 16;
const BLOCK = 8;

/**
 * @param {{ rows: number, columns: number, depth: number }} sizes
 * @param {{ a: boolean, b: boolean }} alongDepth whether neighbours in memory are neighbours along the depth
 * @param {{ threads: number, direct: boolean }} device how many invocations a workgroup may have, and whether a processor
 * computes them
 * @param {boolean} [divisible] whether several workgroups may share the depth
 * @returns {Tiling}
 */
export function tiling(sizes, alongDepth, { threads, direct }, divisible = false) {
  return direct ? blocks(sizes, divisible) : tiles(sizes, alongDepth, threads, divisible);
}

/**
 * @param {{ rows: number, columns: number, depth: number }} sizes
 * @param {boolean} divisible
 * @returns {Tiling}
 */
function blocks({ rows, columns, depth }, divisible) {
  const count = Math.ceil(rows / BLOCK) * Math.ceil(columns / BLOCK);
  const threads = Math.min(DIRECT_THREADS, count);
  const [across, down] = line(count, threads);
  const { share, shares } = divided(depth, divisible ? across * down : BUSY);
  return { constants: { THREADS: threads, DEPTH_SHARE: share }, grid: [across, down, shares], shares };
}

/**
 * @param {number} depth
 * @param {number} groups that a product has by its rows and columns
 */
function divided(depth, groups) {
  const wanted = Math.min(Math.ceil(BUSY / groups), Math.ceil(depth / SHARE));
  const share = Math.ceil(depth / wanted / DEPTH) * DEPTH;
  return { share, shares: Math.ceil(depth / share) };
}

/**
 * @param {{ rows: number, columns: number, depth: number }} sizes
 * @param {{ a: boolean, b: boolean }} alongDepth
 * @param {number} mostThreads
 * @param {boolean} divisible
 * @returns {Tiling}
 */
function tiles({ rows, columns, depth }, alongDepth, mostThreads, divisible) {
  const large = rows * columns >= BUSY * 64 * 64 && mostThreads >= 256;
  const side = (/** @type {number} */ length) => (length <= 16 ? 16 : length <= 32 || !large ? 32 : 64);
  const [tileRows, tileColumns] = [side(rows), side(columns)];
  const across = Math.ceil(columns / tileColumns);
  const down = Math.ceil(rows / tileRows);
  const { share, shares } = divided(depth, divisible ? across * down : BUSY);
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
 * A grid of workgroups for so many invocations.
 *
 * @param {number} count
 * @param {number} [threads] of a workgroup
 * @returns {[number, number, number]}
 */
export function line(count, threads = 64) {
  const groups = Math.ceil(count / threads);
  const across = Math.min(groups, 65535);
  return [across, Math.ceil(groups / across), 1];
}
