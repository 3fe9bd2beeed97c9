/** @file The presets in the order of the menu; each is one data file of settings, and two texts. */

import { settings as table, valueToText } from '../settings.js';
import { article } from './article.js';
import { best } from './best.js';
import { convolutional } from './convolutional.js';
import { lenet } from './lenet.js';
import { mlp } from './mlp.js';
import { recurrent } from './recurrent.js';
import { sensible } from './sensible.js';
import { transformer } from './transformer.js';

/**
 * @typedef {import('../settings.js').Settings} Settings
 * @typedef {{ name: string, settings: Partial<Settings> }} Preset `settings`: what differs from the defaults
 */

/** @type {Preset[]} */
export const presets = [mlp, convolutional, lenet, recurrent, transformer, best, article, sensible];

/** What a preset leaves as it is: the person's own. */
const own = new Set(['lang', 'gpu', 'workers', 'theme', 'pen', 'seed']);

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
