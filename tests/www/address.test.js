/** @file Settings go into the address and come back, and what the address may not hold is refused by name. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAddress, writeAddress } from '../../www/shared/address.js';
import { activations, mostLayers } from '../../www/shared/layers.js';
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
      values[setting.name] = Array.from({ length: random.below(mostLayers + 1) }, () => ({
        kind: 'dense',
        units: 1 + random.below(4096),
        activation: random.of(activations),
      }));
    }
  }
  return /** @type {import('../../www/shared/settings.js').Settings} */ (/** @type {unknown} */ (values));
}

test('any settings come back from the address as they were', () => {
  const random = randomFrom(7);
  for (let round = 0; round < 300; round += 1) {
    const values = anySettings(random);
    const address = writeAddress(values, defaults, '?theirs=1');
    assert.deepEqual(readAddress(address, defaults), { values, refused: [] });
    assert.match(address.search, /theirs=1/, 'a parameter that is not ours stays');
  }
});

test('the defaults leave the address empty', () => {
  assert.deepEqual(writeAddress(defaults, defaults, ''), { search: '', hash: '' });
});

test('only what differs is written, with a version', () => {
  const values = { ...defaults, learning_rate: 0.01, data: /** @type {const} */ ('digits') };
  assert.deepEqual(writeAddress(values, defaults, ''), { search: '?data=digits', hash: '#v=1&learning_rate=0.01' });
});

test('layers read well in an address', () => {
  const layers = [
    { kind: /** @type {const} */ ('dense'), units: 64, activation: /** @type {const} */ ('relu') },
    { kind: /** @type {const} */ ('dense'), units: 32, activation: /** @type {const} */ ('tanh') },
  ];
  assert.equal(writeAddress({ ...defaults, layers }, defaults, '').hash, '#v=1&layers=dense-64-relu,dense-32-tanh');
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
  [
    'too many layers',
    `#v=1&layers=${Array(mostLayers + 1)
      .fill('dense-2-relu')
      .join(',')}`,
    'layers',
  ],
  ['another version', '#v=2&learning_rate=0.5', 'v'],
])) {
  test(`${what} is refused and its default stands`, () => {
    const { search, hash } = new URL(address, 'http://host/');
    assert.deepEqual(readAddress({ search, hash }, defaults), { values: defaults, refused: [name] });
  });
}
