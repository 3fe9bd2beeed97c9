/** @file What is done to a copy of the weights: noise, a layer that gives zeros, units that give nothing. */

import { counterRandom, normal, seedOf } from '../random.js';
import { partsOf } from './parts.js';

/**
 * @typedef {import('../../shared/protocol.js').Parameter} Parameter
 * @typedef {import('./parts.js').Part} Part
 * @typedef {import('./parts.js').Carrier} Carrier
 */

/** Where a function gives no 0 for 0, it does for this. */
const LOW = -1e4;

/** The noise of parameters up to this size is kept: every snapshot and every setting gets the same. */
const KEPT = 2e6;

/** @type {Map<string, Float32Array>} by parameter name */
const noises = new Map();

/** What a layer has measured is no weight. */
const MEASURED = /\.running_(mean|var)$/;

/**
 * @param {readonly object[]} layers of the network's spec
 * @param {{ noise: number, layer: number | null, dropped: number }} damage
 * @returns {(parameters: readonly Parameter[]) => Parameter[]} gives copies; the given ones stay as they are
 */
export function weightDamage(layers, { noise, layer, dropped }) {
  return (parameters) => {
    const copies = parameters.map((one) => ({
      ...one,
      data: noise > 0 ? noisy(one, noise) : one.data.slice(),
    }));
    const parts = partsOf(layers, copies);
    if (dropped > 0) for (const part of parts.slice(0, -1)) dropUnits(copies, part, dropped);
    if (layer !== null) zeroLayer(copies, parts, layer);
    return copies;
  };
}

/**
 * @param {Parameter} parameter
 * @param {number} share of the parameter's own deviation
 */
function noisy({ name, data }, share) {
  const scale = MEASURED.test(name) ? 0 : share * deviation(data);
  if (scale === 0) return data.slice();
  const noise = noiseFor(name, data);
  return data.map((value, at) => value + scale * (noise[at] ?? 0));
}

/**
 * @param {string} name
 * @param {Float32Array} data
 */
function noiseFor(name, data) {
  const known = noises.get(name);
  if (known?.length === data.length) return known;
  const noise = Float32Array.from(data, normal(seedOf(name)));
  if (data.length <= KEPT) noises.set(name, noise);
  return noise;
}

/** @param {Float32Array} values */
export function deviation(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/**
 * Every unit has its own number by chance: what is dropped stays so when more are.
 *
 * @param {Parameter[]} parameters
 * @param {Part} part
 * @param {number} share of its units
 */
function dropUnits(parameters, { path, units, carriers }, share) {
  const next = counterRandom(seedOf(path));
  const off = Array.from({ length: units }, () => next() < share);
  for (const carrier of carriers) silence(parameters, carrier, units, off);
}

/**
 * A layer without units, such as a normalisation, loses all its weights: what goes around it stays.
 *
 * @param {Parameter[]} parameters
 * @param {Part[]} parts
 * @param {number} index
 */
function zeroLayer(parameters, parts, index) {
  const path = `layers.${index}.`;
  for (const { name, data } of parameters) if (name.startsWith(path) && !MEASURED.test(name)) data.fill(0);
  for (const { path: own, units, carriers } of parts) {
    const [carrier] = carriers;
    if (own === path && carrier) silence(parameters, carrier, units, Array(units).fill(true));
  }
}

/**
 * @param {Parameter[]} parameters
 * @param {Carrier} carrier
 * @param {number} units
 * @param {boolean[]} off which of them give 0
 */
function silence(parameters, { path, low, together }, units, off) {
  for (const { name, data, shape } of parameters) {
    if (!name.startsWith(path) || MEASURED.test(name)) continue;
    const rest = name.slice(path.length);
    const rowLength = data.length / (shape[0] ?? 1);
    // Gates lie one after the other; what a normalisation has for a unit lies together; of a position, units are columns.
    const unitOf = (/** @type {number} */ at) =>
      together > 0 ? Math.floor(at / together) : (rest === 'position' ? at : Math.floor(at / rowLength)) % units;
    const value = low && /^bias/.test(rest) ? LOW : 0;
    for (let at = 0; at < data.length; at += 1) if (off[unitOf(at)]) data[at] = value;
  }
}
