/** @file Decides which networks are small enough to predict on the main thread without delaying a frame. */

/**
 * A slow device computes a few billion multiply-adds per second and copies as many bytes. These limits keep both under
 * one millisecond.
 */
const MAX_MULTIPLY_ADDS = 2_000_000;
const MAX_PARAMETERS = 1_000_000;

/**
 * Decides by the network's size and not by a timer, so that the result is the same on every device.
 *
 * @param {readonly { multiplyAdds: number, parameters: number }[]} layers
 */
export function fitsMainThread(layers) {
  let [multiplyAdds, parameters] = [0, 0];
  for (const layer of layers) {
    multiplyAdds += layer.multiplyAdds;
    parameters += layer.parameters;
  }
  return multiplyAdds <= MAX_MULTIPLY_ADDS && parameters <= MAX_PARAMETERS;
}
