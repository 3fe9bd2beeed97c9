/** @file Where a value lies in a layer: coordinates for a shape, and how inputs are named. */

import { placeIn } from '../../app/tensor.js';

/**
 * @typedef {'channel' | 'row' | 'column' | 'step' | 'token' | 'unit' | 'class'} AxisName
 * @typedef {{ name: AxisName, length: number, first: number }} Axis `first`: the number of its first value
 * @typedef {{ kind: string, input: number[], output: number[] }} Layer
 */

/** @type {AxisName[][]} */
const names = [[], ['unit'], ['step', 'unit'], ['channel', 'row', 'column']];

/**
 * @param {readonly number[]} shape
 * @param {{ classes?: boolean, tokens?: boolean }} [meaning] `classes`: its values are the classes, which are numbered from
 *   0; `tokens`: its steps are patches of a picture
 * @returns {Axis[]}
 */
export function axesOf(shape, { classes = false, tokens = false } = {}) {
  if (classes) return [{ name: 'class', length: shape[0] ?? 1, first: 0 }];
  return shape.map((length, at) => {
    const name = names[shape.length]?.[at] ?? 'unit';
    return { name: tokens && name === 'step' ? 'token' : name, length, first: 1 };
  });
}

/**
 * @param {readonly number[]} coordinates counted from 0
 * @param {readonly number[]} shape
 * @returns {number}
 */
export function indexOf(coordinates, shape) {
  return shape.reduce((index, length, at) => index * length + (coordinates[at] ?? 0), 0);
}

/** Kinds that leave every value at its index. */
const SAME = new Set(['flatten', 'reshape', 'dropout']);

/**
 * @param {readonly Layer[]} layers
 * @param {number} at index of a layer
 * @returns {number[]} the shape by which its inputs are named: rows and columns of a picture even after it was flattened
 */
export function namingShape(layers, at) {
  let index = at;
  while (index > 0 && layers[index]?.input.length === 1 && SAME.has(layers[index - 1]?.kind ?? '')) index -= 1;
  return layers[index]?.input ?? [];
}

/**
 * @param {number} index
 * @param {readonly number[]} shape
 * @returns {string} as in `12,7`, counted from 1; a single channel is left out
 */
export function nameOfPlace(index, shape) {
  const kept = shape.length === 3 && shape[0] === 1 ? shape.slice(1) : shape;
  return placeIn(kept, index)
    .map((at) => at + 1)
    .join(',');
}
