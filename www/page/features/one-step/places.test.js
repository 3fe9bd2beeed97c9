/** @file Places of values in a layer, and how inputs are named. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeIn } from '../../app/tensor.js';
import { axesOf, indexOf, nameOfPlace, namingShape } from './places.js';

test('an index and its coordinates are the same place', () => {
  const shape = [3, 4, 5];
  for (let index = 0; index < 60; index += 1) assert.equal(indexOf(placeIn(shape, index), shape), index);
  assert.deepEqual(placeIn(shape, 27), [1, 1, 2]);
});

test('axes are named by the shape, classes are counted from 0', () => {
  const names = (/** @type {import('./places.js').Axis[]} */ axes) => axes.map(({ name }) => name);
  assert.deepEqual(names(axesOf([3, 4, 5])), ['channel', 'row', 'column']);
  assert.deepEqual(names(axesOf([16, 48], { tokens: true })), ['token', 'unit']);
  assert.deepEqual(names(axesOf([28, 64])), ['step', 'unit']);
  assert.deepEqual(axesOf([10], { classes: true }), [{ name: 'class', length: 10, first: 0 }]);
});

test('inputs of a dense layer keep the rows and columns of the picture that was flattened', () => {
  const layers = [
    { kind: 'flatten', input: [1, 28, 28], output: [784] },
    { kind: 'dense', input: [784], output: [12] },
    { kind: 'dropout', input: [12], output: [12] },
    { kind: 'dense', input: [12], output: [10] },
  ];
  assert.equal(nameOfPlace(28 * 11 + 6, namingShape(layers, 1)), '12,7');
  assert.equal(nameOfPlace(4, namingShape(layers, 3)), '5');
  assert.equal(nameOfPlace(27, [3, 4, 5]), '2,2,3');
});
