/** @file The options of looks inside a network, checked; whether they fit it is the core's business. */

import * as check from './arguments.js';

/** How an answer is explained. */
const METHODS = /** @type {const} */ (['gradient', 'gradient_x_input', 'integrated_gradients', 'occlusion']);

/** @param {Record<string, unknown>} options */
export function explainOptions({ target, method, steps, size, stride, value }) {
  return {
    target: check.optionalWhole(target, 'target'),
    method: check.oneOf(method, 'method', METHODS),
    steps: check.optionalWhole(steps, 'steps', 1),
    size: check.optionalWhole(size, 'size', 1),
    stride: check.optionalWhole(stride, 'stride', 1),
    value: check.optionalNumber(value, 'value'),
  };
}

/** @param {Record<string, unknown>} options */
export function nearestOptions({ part = 'train', count = 5, layer }) {
  return {
    part: check.text(part, 'part'),
    count: check.whole(count, 'count', 1),
    layer: layer === undefined || layer === null ? undefined : check.text(layer, 'layer'),
  };
}
