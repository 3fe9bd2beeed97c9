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
  for (let at = 0; at < weight.length; at += 1) {
    const value = /** @type {number} */ (weight[at]) * (activations?.[at % inputs] ?? 1);
    if (value === 0) continue;
    if (filled < most) {
      index[filled] = at;
      strength[filled] = value;
      filled += 1;
      if (filled === most) weakest = leastOf(strength);
    } else if (Math.abs(value) > Math.abs(/** @type {number} */ (strength[weakest]))) {
      index[weakest] = at;
      strength[weakest] = value;
      weakest = leastOf(strength);
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
  let least = 0;
  for (let at = 1; at < values.length; at += 1) {
    const [value, best] = [values[at] ?? 0, values[least] ?? 0];
    if (Math.abs(value) < Math.abs(best)) least = at;
  }
  return least;
}
