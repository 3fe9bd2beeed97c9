/** @file Whether the network is dead for a picture: all units of a layer that learns give 0, so nothing reaches the answer. */

/**
 * @param {readonly { activations: Float32Array | null }[]} layers from the input to the output
 * @param {readonly { parameters: number }[]} rows of the core's summary
 * @returns {boolean}
 */
export function isDead(layers, rows) {
  return layers.slice(0, -1).some(({ activations }, index) => {
    const learns = (rows[index]?.parameters ?? 0) > 0;
    return learns && activations?.every((value) => value === 0) === true;
  });
}
