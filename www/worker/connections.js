/** @file Finds the strongest connections into a dense layer, so that ten thousand weights stay readable. */

/** How many lines a layer gets in the diagram. */
export const SHOWN = 56;

/**
 * @param {Float32Array} weight row-major [units, inputs]
 * @param {number} inputs
 * @param {Float32Array | null} activations of the source; without them the weights alone count
 * @param {number} [shown]
 * @returns {import('../shared/protocol.js').Connections} in no order
 */
export function strongest(weight, inputs, activations, shown = SHOWN) {
  const most = Math.min(shown, weight.length);
  const index = new Uint32Array(most);
  const strength = new Float32Array(most);
  let filled = 0;
  let weakest = 0;
  let least = 0;
  const source = activations ?? new Float32Array(inputs).fill(1);
  for (let start = 0; start < weight.length; start += inputs) {
    for (let input = 0; input < inputs; input += 1) {
      const value = /** @type {number} */ (weight[start + input]) * /** @type {number} */ (source[input]);
      if (!(value > least || value < -least)) continue;
      const place = filled < most ? filled : weakest;
      index[place] = start + input;
      strength[place] = value;
      filled = Math.min(most, filled + 1);
      if (filled < most) continue;
      weakest = leastOf(strength);
      least = Math.abs(/** @type {number} */ (strength[weakest]));
    }
  }
  const kept = index.subarray(0, filled);
  return {
    from: kept.map((at) => at % inputs),
    to: kept.map((at) => Math.floor(at / inputs)),
    strength: strength.slice(0, filled),
  };
}

/** @param {Float32Array} values */
function leastOf(values) {
  let [least, size] = [0, Number.POSITIVE_INFINITY];
  for (let at = 0; at < values.length; at += 1) {
    const found = Math.abs(/** @type {number} */ (values[at]));
    if (found < size) [least, size] = [at, found];
  }
  return least;
}
