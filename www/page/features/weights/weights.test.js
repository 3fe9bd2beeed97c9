/** @file How the numbers of a parameter form pictures, and how many find room. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeIn } from '../../app/tensor.js';
import { layerAt, partsOf, picturesOf } from './pictures.js';
import { cellSize, galleryOf } from './room.js';

const spec = {
  input: [1, 28, 28],
  layers: [
    { kind: 'flatten' },
    { kind: 'dense', units: 6 },
    { kind: 'residual', layers: [{ kind: 'dense', units: 6 }] },
    { kind: 'dense', units: 784 },
    { kind: 'dense', units: 3 },
  ],
};

/** @param {string} name @param {number[]} shape @param {any[]} [layers] */
const formed = (name, shape, layers = spec.layers) => picturesOf({ name, shape }, { ...spec, layers });

/** @param {import('./pictures.js').Pictures} found */
const covered = ({ pictures }) => {
  const ends = pictures.map(({ offset, count }) => [offset, offset + count]);
  for (const [at, [from]] of ends.slice(1).entries()) assert.equal(from, ends[at]?.[1], 'one after the other');
  return ends.at(-1)?.[1];
};

test('units of a first layer are pictures of the input; those of later ones are a matrix', () => {
  const first = formed('layers.1.weight', [6, 784]);
  assert.equal(first.form, 'units');
  assert.deepEqual(first.pictures[2], {
    label: { key: 'unit', values: { index: 2 } },
    offset: 1568,
    count: 784,
    panels: 1,
    width: 28,
    height: 28,
  });
  const last = formed('layers.4.weight', [3, 784]);
  assert.deepEqual([last.form, last.pictures.length], ['matrix', 1], 'as many inputs as pixels, but not the pixels');
  assert.deepEqual([last.pictures[0]?.width, last.pictures[0]?.height], [784, 3]);
});

test('a filter has a square for each channel', () => {
  const { form, pictures } = formed('layers.0.weight', [4, 3, 5, 5], [{ kind: 'conv2d' }]);
  assert.equal(form, 'filters');
  assert.deepEqual([pictures.length, pictures[1]?.panels, pictures[1]?.width, pictures[1]?.offset], [4, 3, 5, 75]);
});

test('patches, gates and heads', () => {
  const patches = formed('layers.0.weight', [48, 49], [{ kind: 'patches', size: 7 }]);
  assert.deepEqual([patches.form, patches.pictures[0]?.width, patches.pictures.length], ['patches', 7, 48]);
  assert.equal(formed('layers.0.position', [16, 48], [{ kind: 'patches', size: 7 }]).form, 'position');
  const gates = formed('layers.0.weight_ih', [64, 28], [{ kind: 'lstm' }]);
  assert.deepEqual(
    gates.pictures.map(({ label }) => label.values.gate),
    ['i', 'f', 'g', 'o'],
  );
  assert.deepEqual([gates.form, gates.pictures[1]?.offset, gates.pictures[1]?.height], ['gatesInput', 448, 16]);
  const heads = formed('layers.0.attention.in_proj.weight', [36, 12], [{ kind: 'transformer_encoder', heads: 3 }]);
  assert.equal(heads.pictures.length, 9);
  assert.deepEqual(heads.pictures[4]?.label, { key: 'key', values: { head: 2 } });
  assert.deepEqual([heads.pictures[4]?.offset, heads.pictures[4]?.height], [4 * 48, 4]);
});

test('pictures cover a parameter without a gap, cut between rows where it is large', () => {
  assert.equal(covered(formed('layers.4.weight', [700, 784])), 700 * 784);
  assert.ok(formed('layers.4.weight', [700, 784]).pictures.length > 1);
  assert.equal(covered(formed('layers.1.bias', [70])), 70);
  assert.equal(formed('layers.1.bias', [70]).pictures[0]?.height, 3);
  assert.equal(covered(formed('layers.0.bias_hh', [64], [{ kind: 'lstm' }])), 64);
});

test('names: layers within layers, and places as PyTorch counts them', () => {
  assert.deepEqual(partsOf('layers.2.layers.0.attention.out_proj.weight'), {
    layer: 'layers.2.layers.0',
    path: [2, 0],
    own: 'attention.out_proj.weight',
  });
  assert.equal(layerAt(spec.layers, [2, 0])?.kind, 'dense');
  assert.deepEqual(placeIn([4, 3, 5, 5], 3 * 75 + 2 * 25 + 7), [3, 2, 1, 2]);
});

test('all pictures of one page find room, and a page is never empty', () => {
  for (const [width, height] of [
    [568, 215],
    [350, 240],
    [40, 30],
    [900, 700],
  ]) {
    const room = { width: Number(width), height: Number(height) };
    const { tile, columns, perPage } = galleryOf(
      room,
      { width: 28, height: 28 },
      { count: 128, numbers: 784, labelled: false },
    );
    assert.ok(perPage >= 1 && columns >= 1);
    if (room.width < 60) continue;
    assert.ok(columns * (tile.width + 8) - 8 <= room.width);
    assert.ok((perPage / columns) * (tile.height + 8) - 8 <= room.height);
  }
  assert.equal(
    galleryOf({ width: 2000, height: 2000 }, { width: 28, height: 28 }, { count: 4, numbers: 784, labelled: false })
      .tile.width,
    104,
  );
  assert.equal(cellSize({ width: 300, height: 215 }, { width: 28, height: 28 }), 7);
});
