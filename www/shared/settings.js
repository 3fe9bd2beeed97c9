/**
 * @file The table of all settings: the source of defaults, URL, checks and controls. `spec.js` converts settings into
 * the spec of a network.
 */

import { dataSetNames } from './data-sets.js';
import { layersFromText, layersToText } from './layers.js';
import { optimizers } from './optimizers.js';
import { scheduleNames } from './schedules.js';

/**
 * @typedef {import('./layers.js').Layer} Layer
 * @typedef {object} Settings
 * @property {'en' | 'zh'} lang
 * @property {'off' | 'auto' | 'on'} gpu
 * @property {number} workers cores to train on; 0 for automatic
 * @property {import('./data-sets.js').DataSetName} data
 * @property {Layer[]} layers in order, from input to output
 * @property {import('./optimizers.js').OptimizerName} optimizer
 * @property {number} learning_rate
 * @property {number} batch_size
 * @property {import('./schedules.js').ScheduleName} schedule of the learning rate, counted from the first step
 * @property {number} every steps
 * @property {number} factor
 * @property {number} steps of a schedule
 * @property {number} warmup_steps
 * @property {number} minimum learning rate
 * @property {number} maximum learning rate
 * @property {number} dropout rate after every dense layer
 * @property {number} l1
 * @property {number} l2
 * @property {number} weight_decay
 * @property {number} clip_norm maximum gradient norm; 0 for none
 * @property {number} shift maximum shift of a training image in pixels
 * @property {number} rotate degrees
 * @property {number} zoom fraction
 * @property {number} elastic pixels
 * @property {number} patience epochs without improvement after which training ends; 0 for never
 * @property {'validation_loss' | 'validation_accuracy'} monitor what must improve
 * @property {number} epochs after which training is finished; 0 for never
 * @property {number} seed
 * @property {'system' | 'light' | 'dark'} theme
 * @property {number} pen width of a stroke as a fraction of the pad
 */

/**
 * When a changed value takes effect: on the `page` alone, `live` in the running session, in the same network in a new session
 * (`reopen`), or in a new network (`rebuild`).
 *
 * @typedef {'page' | 'live' | 'reopen' | 'rebuild'} Effect
 * @typedef {{ place: 'query' | 'fragment', effect: Effect }} Common
 * @typedef {Common & { name: 'lang' | 'gpu' | 'data' | 'optimizer' | 'schedule' | 'monitor' | 'theme', kind: 'choice', options: string[], initial: string }}
 *   ChoiceSetting
 * @typedef {'workers' | 'learning_rate' | 'batch_size' | import('./schedules.js').ScheduleField | 'dropout' | 'l1' | 'l2' |
 *   'weight_decay' | 'clip_norm' | 'shift' | 'rotate' | 'zoom' | 'elastic' | 'patience' | 'epochs' | 'seed' | 'pen'} NumberName
 * @typedef {Common & { name: NumberName, kind: 'number', initial: number, minimum: number, maximum: number, whole: boolean, slider: Slider | null }} NumberSetting
 * @typedef {Common & { name: 'layers', kind: 'layers', initial: Layer[] }} LayersSetting
 * @typedef {ChoiceSetting | NumberSetting | LayersSetting} Setting
 */

/**
 * The stops of a slider. A number typed into the field may lie between them.
 *
 * @typedef {number[]} Slider
 */

const rates = decades(-5, 0);
const penalties = [0, ...decades(-6, -1)];
const steps = decades(1, 5);

