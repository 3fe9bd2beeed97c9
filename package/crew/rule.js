/** @file How many cores a network is trained on where that is left to inkgrad: by its arithmetic and its size alone. */

import { reason } from '../reasons.js';
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
 * @property {number} area floats in the area of each
 * @property {import('../inkgrad.js').Reason[]} reasons empty where nothing needs to be said
 */

/** No more than this, whatever is asked for. */
const MOST = 64;

/**
 * In multiply-adds: what a float of the parameters costs by itself, its update above all; what the meetings of a step cost
 * two workers, and those that come with layers that are divided themselves; and what it costs them that a float's gradient is
 * added up and its value exchanged, or, in a layer so divided, that inputs and outputs go between them in its place.
 */
const FLOAT = 90;
const MEETINGS = 1.6e6;
const MORE_MEETINGS = 2.4e6;
const EXCHANGED = 60;
const HANDED_ON = 40;

/** How much less a step must cost: a machine with other work to do gives less than two cores. */
const WORTHWHILE = 1.3;

/**
 * A step is 3 · multiply-adds · batch (forward, and twice that backward) and something for every float. Of n workers each
 * does an nth; it meets n − 1 others, and reads and writes 3 − 2/n times what is exchanged, at two workers twice.
 * docs/cores.md has the measurements.
 *
 * @param {number} workers
 * @param {Float64Array} work multiply-adds of a sample, floats, samples of a batch, and of the floats those of layers
 *   divided, as the bindings give them
 */
function cost(workers, [multiplyAdds = 0, floats = 0, batch = 0, ofDivided = 0]) {
  const divided = 3 * multiplyAdds * batch + FLOAT * floats;
  if (workers === 1) return divided;
  const exchanged = EXCHANGED * (floats - ofDivided) + HANDED_ON * ofDivided;
  const meetings = MEETINGS + (ofDivided > 0 ? MORE_MEETINGS : 0);
  return divided / workers + meetings * (workers - 1) + (exchanged * (3 - 2 / workers)) / 2;
}

/**
 * @param {number} most
 * @param {Float64Array} work
 * @returns {number} the number of workers that a step costs least with; one where that is little less
 */
export function cheapest(most, work) {
  const [, , batch = 1] = work;
  let best = 1;
  for (let workers = 2; workers <= Math.min(most, batch); workers += 1) {
    if (cost(workers, work) < cost(best, work)) best = workers;
  }
  return cost(best, work) * WORTHWHILE > cost(1, work) ? 1 : best;
}

/**
 * @param {Team} team
 * @param {Float64Array} work
 * @returns {Choice}
 */
export function choose({ wanted, cores }, work) {
  const [, , , , area = 0] = work;
  const why = obstacle();
  if (why) return { workers: 1, area, reasons: [reason(why)] };
  if (wanted !== 'auto') return { workers: Math.min(wanted, MOST), area, reasons: [] };
  if (cores === 1) return { workers: 1, area, reasons: [reason('workers.one_core')] };
  const workers = cheapest(cores, work);
  const told =
    workers === 1 ? reason('workers.too_small') : reason('workers.large_enough', { workers: String(workers) });
  return { workers, area, reasons: [told] };
}
