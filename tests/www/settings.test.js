/** @file The settings' table and what is made of it: effects of changes, presets, specs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withUsualRate } from '../../www/page/laboratory.js';
import { optimizers } from '../../www/shared/optimizers.js';
import { applyPreset, presetOf, presets } from '../../www/shared/presets/index.js';
import { effectOf, initialSettings, settings, valueFromText, valueToText } from '../../www/shared/settings.js';
import { changesOf, specOf } from '../../www/shared/spec.js';

const defaults = initialSettings();
const two = /** @type {import('../../www/shared/layers.js').HiddenLayer[]} */ ([
  { kind: 'dense', units: 30, activation: 'relu' },
  { kind: 'dense', units: 20, activation: 'tanh' },
]);

test('every default is a value that its setting may have', () => {
  for (const setting of settings) {
    assert.deepEqual(valueFromText(setting, valueToText(setting, defaults)), defaults[setting.name], setting.name);
  }
});

test('every stop of a slider is a value that its setting may have', () => {
  for (const setting of settings) {
    if (setting.kind !== 'number') continue;
    for (const stop of setting.slider ?? []) assert.equal(valueFromText(setting, String(stop)), stop, setting.name);
  }
});

test('the strongest effect among the changes counts', () => {
  assert.equal(effectOf(defaults, { ...defaults }), null);
  assert.equal(effectOf(defaults, { ...defaults, theme: 'dark' }), 'page');
  assert.equal(effectOf(defaults, { ...defaults, theme: 'dark', l2: 0.1 }), 'live');
  assert.equal(effectOf(defaults, { ...defaults, layers: two, l2: 0.1 }), 'rebuild');
});

test('the page opens on a preset', () => {
  assert.equal(presetOf(defaults)?.name, 'mlp');
});

test('a preset is recognised once it is applied, and leaves what is the person’s own', () => {
  for (const preset of presets) {
    const before = { ...defaults, lang: /** @type {const} */ ('zh'), dropout: 0.5, seed: 9 };
    const applied = applyPreset(preset, before);
    assert.equal(presetOf(applied)?.name, preset.name);
    assert.deepEqual([applied.lang, applied.seed], ['zh', 9]);
  }
});

test('the dropout rates of a change belong to the dropout layers of the spec', () => {
  const values = { ...defaults, layers: two, dropout: 0.25 };
  const { layers } = /** @type {any} */ (specOf(values));
  const changed = /** @type {any} */ (changesOf(values)).layers;
  assert.deepEqual(Object.keys(changed), ['2', '4']);
  for (const at of Object.keys(changed)) {
    assert.equal(layers[at].kind, 'dropout');
    assert.deepEqual(changed[at], { rate: 0.25 });
  }
});

test('a network without hidden layers has nothing to drop', () => {
  assert.equal('layers' in changesOf({ ...defaults, layers: [] }), false);
});

test('another optimiser brings its usual rate, but never against the person’s own', () => {
  const [adam, sgd] = [optimizers.find(({ name }) => name === 'adam'), optimizers.find(({ name }) => name === 'sgd')];
  assert.equal(withUsualRate(defaults, { optimizer: 'sgd' }).learning_rate, sgd?.usualRate);
  assert.equal(defaults.learning_rate, adam?.usualRate);
  const own = { ...defaults, learning_rate: 0.03 };
  assert.equal(withUsualRate(own, { optimizer: 'sgd' }).learning_rate, 0.03);
  assert.equal(withUsualRate(defaults, { optimizer: 'sgd', learning_rate: 0.5 }).learning_rate, 0.5);
});
