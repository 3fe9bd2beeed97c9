/**
 * @file Writes an experiment and its place to the page's address, and reads them. The fragment is a route and what
 * differs from the defaults, as in `#/train?v=2&learning_rate=0.02`; the data and what it runs on stand in the query.
 */

import { dataSetNames } from './data-sets.js';
import { defaultExperiment, withDataset } from './experiment.js';
import { readFirstRelease } from './first-release-links.js';
import { layersFromText, layersToText } from './layer-text.js';
import { fieldsOf, fieldsOfGroup, fieldText, kindsOf, newVariant, parseField, specFields } from './spec-schema.js';

/**
 * @typedef {import('./experiment.js').Experiment} Experiment
 * @typedef {import('./experiment.js').PlainSpec} PlainSpec
 * @typedef {import('./spec-schema.js').Field} Field
 * @typedef {import('./spec-schema.js').Variant} Variant
 * @typedef {{ search: string, hash: string }} Address
 * @typedef {{ route: string, experiment: Experiment, refused: string[], preferences: Record<string, string> }} Link
 *   `refused`: names of settings that are invalid; `preferences`: those that a link of the first release holds
 */

const VERSION = '2';

const SECTIONS = /** @type {const} */ ([
  ['loss', 'Loss'],
  ['optimizer', 'Optimizer'],
  ['schedule', 'Schedule'],
]);
const GROUPS = /** @type {const} */ ([
  ['early_stopping', 'EarlyStopping'],
  ['augment', 'Augment'],
]);

/** Fields that are written without their part's name: every optimiser has them. */
const SHORT = new Set(['learning_rate', 'weight_decay']);

/** @type {Field} */
const count = {
  name: '',
  type: 'integer',
  required: false,
  live: false,
  initial: 0,
  example: 0,
  options: [],
  range: { minimum: 0, maximum: 10_000, above: false, below: false },
  description: '',
};

/** What of the data is used, in the query beside their name. */
const SELECTION = /** @type {const} */ ([
  { name: 'validation', type: 'number', range: { minimum: 0, maximum: 1, above: true, below: true } },
  { name: 'split_seed', type: 'integer', range: { minimum: 0, maximum: 2 ** 32 - 1, above: false, below: false } },
  { name: 'limit', type: 'integer', range: { minimum: 1, maximum: 1e9, above: false, below: false } },
  { name: 'noise', type: 'number', range: { minimum: 0, maximum: 1, above: false, below: false } },
]);

/**
 * @param {string} hash
 * @returns {string} the route alone, as in `train` or `learn/overfitting`; empty without one
 */
export function routeOf(hash) {
  return /^#\/([\w/-]*)/.exec(hash)?.[1] ?? '';
}

/**
 * @param {string} part of the spec
 * @param {string} name of a field
 */
function keyOf(part, name) {
  return SHORT.has(name) ? name : `${part}.${name}`;
}

/**
 * @param {Experiment} experiment
 * @returns {Map<string, string>} every setting that is given, by its name in the fragment
 */
export function settingsOf({ spec, run }) {
  const flat = new Map();
  for (const { name, initial } of specFields()) {
    const value = spec[/** @type {keyof PlainSpec} */ (name)] ?? initial;
    if (value !== undefined) flat.set(name, fieldText(value));
  }
  flat.set('layers', layersToText(spec.layers));
  for (const [part, section] of SECTIONS) {
    const value = spec[part];
    if (!value) continue;
    flat.set(part, value.kind);
    for (const { name, initial } of fieldsOf(section, value.kind)) {
      const given = value[name] ?? initial;
      if (given !== undefined) flat.set(keyOf(part, name), fieldText(given));
    }
  }
  for (const [part, group] of GROUPS) {
    const value = spec[part];
    if (!value) continue;
    flat.set(part, 'yes');
    for (const { name, initial } of fieldsOfGroup(group)) {
      const given = value[name] ?? initial;
      if (given !== undefined) flat.set(keyOf(part, name), fieldText(given));
    }
  }
  flat.set('epochs', String(run.epochs));
  return flat;
}

