/** @file What one training step of a network costs in arithmetic, if no input is zero. */

/** @typedef {import('../../benches/workloads.js').Workload} Workload */

/**
 * Products alone, two operations a multiply-add: forward, the gradient of the weights, and of every input but the first.
 *
 * @param {Workload} workload
 * @returns {number} operations a step
 */
export function operations({ input, layers, batch }) {
  let [channels = 1, height = 1, width = 1] = input;
  let products = 0;
  let first = true;
  for (const layer of layers) {
    let forward = 0;
    if (layer.kind === 'dense') {
      forward = channels * height * width * layer.units;
      [channels, height, width] = [layer.units, 1, 1];
    } else if (layer.kind === 'conv2d') {
      // Windows without padding: what is left of a side.
      [height, width] = [height - layer.kernel + 1, width - layer.kernel + 1];
      forward = channels * layer.kernel ** 2 * layer.filters * height * width;
      channels = layer.filters;
    } else if (layer.kind === 'max_pool2d') {
      [height, width] = [Math.floor(height / layer.size), Math.floor(width / layer.size)];
    }
    if (forward === 0) continue;
    products += forward * (first ? 2 : 3);
    first = false;
  }
  return 2 * batch * products;
}

/** @param {number[]} values at least one */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = /** @type {number} */ (sorted[middle]);
  return sorted.length % 2 === 1 ? upper : /** @type {number} */ (sorted[middle - 1] + upper) / 2;
}
