/** @file Both languages have the same texts with the same places, and everything that can be chosen has a name. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activations } from '../../www/shared/layers.js';
import { presets } from '../../www/shared/presets/index.js';
import { settings } from '../../www/shared/settings.js';
import { texts } from '../../www/shared/texts/index.js';

/** @param {string} pattern */
const places = (pattern) => [...pattern.matchAll(/\{\w+\}/g)].map(String).sort();

test('both languages have the same keys', () => {
  assert.deepEqual(Object.keys(texts.zh), Object.keys(texts.en));
});

test('a text has the same places in both languages', () => {
  for (const [key, pattern] of Object.entries(texts.en)) {
    const other = texts.zh[/** @type {keyof typeof texts.zh} */ (key)];
    assert.deepEqual(places(other), places(pattern), key);
  }
});

test('every choice has a name', () => {
  const keys = new Set(Object.keys(texts.en));
  const shown = settings.filter(({ name }) => ['optimizer', 'data', 'theme'].includes(name));
  for (const setting of shown) {
    if (setting.kind !== 'choice') continue;
    for (const option of setting.options) assert.ok(keys.has(`${setting.name}.${option}`), option);
  }
  for (const { name } of presets) assert.ok(keys.has(`preset.${name}`), name);
  for (const name of activations) assert.ok(keys.has(`activation.${name}`), name);
});
