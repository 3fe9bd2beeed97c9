/** @file Validates the types of options of `explain` and `nearest`. The core checks them against the network. */

import * as check from './arguments.js';

/** Attribution methods. */
const METHODS = /** @type {const} */ (['gradient', 'gradient_x_input', 'integrated_gradients', 'occlusion']);

/** @param {Record<string, unknown>} options */
export function explainOptions({ target, method, steps, size, stride, value }) {
  return {
    target: check.optionalInteger(target, 'target'),
    method: check.oneOf(method, 'method', METHODS),
    steps: check.optionalInteger(steps, 'steps', 1),
    size: check.optionalInteger(size, 'size', 1),
    stride: check.optionalInteger(stride, 'stride', 1),
    value: check.optionalNumber(value, 'value'),
  };
}

/** @param {Record<string, unknown>} options */
export function nearestOptions({ part = 'train', count = 5, layer }) {
  return {
    part: check.string(part, 'part'),
    count: check.integer(count, 'count', 1),
    layer: layer === undefined || layer === null ? undefined : check.string(layer, 'layer'),
  };
}
