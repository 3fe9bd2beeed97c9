/** @file Which networks are light enough to read a drawing on the page's own thread, where no picture may wait for them. */

/**
 * A slow device with a layer that it is bad at makes a few billion multiply-adds a second and copies as many bytes: a
 * millisecond for either is the most that is taken from the page.
 */
const MOST_MULTIPLY_ADDS = 2_000_000;
const MOST_PARAMETERS = 1_000_000;

/**
 * By what the network is, never by the clock: the same network is read in the same place everywhere.
 *
 * @param {readonly { multiplyAdds: number, parameters: number }[]} layers
 */
export function isLight(layers) {
  let [multiplyAdds, parameters] = [0, 0];
  for (const layer of layers) {
    multiplyAdds += layer.multiplyAdds;
    parameters += layer.parameters;
  }
  return multiplyAdds <= MOST_MULTIPLY_ADDS && parameters <= MOST_PARAMETERS;
}
