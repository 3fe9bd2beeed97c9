/** @file Selects the strongest connections of a dense layer for the network diagram. */

/** Connections per layer in the diagram. */
const MAX_CONNECTIONS = 56;

/**
 * @param {Float32Array} weight row-major [units, inputs]
 * @param {number} inputs
 * @param {Float32Array | null} activations of the source layer; null ranks by weights alone
 * @param {number} [limit]
 * @returns {import('../shared/answers.js').Connections} unordered
 */
export function strongest(weight, inputs, activations, limit = MAX_CONNECTIONS) {
  const capacity = Math.min(limit, weight.length);
  const index = new Uint32Array(capacity);
  const strength = new Float32Array(capacity);
  let count = 0;
  let weakest = 0;
  let minimum = 0;
  const source = activations ?? new Float32Array(inputs).fill(1);
  for (let start = 0; start < weight.length; start += inputs) {
    for (let input = 0; input < inputs; input += 1) {
      const value = /** @type {number} */ (weight[start + input]) * /** @type {number} */ (source[input]);
      if (!(value > minimum || value < -minimum)) continue;
      const slot = count < capacity ? count : weakest;
      index[slot] = start + input;
      strength[slot] = value;
      count = Math.min(capacity, count + 1);
      if (count < capacity) continue;
      weakest = indexOfSmallest(strength);
      minimum = Math.abs(/** @type {number} */ (strength[weakest]));
    }
  }
  const indices = index.subarray(0, count);
  return {
    from: indices.map((at) => at % inputs),
    to: indices.map((at) => Math.floor(at / inputs)),
    strength: strength.slice(0, count),
  };
}

/** @param {Float32Array} values */
function indexOfSmallest(values) {
  let [smallest, size] = [0, Number.POSITIVE_INFINITY];
  for (let at = 0; at < values.length; at += 1) {
    const found = Math.abs(/** @type {number} */ (values[at]));
    if (found < size) [smallest, size] = [at, found];
  }
  return smallest;
}