/**
 * @param {Experiment} experiment
 * @returns {Map<string, string>} what stands in the fragment where nothing else is said
 */
function impliedBy(experiment) {
  const defaults = defaultExperiment();
  const implied = settingsOf(withDataset(defaults, experiment.dataset));
  for (const [part, section] of SECTIONS) {
    const kind = experiment.spec[part]?.kind;
    if (!kind || kind === defaults.spec[part]?.kind) continue;
    for (const key of implied.keys()) if (key.startsWith(`${part}.`)) implied.delete(key);
    for (const { name, initial, required } of fieldsOf(section, kind)) {
      const key = keyOf(part, name);
      if (required) implied.delete(key);
      else if (initial !== undefined) implied.set(key, fieldText(initial));
    }
  }
  for (const [part, group] of GROUPS) {
    if (!experiment.spec[part]) continue;
    for (const { name, initial } of fieldsOfGroup(group)) {
      if (initial !== undefined) implied.set(keyOf(part, name), fieldText(initial));
    }
  }
  return implied;
}

/**
 * @param {string} route
 * @param {Experiment} experiment
 * @param {string} search the query as it is: parameters that are not ours stay
 * @returns {Address}
 */
export function writeLink(route, experiment, search) {
  const query = new URLSearchParams(search);
  const { dataset, run } = experiment;
  const defaults = defaultExperiment();
  const put = (
    /** @type {string} */ name,
    /** @type {string | number} */ value,
    /** @type {string | number} */ usual,
  ) => (value === usual ? query.delete(name) : query.set(name, String(value)));
  put('data', dataset.name, defaults.dataset.name);
  for (const { name } of SELECTION) put(`data.${name}`, dataset[name] ?? '', '');
  put('data.hand', dataset.hand ? `${dataset.hand.name} ${dataset.hand.share}` : '', '');
  put('workers', run.workers, defaults.run.workers);
  put('gpu', run.gpu, defaults.run.gpu);
  const implied = impliedBy(experiment);
  const fragment = new URLSearchParams();
  for (const [name, text] of settingsOf(experiment)) if (implied.get(name) !== text) fragment.set(name, text);
  // What the default experiment has and this one has not.
  for (const [name, text] of implied) {
    const field = specFields().find((one) => one.name === name);
    if (field && field.initial === undefined && !settingsOf(experiment).has(name) && text !== '')
      fragment.set(name, 'none');
  }
  const rest = fragment.toString().replaceAll('%2C', ',').replaceAll('%28', '(').replaceAll('%29', ')');
  const place = `#/${route || 'train'}`;
  return {
    search: query.size > 0 ? `?${query}` : '',
    hash: rest === '' ? (place === '#/train' ? '' : place) : `${place}?v=${VERSION}&${rest}`,
  };
}

/**
 * @param {Address} address
 * @param {readonly import('./data-sets.js').DataSet[]} [ownData] one's own that are on this device
 * @returns {Link}
 */
