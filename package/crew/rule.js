/** @file How many cores a network is trained on where that is left to inkgrad: by its arithmetic and its size alone. */

import { obstacle } from './host.js';

/**
 * @typedef {object} Team what `load()` was asked for and what is there
 * @property {number | 'auto'} wanted
 * @property {number} cores
 * @property {WebAssembly.Module} module
 */

/**
 * @typedef {object} Choice
 * @property {number} workers
 * @property {number} floats
 * @property {string} reason empty where nothing needs to be said
 */

/** Multiply-adds of a step that one more worker must save, and those that a float costs that all exchange. */
const MEETING = 6e6;
const EXCHANGE = 12;

/**
 * A step of one core takes 3 · multiply-adds · batch (forward, and twice that backward). Divided among n it takes an
 * nth of that, three meetings, and an exchange of every float; docs/cores.md has the measurements.
 *
 * @param {Team} team
 * @param {Float64Array} work multiply-adds of a sample, floats, samples of a batch, as the bindings give them
 * @returns {Choice}
 */
export function choose({ wanted, cores }, work) {
  const [multiplyAdds = 0, floats = 0, batch = 0] = work;
  const why = obstacle();
  if (why) return { workers: 1, floats, reason: `one core: ${why}` };
  if (wanted !== 'auto') return { workers: Math.min(wanted, 64), floats, reason: '' };
  if (cores === 1) return { workers: 1, floats, reason: 'one core: there are no more here' };
  const arithmetic = 3 * multiplyAdds * batch;
  const workers = Math.min(cores, batch);
  const saved = arithmetic - arithmetic / workers;
  if (saved < MEETING + EXCHANGE * floats) {
    return { workers: 1, floats, reason: 'one core: a step of this network is too small to be divided' };
  }
  return { workers, floats, reason: `${workers} cores: a step of this network is large enough to be divided` };
}
