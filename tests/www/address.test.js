/** @file Settings are written to the URL and read back; invalid values are refused by name. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAddress, writeAddress } from '../../www/shared/address.js';
import { fieldsOf, mostLayers, tidy } from '../../www/shared/layers.js';
import { layerKinds } from '../../www/shared/schema.js';
import { initialSettings, settings } from '../../www/shared/settings.js';
import { randomFrom } from './random.js';

const defaults = initialSettings();

/** @param {ReturnType<typeof randomFrom>} random */
function anySettings(random) {
  /** @type {Record<string, unknown>} */
  const values = {};
  for (const setting of settings) {
    if (setting.kind === 'choice') values[setting.name] = random.of(setting.options);
    else if (setting.kind === 'number') {
      const value = random.between(setting.minimum, setting.maximum);
      values[setting.name] = setting.whole ? Math.round(value) : value;
    } else {
      values[setting.name] = Array.from({ length: random.below(mostLayers + 1) }, () => anyLayer(random));
    }
  }
  return /** @type {import('../../www/shared/settings.js').Settings} */ (/** @type {unknown} */ (values));
}

/** @param {ReturnType<typeof randomFrom>} random */
function anyLayer(random) {
  const kind = random.of([...layerKinds.keys()]);
  const fields = fieldsOf(kind).map((field) => {
    if (!field.needed && random.below(2) === 0) return [field.name, field.initial];
    if (field.type === 'choice') return [field.name, random.of(field.options)];
    if (field.type === 'flag') return [field.name, random.below(2) === 0];
    if (field.type === 'sizes') return [field.name, [1, 28, 28].slice(random.below(3))];
    const value = random.between(field.minimum, field.maximum);
    return [field.name, field.whole ? Math.round(value) : value];
  });
  return tidy({ kind, ...Object.fromEntries(fields) });
}

test('all settings survive a round trip through the URL', () => {
  const random = randomFrom(7);
  for (let round = 0; round < 300; round += 1) {
    const values = anySettings(random);
    const address = writeAddress(values, defaults, '?theirs=1');
    assert.deepEqual(readAddress(address, defaults), { values, refused: [] });
    assert.match(address.search, /theirs=1/, 'a parameter that is not ours stays');
  }
});

test('the defaults give an empty URL', () => {
  assert.deepEqual(writeAddress(defaults, defaults, ''), { search: '', hash: '' });
});

test('only differences from the defaults are written, with a version', () => {
  const values = { ...defaults, learning_rate: 0.01, data: /** @type {const} */ ('digits') };
  assert.deepEqual(writeAddress(values, defaults, ''), { search: '?data=digits', hash: '#v=1&learning_rate=0.01' });
});

test('layers are readable in a URL', () => {
  const layers = [
    { kind: 'conv2d', filters: 8, kernel: 5, activation: 'relu', padding: 'same' },
    { kind: 'max_pool2d', size: 2 },
    { kind: 'batch_norm', epsilon: 1e-7 },
    { kind: 'dropout', rate: 0.25 },
    { kind: 'dense', units: 32, activation: 'tanh' },
  ];
  const text = 'conv2d-8-5-relu-padding.same,max_pool2d-2,batch_norm-epsilon.0.0000001,dropout-0.25,dense-32-tanh';
  const { hash } = writeAddress({ ...defaults, layers }, defaults, '');
  assert.equal(hash, `#v=1&layers=${text}`);
  assert.deepEqual(readAddress({ search: '', hash }, defaults).values.layers, layers);
});

for (const [what, address, name] of /** @type {const} */ ([
  ['a choice that is none', '?data=faces', 'data'],
  ['a number out of its range', '#v=1&batch_size=0', 'batch_size'],
  ['a fraction where a whole number is due', '#v=1&batch_size=1.5', 'batch_size'],
  ['an empty number', '#v=1&l2=', 'l2'],
  ['no number', '#v=1&learning_rate=fast', 'learning_rate'],
  ['infinity', '#v=1&learning_rate=Infinity', 'learning_rate'],
  ['a layer without units', '#v=1&layers=dense-0-relu', 'layers'],
  ['a layer of no kind', '#v=1&layers=sparse-9-relu', 'layers'],
  ['an activation of no name', '#v=1&layers=dense-9-step', 'layers'],
  ['a field that the layer has not', '#v=1&layers=dense-9-relu-stride.2', 'layers'],
  ['a field twice', '#v=1&layers=dense-9-relu-tanh', 'layers'],
  ['a rate of all', '#v=1&layers=dropout-1', 'layers'],
  ['a layer without what it needs', '#v=1&layers=conv2d-8', 'layers'],
  [
    'too many layers',
    `#v=1&layers=${Array(mostLayers + 1)
      .fill('dense-2-relu')
      .join(',')}`,
    'layers',
  ],
  ['another version', '#v=2&learning_rate=0.5', 'v'],
])) {
  test(`${what} is refused and its default is kept`, () => {
    const { search, hash } = new URL(address, 'http://host/');
    assert.deepEqual(readAddress({ search, hash }, defaults), { values: defaults, refused: [name] });
  });
}