export function readLink({ search, hash }, ownData = []) {
  const query = new URLSearchParams(search);
  /** @type {string[]} */
  const refused = [];
  let experiment = readQuery(query, refused, ownData);
  const text = hash.replace(/^#/, '');
  if (!text.startsWith('/')) {
    const first = readFirstRelease(new URLSearchParams(text), experiment);
    return { route: '', ...first, refused: [...refused, ...first.refused] };
  }
  const fragment = new URLSearchParams(text.includes('?') ? text.slice(text.indexOf('?') + 1) : '');
  if (fragment.has('v') && fragment.get('v') !== VERSION) refused.push('v');
  else experiment = readFragment(fragment, experiment, refused);
  return { route: routeOf(hash), experiment, refused, preferences: {} };
}

/**
 * @param {URLSearchParams} query
 * @param {string[]} refused grows
 * @param {readonly import('./data-sets.js').DataSet[]} ownData
 * @returns {Experiment}
 */
function readQuery(query, refused, ownData) {
  let experiment = defaultExperiment();
  const read = (/** @type {string} */ name, /** @type {(text: string) => void | false} */ take) => {
    const text = query.get(name);
    if (text !== null && take(text) === false) refused.push(name);
  };
  read('data', (text) => {
    const name = dataSetNames.find((known) => known === text);
    const own = ownData.find((one) => one.name === text);
    if (!name && !own) return false;
    experiment = withDataset(experiment, own ? { name: own.name, own } : { name: name ?? 'mnist' });
  });
  for (const { name, ...range } of SELECTION)
    read(`data.${name}`, (text) => {
      const found = parseField({ ...count, ...range }, text);
      if ('fault' in found) return false;
      experiment = { ...experiment, dataset: { ...experiment.dataset, [name]: Number(found.value) } };
    });
  read('data.hand', (text) => {
    const [name = '', share = ''] = text.split(' ');
    const { dataset } = experiment;
    const known = ownData.some((one) => one.name === name && one.within === dataset.name);
    if (!known || !(Number(share) > 0 && Number(share) <= 1)) return false;
    experiment = { ...experiment, dataset: { ...dataset, hand: { name, share: Number(share) } } };
  });
  read('workers', (text) => {
    const found = parseField({ ...count, range: { ...count.range, maximum: 64 } }, text);
    if ('fault' in found) return false;
    experiment = { ...experiment, run: { ...experiment.run, workers: Number(found.value) } };
  });
  read('gpu', (text) => {
    const gpu = /** @type {const} */ (['off', 'auto', 'on']).find((known) => known === text);
    if (!gpu) return false;
    experiment = { ...experiment, run: { ...experiment.run, gpu } };
  });
  return experiment;
}

/**
 * @param {URLSearchParams} fragment
 * @param {Experiment} experiment
 * @param {string[]} refused grows
 * @returns {Experiment}
 */
function readFragment(fragment, experiment, refused) {
  /** @type {Record<string, unknown>} */
  const spec = { ...experiment.spec };
  const take = (/** @type {Field} */ field, /** @type {string} */ key, /** @type {Record<string, unknown>} */ into) => {
    const text = fragment.get(key);
    if (text === null) return;
    const found = parseField(field, text);
    if ('fault' in found) refused.push(key);
    else into[field.name] = found.value;
  };
  for (const field of specFields()) {
    if (fragment.get(field.name) === 'none' && !field.required) delete spec[field.name];
    else take(field, field.name, spec);
  }
  const layers = fragment.get('layers');
  if (layers !== null) {
    const found = layersFromText(layers);
    if (found && found.length > 0) spec.layers = found;
    else refused.push('layers');
  }
  for (const [part, section] of SECTIONS) {
    const kind = fragment.get(part);
    const known = kind !== null && kindsOf(section).has(kind);
    if (kind !== null && !known) refused.push(part);
    const value = known ? newVariant(section, kind) : /** @type {Variant | undefined} */ (spec[part]);
    if (!value) continue;
    const filled = { ...value };
    for (const field of fieldsOf(section, value.kind)) take(field, keyOf(part, field.name), filled);
    spec[part] = filled;
  }
  for (const [part, group] of GROUPS) {
    if (fragment.get(part) !== 'yes') continue;
    /** @type {Record<string, unknown>} */
    const value = {};
    for (const field of fieldsOfGroup(group)) take(field, keyOf(part, field.name), value);
    spec[part] = value;
  }
  const epochs = fragment.get('epochs');
  const found = epochs === null ? { value: experiment.run.epochs } : parseField(count, epochs);
  if ('fault' in found) refused.push('epochs');
  const run = 'fault' in found ? experiment.run : { ...experiment.run, epochs: Number(found.value) };
  return { ...experiment, spec: /** @type {PlainSpec} */ (/** @type {unknown} */ (spec)), run };
}
