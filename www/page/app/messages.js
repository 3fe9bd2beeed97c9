/**
 * @file Faults of the core in the page's language: by the fault's id and values, or as the core says it in English. The
 * texts come after the page; what shows a message before that is drawn again.
 */

import { signal } from '@preact/signals';
import { nameOf } from '../names/index.js';
import { language } from './language.js';

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
 *
 * @typedef {Record<import('./language.js').Language, string>} Texts
 */

/** @type {import('@preact/signals').Signal<typeof import('./messages-texts.js') | null>} */
const texts = signal(null);

/** @type {Promise<void> | null} */
let loading = null;

/** @returns {Promise<void>} settled once messages are in the page's language, or their texts could not be loaded */
export function loadMessages() {
  loading ??= import('./messages-texts.js').then(
    (loaded) => {
      texts.value = loaded;
    },
    () => {
      loading = null;
    },
  );
  return loading;
}

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
  if (!texts.value) loadMessages();
  const { messages, remedies } = texts.value ?? { messages: {}, remedies: {} };
  const patterns = /** @type {Record<string, Texts>} */ (messages)[fault.id];
  if (!patterns) return withoutPlace(fault);
  const values = { found: fault.found ?? '', expected: fault.expected ?? '', ...fault.values };
  const remedy = /** @type {Record<string, Texts>} */ (remedies)[fault.values?.remedy ?? ''];
  const said = fill(patterns[language.value], values);
  return remedy ? joined(said, fill(remedy[language.value], values)) : said;
}

/**
 * @param {unknown} error
 * @returns {string} the message with its place before it, as in "Layer 3, units: …"
 */
export function placedMessageOf(error) {
  const fault = faultOf(error);
  const place = texts.value ? placeOf(fault.path, texts.value.places[language.value]) : '';
  return place
    ? fill(texts.value?.places[language.value].at ?? '', { place, message: messageOf(fault) })
    : messageOf(fault);
}

/**
 * @param {string | undefined} path
 * @param {typeof import('./messages-texts.js').places.en} said
 */
function placeOf(path, said) {
  const { layers, field } = readPath(path);
  const nameOfPart = (/** @type {string} */ part) =>
    part in said ? said[/** @type {keyof typeof said} */ (part)] : nameOf('field', part);
  const name = field ? field.split('.').map(nameOfPart).join(' · ') : '';
  if (layers.length === 0) return name;
  const layer = fill(said.layer, { number: layers.map((index) => index + 1).join('.') });
  return name ? fill(said.field, { layer, field: name }) : layer;
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
