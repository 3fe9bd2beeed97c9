/**
 * @file The memory that the workers of one session share: where each one stands, the sums of a meeting, what was
 * claimed, and an area of each for gradients, parameters and what goes in and out of layers that are divided.
 * Who writes what when is the business of the core and of `fellows.js`.
 */

import { InkgradError } from '../error.js';

/**
 * @typedef {object} Room
 * @property {SharedArrayBuffer} buffer
 * @property {number} count workers
 * @property {number} floats in each area
 */

/** Words that are far enough apart for two cores not to fight about them: a line of the cache is 64 bytes. */
const LINE = 16;

/** Numbers that are summed in one meeting at most. */
export const SUMS = 256;

/** Pieces of work of each worker that may be claimed: not fewer than PIECES in `src/session/pieces.rs`. */
const CLAIMS = 8;

/** Words that all may read: what the front wishes, and the unit of work after which everyone does it. */
export const WISH = 0;
export const STOP_AT = 1;
export const REASON = 2;

/** What may be wished. */
export const NOTHING = 0;
export const ABORT = 1;
export const CHECKPOINT = 2;

/**
 * @param {number} worker
 * @returns {number} the word that counts the meetings that it has come to
 */
export const place = (worker) => LINE * (1 + worker);

/**
 * @param {number} worker
 * @returns {number} the word that counts its other signs of life
 */
export const beat = (worker) => place(worker) + 1;

/**
 * @param {number} count
 * @param {number} floats
 * @returns {Room}
 */
export function makeRoom(count, floats) {
  const bytes = areasAt(count) + 4 * count * stride(floats);
  try {
    return { buffer: new SharedArrayBuffer(bytes), count, floats };
  } catch (cause) {
    const message = `there is no room for the ${Math.ceil(bytes / 2 ** 20)} MB that ${count} workers share; take fewer workers or make layers smaller`;
    const values = { megabytes: String(Math.ceil(bytes / 2 ** 20)), workers: String(count) };
    throw new InkgradError('memory', message, { id: 'memory.workers', values, cause, found: `${bytes} bytes` });
  }
}

/** @param {Room} room */
export function controlOf({ buffer, count }) {
  return new Int32Array(buffer, 0, LINE * (1 + count));
}

/**
 * @param {Room} room
 * @returns {Float64Array[][]} the sums of every other meeting, each worker's
 */
export function sumsOf({ buffer, count }) {
  const at = (/** @type {number} */ index) => new Float64Array(buffer, sumsAt(count) + 8 * SUMS * index, SUMS);
  return [0, 1].map((meeting) => Array.from({ length: count }, (_, worker) => at(meeting * count + worker)));
}

/** @param {Room} room */
export function claimsOf({ buffer, count }) {
  return new Int32Array(buffer, claimsAt(count), CLAIMS * count);
}

/** @param {Room} room */
export function areasOf({ buffer, count, floats }) {
  const at = (/** @type {number} */ worker) => areasAt(count) + 4 * stride(floats) * worker;
  return Array.from({ length: count }, (_, worker) => new Float32Array(buffer, at(worker), floats));
}

/** @param {number} count */
function sumsAt(count) {
  return 4 * LINE * (1 + count);
}

/** @param {number} count */
function claimsAt(count) {
  return sumsAt(count) + 2 * 8 * SUMS * count;
}

/** @param {number} count */
function areasAt(count) {
  return claimsAt(count) + 4 * LINE * Math.ceil((CLAIMS * count) / LINE);
}

/** @param {number} floats */
function stride(floats) {
  return LINE * Math.ceil(floats / LINE);
}
