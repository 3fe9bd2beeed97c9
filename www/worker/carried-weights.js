/**
 * @file The weights that a new network takes over from the one before: its layers are aligned with the old ones, in
 * order, and what has the same parameters keeps them. Layers within a residual are aligned like all others.
 */

/**
 * @typedef {import('inkgrad').NamedArray} NamedArray
 * @typedef {{ kind: string, layers?: LayerSpec[] }} LayerSpec
 * @typedef {{ kind: string, parameters: NamedArray[], signature: string }} Leaf a layer with no layers inside
 */

/**
 * @param {{ layers: readonly object[], parameters: readonly NamedArray[] }} before
 * @param {{ layers: readonly object[], parameters: readonly NamedArray[] }} after
 * @returns {{ parameters: NamedArray[], layers: number }} of the new network, with the old one's values; `layers`: how
 *   many keep them
 */
export function carriedWeights(before, after) {
  const pairs = aligned(leavesOf(before), leavesOf(after)).filter(([, leaf]) => leaf.parameters.length > 0);
  const parameters = pairs.flatMap(([from, to]) =>
    to.parameters.map(({ name, shape }, at) => ({
      name,
      shape,
      data: /** @type {NamedArray} */ (from.parameters[at]).data,
    })),
  );
  return { parameters, layers: pairs.length };
}

/**
 * @param {{ layers: readonly object[], parameters: readonly NamedArray[] }} network
 * @returns {Leaf[]} in order
 */
function leavesOf({ layers, parameters }) {
  /** @type {Map<string, NamedArray[]>} by the path of the innermost layer, as in `layers.1.layers.0.` */
  const byPath = new Map();
  for (const parameter of parameters) {
    const path = /^(?:layers\.\d+\.)*/.exec(parameter.name)?.[0] ?? '';
    byPath.set(path, [...(byPath.get(path) ?? []), parameter]);
  }
  /**
   * @param {readonly object[]} within
   * @param {string} prefix
   * @returns {Leaf[]}
   */
  const walk = (within, prefix) =>
    within.flatMap((layer, index) => {
      const { kind, layers: inner } = /** @type {LayerSpec} */ (layer);
      const path = `${prefix}layers.${index}.`;
      if (inner) return walk(inner, path);
      const own = byPath.get(path) ?? [];
      const shapes = own.map(({ name, shape }) => `${name.slice(path.length)} ${shape.join('×')}`);
      return [{ kind, parameters: own, signature: [kind, ...shapes].join(', ') }];
    });
  return walk(layers, '');
}

/**
 * The longest common subsequence. A layer with parameters outweighs all without, which only decide between equals.
 *
 * @param {Leaf[]} before
 * @param {Leaf[]} after
 * @returns {[Leaf, Leaf][]} old and new
 */
function aligned(before, after) {
  const heavy = before.length + after.length + 1;
  const weightOf = (/** @type {Leaf} */ { parameters }) => (parameters.length > 0 ? heavy : 1);
  /** The best from a pair of places to the ends. */
  const best = Array.from({ length: before.length + 1 }, () => new Float64Array(after.length + 1));
  const bestAt = (/** @type {number} */ i, /** @type {number} */ j) => best[i]?.[j] ?? 0;
  const matchAt = (/** @type {number} */ i, /** @type {number} */ j) => {
    const [from, to] = [/** @type {Leaf} */ (before[i]), /** @type {Leaf} */ (after[j])];
    return from.signature === to.signature ? weightOf(to) + bestAt(i + 1, j + 1) : 0;
  };
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const row = /** @type {Float64Array} */ (best[i]);
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] = Math.max(matchAt(i, j), bestAt(i + 1, j), bestAt(i, j + 1));
    }
  }
  /** @type {[Leaf, Leaf][]} */
  const pairs = [];
  for (let [i, j] = [0, 0]; i < before.length && j < after.length; ) {
    if (matchAt(i, j) > 0 && matchAt(i, j) === bestAt(i, j)) {
      pairs.push([/** @type {Leaf} */ (before[i]), /** @type {Leaf} */ (after[j])]);
      [i, j] = [i + 1, j + 1];
    } else if (bestAt(i + 1, j) === bestAt(i, j)) i += 1;
    else j += 1;
  }
  return pairs;
}
