/** @file A new network takes over the weights of the layers that still fit. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carriedWeights } from '../../www/worker/carried-weights.js';

/**
 * @param {any[]} layers `dense` has `shape`, `batch_norm` has `channels`
 * @param {number} value of all parameters; each parametrised layer adds one
 */
function network(layers, value = 0) {
  /** @type {any[]} */
  const parameters = [];
  let count = 0;
  const walk = (/** @type {any[]} */ within, /** @type {string} */ prefix) => {
    for (const [index, { kind, shape, channels, layers: inner }] of within.entries()) {
      const path = `${prefix}layers.${index}.`;
      const add = (/** @type {string} */ name, /** @type {number[]} */ dimensions) => {
        parameters.push({ name: path + name, shape: dimensions, data: Float32Array.of(value + count) });
      };
      if (inner) walk(inner, path);
      else if (kind === 'dense') {
        add('weight', shape);
        add('bias', [shape[0]]);
      } else if (kind === 'batch_norm') for (const name of ['weight', 'running_mean']) add(name, [channels]);
      if (shape || channels) count += 1;
    }
  };
  walk(layers, '');
  return { layers, parameters };
}

const dense = (/** @type {number} */ units, /** @type {number} */ inputs) => ({
  kind: 'dense',
  shape: [units, inputs],
});
const flatten = { kind: 'flatten' };
const relu = { kind: 'activation' };
const norm = { kind: 'batch_norm', channels: 8 };

/**
 * @param {any[]} before
 * @param {any[]} after
 * @returns {[number, Record<string, number>]} layers, and the first value by name
 */
function carried(before, after) {
  const { parameters, layers } = carriedWeights(network(before, 100), network(after));
  return [layers, Object.fromEntries(parameters.map(({ name, data }) => [name, data[0] ?? Number.NaN]))];
}

test('an inserted layer moves those after it, and running statistics go with them', () => {
  const [layers, values] = carried(
    [flatten, dense(8, 4), norm, dense(2, 8)],
    [flatten, dense(8, 4), relu, norm, dense(2, 8)],
  );
  assert.equal(layers, 3);
  assert.deepEqual(values, {
    'layers.1.weight': 100,
    'layers.1.bias': 100,
    'layers.3.weight': 101,
    'layers.3.running_mean': 101,
    'layers.4.weight': 102,
    'layers.4.bias': 102,
  });
});

test('a layer of another size begins anew, and the others keep their weights', () => {
  const [layers, values] = carried([dense(8, 4), dense(6, 8), dense(2, 6)], [dense(8, 4), dense(7, 8), dense(2, 7)]);
  assert.equal(layers, 1);
  assert.deepEqual(Object.keys(values), ['layers.0.weight', 'layers.0.bias']);
});

test('of equal layers, those keep their weights whose neighbours are the same', () => {
  const [layers, values] = carried([dense(4, 4), relu, dense(4, 4)], [relu, dense(4, 4)]);
  assert.equal(layers, 1);
  assert.equal(values['layers.1.weight'], 101);
});

test('layers without parameters never cost weights', () => {
  const [layers] = carried([relu, flatten, relu, dense(4, 4)], [dense(4, 4), relu, flatten, relu]);
  assert.equal(layers, 1);
});

test('layers within a residual are aligned too, and may move into one', () => {
  const residual = (/** @type {any[]} */ ...layers) => ({ kind: 'residual', layers });
  const [inner, values] = carried([residual(norm, dense(8, 8))], [flatten, residual(norm, relu, dense(8, 8))]);
  assert.equal(inner, 2);
  assert.equal(values['layers.1.layers.0.running_mean'], 100);
  assert.equal(values['layers.1.layers.2.weight'], 101);
  assert.equal(carried([dense(8, 8)], [residual(dense(8, 8))])[0], 1);
});

test('other kinds with equal parameters do not fit', () => {
  assert.deepEqual(carried([norm], [{ ...norm, kind: 'layer_norm' }]), [0, {}]);
});
