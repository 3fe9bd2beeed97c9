/** @file Both languages have the same texts with the same placeholders, and every option has a name. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presets } from '../../www/shared/presets/index.js';
import { layerKinds } from '../../www/shared/schema.js';
import { settings } from '../../www/shared/settings.js';
import { texts } from '../../www/shared/texts/index.js';

/** @param {string} pattern */
const places = (pattern) => [...pattern.matchAll(/\{\w+\}/g)].map(String).sort();

test('both languages have the same keys', () => {
  assert.deepEqual(Object.keys(texts.zh), Object.keys(texts.en));
});

test('a text has the same placeholders in both languages', () => {
  for (const [key, pattern] of Object.entries(texts.en)) {
    const other = texts.zh[/** @type {keyof typeof texts.zh} */ (key)];
    assert.deepEqual(places(other), places(pattern), key);
  }
});

test('every option has a name', () => {
  const keys = new Set(Object.keys(texts.en));
  const shown = settings.filter(({ name }) => ['optimizer', 'schedule', 'monitor', 'data', 'theme'].includes(name));
  for (const setting of shown) {
    if (setting.kind !== 'choice') continue;
    for (const option of setting.options) assert.ok(keys.has(`${setting.name}.${option}`), option);
  }
  for (const { name } of presets) assert.ok(keys.has(`preset.${name}`) && keys.has(`about.${name}`), name);
});

test('every layer of the package, each field and each option of a field has a name', () => {
  const keys = new Set(Object.keys(texts.en));
  for (const [kind, fields] of layerKinds) {
    assert.ok(keys.has(`kind.${kind}`), kind);
    for (const field of fields) {
      assert.ok(keys.has(`field.${field.name}`), field.name);
      const group = field.name === 'function' ? 'activation' : field.name;
      const options = field.type === 'choice' ? field.options : [];
      for (const option of options) assert.ok(keys.has(`${group}.${option}`), `${field.name} ${option}`);
    }
  }
});
