/** @file The parts of a network that can fail: its units, and which parameters make a unit give 0. */

/**
 * @typedef {import('../../shared/protocol.js').Parameter} Parameter
 * @typedef {{ kind: string, activation?: string, function?: string, layers?: readonly object[] }} Layer
 *
 * @typedef {object} Carrier a layer with numbers of its own for each unit
 * @property {string} path its parameters' names begin with it
 * @property {number} together how many numbers of a unit lie side by side in a normalisation, 0 in the layer itself
 * @property {boolean} low whether what follows gives 0 for a very negative number and not for 0
 *
 * @typedef {object} Part units side by side
 * @property {string} path
 * @property {number} index of the layer of the network in which they lie
 * @property {number} units
 * @property {Carrier[]} carriers the layer itself first, then the normalisations that follow
 */

/** Kinds with units: how often each stands in the first axis of their weights. */
const GATES = /** @type {Record<string, number>} */ ({ dense: 1, conv2d: 1, patches: 1, rnn: 1, gru: 3, lstm: 4 });

/** Kinds that pass every unit on by itself, and 0 as 0. */
const PASSING = ['dropout', 'flatten', 'reshape', 'max_pool2d', 'avg_pool2d', 'global_avg_pool2d', 'mean_pool'];

/** Functions that do not give 0 for 0. */
const RAISED = ['sigmoid', 'softplus'];

/**
 * @param {readonly object[]} layers of a spec
 * @param {readonly Parameter[]} parameters
 * @returns {Part[]} in order; the last is the output
 */
export function partsOf(layers, parameters) {
  const sizes = new Map(parameters.map(({ name, shape }) => [name, shape[0] ?? 0]));
  return within(/** @type {Layer[]} */ (layers), '', sizes);
}

/**
 * @param {readonly Layer[]} layers
 * @param {string} prefix
 * @param {Map<string, number>} sizes of each parameter's first axis
 * @param {number} [index] of the layer of the network in which they lie
 * @returns {Part[]}
 */
function within(layers, prefix, sizes, index) {
  return layers.flatMap((layer, at) => {
    const path = `${prefix}layers.${at}.`;
    const top = index ?? at;
    if (layer.layers) return within(/** @type {Layer[]} */ (layer.layers), path, sizes, top);
    if (layer.kind === 'transformer_encoder') {
      const low = RAISED.includes(layer.activation ?? '');
      const own = `${path}mlp.0.`;
      return [
        { path: own, index: top, units: sizes.get(`${own}weight`) ?? 0, carriers: [{ path: own, together: 0, low }] },
      ];
    }
    const rows = sizes.get(`${path}weight`) ?? sizes.get(`${path}weight_hh`) ?? 0;
    const gates = GATES[layer.kind];
    if (gates === undefined) return [];
    const units = rows / gates;
    return [{ path, index: top, units, carriers: carriersFrom(layers, at, prefix, sizes, units) }];
  });
}

/**
 * @param {readonly Layer[]} layers
 * @param {number} from the layer with the units
 * @param {string} prefix
 * @param {Map<string, number>} sizes
 * @param {number} units
 */
function carriersFrom(layers, from, prefix, sizes, units) {
  const own = /** @type {Layer} */ (layers[from]);
  let last = { path: `${prefix}layers.${from}.`, together: 0, low: RAISED.includes(own.activation ?? '') };
  const carriers = [last];
  for (let at = from + 1; at < layers.length; at += 1) {
    const { kind, function: applied = '' } = /** @type {Layer} */ (layers[at]);
    const path = `${prefix}layers.${at}.`;
    const norm = kind === 'batch_norm' || (kind === 'layer_norm' && own.kind !== 'conv2d');
    const together = (sizes.get(`${path}weight`) ?? 0) / units;
    if (norm && Number.isInteger(together)) {
      last = { path, together, low: false };
      carriers.push(last);
    } else if (kind === 'activation') last.low ||= RAISED.includes(applied);
    else if (!PASSING.includes(kind)) break;
  }
  return carriers;
}
