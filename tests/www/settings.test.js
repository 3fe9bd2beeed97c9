/** @file The table of settings: effects of changes, presets, specs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withUsualRate } from '../../www/page/laboratory.js';
import { lowerRate, optimizers } from '../../www/shared/optimizers.js';
import { applyPreset, presetOf, presets } from '../../www/shared/presets/index.js';
import { effectOf, initialSettings, settings, valueFromText, valueToText } from '../../www/shared/settings.js';
import { axesBehind, fits } from '../../www/shared/shapes.js';
import { changesOf, planOf, specOf } from '../../www/shared/spec.js';

const defaults = initialSettings();
const two = /** @type {import('../../www/shared/layers.js').Layer[]} */ ([
  { kind: 'dense', units: 30, activation: 'relu' },
  { kind: 'dense', units: 20, activation: 'tanh' },
]);

test('every default is a valid value of its setting', () => {
  for (const setting of settings) {
    assert.deepEqual(valueFromText(setting, valueToText(setting, defaults)), defaults[setting.name], setting.name);
  }
});

test('every stop of a slider is a valid value of its setting', () => {
  for (const setting of settings) {
    if (setting.kind !== 'number') continue;
    for (const stop of setting.slider ?? []) assert.equal(valueFromText(setting, String(stop)), stop, setting.name);
  }
});

test('the strongest effect of several changes applies', () => {
  assert.equal(effectOf(defaults, { ...defaults }), null);
  assert.equal(effectOf(defaults, { ...defaults, theme: 'dark' }), 'page');
  assert.equal(effectOf(defaults, { ...defaults, theme: 'dark', l2: 0.1 }), 'live');
  assert.equal(effectOf(defaults, { ...defaults, layers: two, l2: 0.1 }), 'rebuild');
});

test('the defaults are a preset', () => {
  assert.equal(presetOf(defaults)?.name, 'mlp');
});

test('an applied preset is recognised, and personal settings are kept', () => {
  for (const preset of presets) {
    const before = { ...defaults, lang: /** @type {const} */ ('zh'), dropout: 0.5, seed: 9 };
    const applied = applyPreset(preset, before);
    assert.equal(presetOf(applied)?.name, preset.name);
    assert.deepEqual([applied.lang, applied.seed], ['zh', 9]);
  }
});

test('flatten precedes a dense layer on images, and dropout follows it unless present', () => {
  const layers = [
    { kind: 'conv2d', filters: 4, kernel: 3 },
    { kind: 'dense', units: 30 },
    { kind: 'dense', units: 20 },
    { kind: 'dropout', rate: 0.4 },
  ];
  const { layers: planned, places } = planOf({ ...defaults, layers, dropout: 0.25 });
  assert.deepEqual(
    planned.map(({ kind }) => kind),
    ['conv2d', 'flatten', 'dense', 'dropout', 'dense', 'dropout', 'dense'],
  );
  assert.deepEqual(places, [0, 2, 4, 5]);
  assert.deepEqual([planned[3]?.rate, planned[5]?.rate], [0.25, 0.4]);
});

test('a final sequence is flattened, and a dense layer on it is unchanged', () => {
  const layers = [{ kind: 'rows' }, { kind: 'dense', units: 8 }];
  const kinds = planOf({ ...defaults, layers }).layers.map(({ kind }) => kind);
  assert.deepEqual(kinds, ['rows', 'dense', 'flatten', 'dense']);
});

test('a change contains everything that may change, and null removes a setting', () => {
  const values = { ...defaults, layers: two, dropout: 0.25, shift: 2, schedule: /** @type {const} */ ('cosine') };
  const changes = /** @type {any} */ (changesOf(values));
  assert.deepEqual(changes.layers[2], { trainable: true, rate: 0.25 });
  assert.deepEqual(changes.schedule, { kind: 'cosine', steps: 4000, minimum: 0 });
  assert.deepEqual(changes.augment, { shift: 2, rotate: 0, scale: 0, elastic: 0 });
  assert.deepEqual([changes.clip_norm, changes.early_stopping], [null, null]);
  assert.equal('clip_norm' in specOf(values), false);
});

test('a layer’s rate may change during training, its units may not', () => {
  const layers = [{ kind: 'dropout', rate: 0.5 }];
  const before = { ...defaults, layers };
  assert.equal(effectOf(before, { ...before, layers: [{ kind: 'dropout', rate: 0.2 }] }), 'live');
  assert.equal(effectOf({ ...before, layers: two }, { ...before, layers: two.slice(1) }), 'rebuild');
});

test('the kinds offered at a position are those that the core accepts', () => {
  assert.equal(fits('lstm', axesBehind([], 3)), false);
  assert.equal(fits('lstm', axesBehind([{ kind: 'rows' }], 3)), true);
  assert.equal(fits('conv2d', axesBehind([{ kind: 'dense', units: 3 }], 3)), false);
  assert.equal(axesBehind([{ kind: 'rows' }, { kind: 'gru', units: 2, return_sequences: true }], 3), 2);
});

test('a diverged learning rate is halved, or set to the default where that is far lower', () => {
  assert.equal(lowerRate({ optimizer: 'adam', learning_rate: 0.002 }), 0.001);
  assert.equal(lowerRate({ optimizer: 'sgd', learning_rate: 1e6 }), 0.1);
});

test('another optimiser sets its default learning rate, unless the user changed it', () => {
  const [adam, sgd] = [optimizers.find(({ name }) => name === 'adam'), optimizers.find(({ name }) => name === 'sgd')];
  assert.equal(withUsualRate(defaults, { optimizer: 'sgd' }).learning_rate, sgd?.usualRate);
  assert.equal(defaults.learning_rate, adam?.usualRate);
  const own = { ...defaults, learning_rate: 0.03 };
  assert.equal(withUsualRate(own, { optimizer: 'sgd' }).learning_rate, 0.03);
  assert.equal(withUsualRate(defaults, { optimizer: 'sgd', learning_rate: 0.5 }).learning_rate, 0.5);
});
