/** @file The forms in which outputs are shown, and attention over the picture. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sheetSize } from '../../app/sheet.js';
import { attentionMap, formOf, layoutOf, tokensOver } from './forms.js';

/** @param {number[]} shape @param {number} [fill] */
const layer = (shape, fill = 1) => {
  const values = new Float32Array(shape.reduce((product, length) => product * length, 1)).fill(fill);
  return { name: '', kind: '', shape, values, attention: null, states: null };
};

test('a form for every shape, and none where nothing has changed', () => {
  const before = new Float32Array(12);
  assert.equal(formOf(layer([3, 2, 2]), before), 'maps');
  assert.equal(formOf(layer([3, 2, 2], 0), before), 'same');
  assert.equal(formOf(layer([3, 4]), before), 'sequence');
  assert.equal(formOf(layer([24]), before), 'few');
  assert.equal(formOf(layer([25]), before), 'units');
});

test('maps and units find room beside each other, whatever their number', () => {
  for (const shape of [[16, 26, 26], [64, 3, 3], [1, 28, 28], [128], [4096]]) {
    const { grid, cell } = layoutOf(shape.length === 3 ? 'maps' : 'units', shape, 430);
    assert.ok(sheetSize(grid).width * cell.width <= 430, String(shape));
    const places = grid.panels * grid.width * grid.height;
    assert.ok(places >= shape.reduce((product, length) => product * length, 1));
  }
});

test('tokens lie over the picture where patches or rows made them', () => {
  const picture = [1, 28, 28];
  assert.deepEqual(tokensOver([{ kind: 'patches', size: 7 }, { kind: 'layer_norm' }], 16, picture), {
    width: 4,
    height: 4,
  });
  assert.deepEqual(tokensOver([{ kind: 'rows' }], 28, picture), { width: 1, height: 28 });
  assert.equal(tokensOver([{ kind: 'reshape', shape: [2, 392] }], 2, picture), null);
});

test('the map of a head: one token’s attention, or the mean over all', () => {
  const weights = Float32Array.of(1, 0, 0.5, 0.5, 0.25, 0.75, 0, 1);
  const attention = { heads: 2, tokens: 2, weights };
  assert.deepEqual([...attentionMap(attention, 0, 1)], [0.5, 0.5]);
  assert.deepEqual([...attentionMap(attention, 1, null)], [0.125, 0.875]);
});
