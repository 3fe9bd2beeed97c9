/** @file How a matrix product is cut into tiles, and its depth into shares, for sizes and for what the device allows. */

/** Numbers of the depth that lie in workgroup memory at once. */
const DEPTH = 16;
/** A device is taken to be busy with this many workgroups; a product of fewer tiles shares out its depth. */
const BUSY = 64;
/** A share of the depth is worth a workgroup from here on. */
const SHARE = 256;

/**
 * @typedef {object} Device what products go by
 * @property {number} threads that a workgroup may have
 * @property {boolean} fallback whether a processor computes what it does
 * @property {boolean} subgroups whether it has them
 *
 * @typedef {object} Tiling
 * @property {'tiles' | 'direct' | 'quads'} variant of the program: `product.wgsl`, `product_direct.wgsl` or
 * `product_quads.wgsl`
 * @property {Record<string, number>} constants
 * @property {[number, number, number]} grid
 * @property {number} shares of the depth
 */

/** On a processor: invocations of a workgroup, at most, and the rows and columns that each computes. */
const FEW = 16;
const BLOCK = 8;
/** Invocations of a quad, and how many times a product's rows may be computed by quads so that sharing is worth it. */
const QUAD = 4;
const WASTE = 1.25;

/**
 * @param {{ rows: number, columns: number, depth: number }} sizes
 * @param {{ a: boolean, b: boolean }} alongDepth whether neighbours in memory are neighbours along the depth
 * @param {Device} device
 * @param {boolean} [divisible] whether several workgroups may share the depth
 * @returns {Tiling}
 */
export function tiling(sizes, alongDepth, { threads, fallback, subgroups }, divisible = false) {
  if (!fallback) return tiles(sizes, alongDepth, threads, divisible);
  return (subgroups && quads(sizes, divisible)) || blocks(sizes, divisible);
}

/**
 * @param {{ rows: number, columns: number, depth: number }} sizes
 * @param {boolean} divisible
 * @returns {Tiling}
 */
function blocks({ rows, columns, depth }, divisible) {
  const count = Math.ceil(rows / BLOCK) * Math.ceil(columns / BLOCK);
  return onProcessor('direct', count, Math.min(FEW, count), depth, divisible);
}

/**
 * The invocations of a workgroup have their rows below each other.
 *
 * @param {{ rows: number, columns: number, depth: number }} sizes
 * @param {boolean} divisible
 * @returns {Tiling | null} nothing where too much would be computed in vain
 */
function quads({ rows, columns, depth }, divisible) {
  const down = Math.ceil(rows / (FEW * BLOCK));
  const threads = QUAD * Math.ceil(rows / (down * QUAD * BLOCK));
  if (down * threads * BLOCK > WASTE * rows) return null;
  return onProcessor('quads', down * threads * Math.ceil(columns / BLOCK), threads, depth, divisible);
}

/**
 * @param {'direct' | 'quads'} variant
 * @param {number} count of invocations
 * @param {number} threads
 * @param {number} depth
 * @param {boolean} divisible
 * @returns {Tiling}
 */
function onProcessor(variant, count, threads, depth, divisible) {
  const [across, down] = line(count, threads);
  const { share, shares } = divided(depth, divisible ? across * down : BUSY);
  return { variant, constants: { THREADS: threads, DEPTH_SHARE: share }, grid: [across, down, shares], shares };
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
  return { variant: 'tiles', constants, grid: [across, down, shares], shares };
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