/** @type {Setting[]} */
export const settings = [
  choice('lang', ['en', 'zh'], 'query', 'page'),
  choice('gpu', ['off', 'auto', 'on'], 'query', 'rebuild'),
  number('workers', 1, [0, 64], 'reopen', { whole: true, place: 'query' }),
  choice('data', dataSetNames, 'query', 'rebuild'),
  {
    name: 'layers',
    kind: 'layers',
    place: 'fragment',
    effect: 'rebuild',
    initial: [{ kind: 'dense', units: 128, activation: 'relu' }],
  },
  choice(
    'optimizer',
    optimizers.map((one) => one.name),
    'fragment',
    'live',
  ),
  number('learning_rate', 0.001, [1e-7, 1e6], 'live', { slider: rates }),
  number('batch_size', 128, [1, 4096], 'live', { whole: true, slider: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] }),
  choice('schedule', scheduleNames, 'fragment', 'live'),
  number('steps', 4000, [1, 1e7], 'live', { whole: true, slider: steps }),
  number('warmup_steps', 200, [0, 1e6], 'live', { whole: true, slider: [0, ...steps] }),
  number('every', 1000, [1, 1e7], 'live', { whole: true, slider: steps }),
  number('factor', 0.5, [0, 1], 'live', { slider: [0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 1] }),
  number('minimum', 0, [0, 10], 'live', { slider: [0, ...decades(-7, -1)] }),
  number('maximum', 0.01, [1e-7, 1e6], 'live', { slider: rates }),
  number('dropout', 0, [0, 0.95], 'live', { slider: [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] }),
  number('l1', 0, [0, 1], 'live', { slider: penalties }),
  number('l2', 0, [0, 1], 'live', { slider: penalties }),
  number('weight_decay', 0, [0, 1], 'live', { slider: penalties }),
  number('clip_norm', 0, [0, 1e6], 'live', { slider: [0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100] }),
  number('shift', 0, [0, 8], 'live', { slider: [0, 0.5, 1, 1.5, 2, 2.5, 3, 4] }),
  number('rotate', 0, [0, 180], 'live', { slider: [0, 2, 5, 8, 10, 12, 15, 20, 30] }),
  number('zoom', 0, [0, 0.9], 'live', { slider: [0, 0.05, 0.1, 0.15, 0.2, 0.3] }),
  number('elastic', 0, [0, 8], 'live', { slider: [0, 0.5, 1, 1.5, 2, 3] }),
  number('patience', 0, [0, 1000], 'live', { whole: true, slider: [0, 1, 2, 3, 5, 10, 20] }),
  choice('monitor', ['validation_loss', 'validation_accuracy'], 'fragment', 'live'),
  number('epochs', 0, [0, 10000], 'live', { whole: true, slider: [0, 1, 2, 3, 5, 10, 20, 50, 100, 200] }),
  number('seed', 42, [0, 4294967295], 'rebuild', { whole: true }),
  choice('theme', ['system', 'light', 'dark'], 'fragment', 'page'),
  number('pen', 0.06, [0.03, 0.07], 'page', { slider: [0.03, 0.04, 0.05, 0.06, 0.07] }),
];

/** @returns {Settings} */
export function initialSettings() {
  const entries = settings.map((setting) => [setting.name, setting.initial]);
  return /** @type {Settings} */ (Object.fromEntries(entries));
}

/**
 * @param {Setting} setting
 * @param {string} text as in the URL
 * @returns {unknown} the value, or undefined if the text is invalid
 */
export function valueFromText(setting, text) {
  if (setting.kind === 'choice') return setting.options.includes(text) ? text : undefined;
  if (setting.kind === 'layers') return layersFromText(text);
  return checkNumber(setting, text.trim() === '' ? Number.NaN : Number(text));
}

/**
 * @param {NumberSetting} setting
 * @param {number} value
 * @returns {number | undefined} the value if it is valid for the setting
 */
export function checkNumber(setting, value) {
  const right = value >= setting.minimum && value <= setting.maximum && (!setting.whole || Number.isInteger(value));
  return right ? value : undefined;
}

/**
 * @param {Setting} setting
 * @param {Settings} values
 * @returns {string} the value as in the URL
 */
export function valueToText(setting, values) {
  return setting.kind === 'layers' ? layersToText(values.layers) : String(values[setting.name]);
}

/**
 * @param {Settings} before
 * @param {Settings} after
 * @returns {Effect | null} the strongest effect among what differs
 */
export function effectOf(before, after) {
  const changed = settings
    .filter((setting) => valueToText(setting, before) !== valueToText(setting, after))
    .map((setting) => (setting.kind === 'layers' ? effectOfLayers(before.layers, after.layers) : setting.effect));
  /** @type {Effect[]} */
  const order = ['rebuild', 'reopen', 'live', 'page'];
  return order.find((effect) => changed.includes(effect)) ?? null;
}

/**
 * @param {Layer[]} before
 * @param {Layer[]} after
 * @returns {Effect}
 */
function effectOfLayers(before, after) {
  return layersToText(before, false) === layersToText(after, false) ? 'live' : 'rebuild';
}

/**
 * @param {NumberSetting['name']} name
 * @returns {NumberSetting}
 */
export function numberSetting(name) {
  return /** @type {NumberSetting} */ (settings.find((setting) => setting.name === name));
}

/**
 * @param {ChoiceSetting['name']} name
 * @param {string[]} options the first is the default
 * @param {Common['place']} place
 * @param {Effect} effect
 * @returns {ChoiceSetting}
 */
function choice(name, options, place, effect) {
  return { name, kind: 'choice', options, initial: options[0] ?? '', place, effect };
}

/**
 * @param {NumberSetting['name']} name
 * @param {number} initial
 * @param {[number, number]} range both ends included
 * @param {Effect} effect
 * @param {{ whole?: boolean, slider?: Slider, place?: Common['place'] }} more
 * @returns {NumberSetting}
 */
function number(name, initial, [minimum, maximum], effect, { whole = false, slider, place = 'fragment' }) {
  return { name, kind: 'number', initial, minimum, maximum, effect, whole, slider: slider ?? null, place };
}

/**
 * @param {number} from exponent of ten
 * @param {number} to
 * @returns {number[]} 1, 2 and 5 of each decade, up to 1 of the last
 */
function decades(from, to) {
  const stops = [];
  for (let power = from; power < to; power += 1) {
    for (const digit of [1, 2, 5]) stops.push(Number(`${digit}e${power}`));
  }
  return [...stops, Number(`1e${to}`)];
}
