/** @file Faults of the core in the page's language: by the fault's id and values, or as the core says it in English. */

import { nameOf } from '../names/index.js';
import { language, translator } from './language.js';
import { messages, places, remedies } from './messages-texts.js';

/**
 * What the package's `InkgradError` has, and what the page's own checks give alike.
 *
 * @typedef {object} Fault
 * @property {string} id
 * @property {string} message
 * @property {Readonly<Record<string, string>>} [values]
 * @property {string} [path]
 * @property {string} [found]
 * @property {string} [expected]
 */

const placed = translator(places);

/** Numbers are counted from 1 on the page. */
const STEP = /^layers\[(\d+)\]\.?/;

/**
 * @param {unknown} error
 * @returns {Fault}
 */
export function faultOf(error) {
  const { id, message, values, path, found, expected } = /** @type {Partial<Fault>} */ (error ?? {});
  return { id: id ?? '', message: message ?? String(error), values, path, found, expected };
}

/**
 * @param {string | undefined} path as in `layers[2].layers[0].units`
 * @returns {{ layers: number[], field: string }} indices of layers, from the outermost, and what follows
 */
export function readPath(path = '') {
  const layers = [];
  let rest = path;
  for (let step = STEP.exec(rest); step; step = STEP.exec(rest)) {
    layers.push(Number(step[1]));
    rest = rest.slice(step[0].length);
  }
  return { layers, field: rest };
}

/**
 * @param {unknown} error
 * @returns {string} what is wrong and what to do, without the place
 */
export function messageOf(error) {
  const fault = faultOf(error);
  const texts = messages[/** @type {keyof typeof messages} */ (fault.id)];
  if (!texts) return withoutPlace(fault);
  const values = { found: fault.found ?? '', expected: fault.expected ?? '', ...fault.values };
  const remedy = remedies[/** @type {keyof typeof remedies} */ (fault.values?.remedy ?? '')];
  const said = fill(texts[language.value], values);
  return remedy ? joined(said, fill(remedy[language.value], values)) : said;
}

/**
 * @param {unknown} error
 * @returns {string} the message with its place before it, as in "Layer 3, units: …"
 */
export function placedMessageOf(error) {
  const fault = faultOf(error);
  const place = placeOf(fault.path);
  return place ? placed('at', { place, message: messageOf(fault) }) : messageOf(fault);
}

/** @param {string | undefined} path */
function placeOf(path) {
  const { layers, field } = readPath(path);
  const name = field ? field.split('.').map(nameOfPart).join(' · ') : '';
  if (layers.length === 0) return name;
  const layer = placed('layer', { number: layers.map((index) => index + 1).join('.') });
  return name ? placed('field', { layer, field: name }) : layer;
}

/** @param {string} part of a path */
function nameOfPart(part) {
  return part in places.en ? placed(/** @type {keyof typeof places.en} */ (part)) : nameOf('field', part);
}

/** @param {Fault} fault */
function withoutPlace({ message, path }) {
  return path && message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
}

/**
 * @param {string} first
 * @param {string} second
 */
function joined(first, second) {
  return language.value === 'zh' ? first + second : `${first} ${second}`;
}

/**
 * @param {string} pattern
 * @param {Readonly<Record<string, string>>} values
 */
function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}
