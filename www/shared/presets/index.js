/** @file The presets in the order of the menu; each is one data file of settings, and two texts. */

import { settings as table, valueToText } from '../settings.js';
import { deep } from './deep.js';
import { digits } from './digits.js';
import { linear } from './linear.js';
import { mlp } from './mlp.js';

/**
 * @typedef {import('../settings.js').Settings} Settings
 * @typedef {{ name: 'linear' | 'mlp' | 'deep' | 'digits', settings: Partial<Settings> }} Preset
 */

/** @type {Preset[]} */
export const presets = [mlp, linear, deep, digits];

/** What a preset does not name takes its default, except what is the person's own. */
const own = new Set(['lang', 'gpu', 'workers', 'theme', 'pen', 'seed', 'epochs']);

/**
 * @param {Preset} preset
 * @param {Settings} values
 * @returns {Settings}
 */
export function applyPreset(preset, values) {
  const defaults = table.filter(({ name }) => !own.has(name)).map(({ name, initial }) => [name, initial]);
  return { ...values, ...Object.fromEntries(defaults), ...preset.settings };
}

/**
 * @param {Settings} values
 * @returns {Preset | undefined} the preset that these settings are
 */
export function presetOf(values) {
  return presets.find((preset) => {
    const applied = applyPreset(preset, values);
    return table.every((setting) => valueToText(setting, applied) === valueToText(setting, values));
  });
}
