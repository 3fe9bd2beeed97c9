/** @file Units that are a weighted sum of inputs: which inputs and which weights a unit of dense, conv2d or patches has. */

/**
 * @typedef {import('./state.js').LayerAt} LayerAt
 *
 * @typedef {object} Row what one unit sums up
 * @property {Int32Array} sources indices into the layer's input, −1 in the padding
 * @property {number} offset of its weights in the layer's tensor, which follow each other
 * @property {number} channel index of its bias
 * @property {number} place of its channel: position of a window, step or patch
 * @property {number} places of each channel
 */

const KINDS = new Set(['dense', 'conv2d', 'patches']);

/** @param {LayerAt} layer */
export function isWeighted({ kind }) {
  return KINDS.has(kind);
}

/**
 * @param {LayerAt} layer
 * @param {number} unit index into its output
 * @returns {Row}
 */
export function rowOf(layer, unit) {
  if (layer.kind === 'conv2d') return convolutionRow(layer, unit);
  if (layer.kind === 'patches') return patchRow(layer, unit);
  const [inputs, units] = [layer.input.at(-1) ?? 1, layer.output.at(-1) ?? 1];
  const [place, channel] = [Math.floor(unit / units), unit % units];
  const sources = Int32Array.from({ length: inputs }, (_, at) => place * inputs + at);
  return { sources, offset: channel * inputs, channel, place, places: layer.size / units };
}

/**
 * @param {LayerAt} layer of kind conv2d
 * @returns {{ stride: number, kernel: number, top: number, left: number }} rows and columns of padding before the image
 */
export function windowsOf({ spec, input, output }) {
  const { stride = 1, kernel = 1, padding = 'valid' } = /** @type {any} */ (spec);
  const before = (/** @type {number} */ axis) => {
    const needed = ((output[axis] ?? 1) - 1) * stride + kernel - (input[axis] ?? 1);
    return padding === 'same' ? Math.floor(Math.max(0, needed) / 2) : 0;
  };
  return { stride, kernel, top: before(1), left: before(2) };
}

/** @param {LayerAt} layer @param {number} unit @returns {Row} */
function convolutionRow(layer, unit) {
  const [, height = 1, width = 1] = layer.output;
  const { stride, kernel, top, left } = windowsOf(layer);
  const places = height * width;
  const [channel, place] = [Math.floor(unit / places), unit % places];
  const from = [Math.floor(place / width) * stride - top, (place % width) * stride - left];
  const sources = windowSources(layer.input, from, kernel);
  return { sources, offset: channel * sources.length, channel, place, places };
}

/** @param {LayerAt} layer @param {number} unit @returns {Row} */
function patchRow(layer, unit) {
  const [, units = 1] = layer.output;
  const size = Number(/** @type {any} */ (layer.spec).size);
  const [place, channel] = [Math.floor(unit / units), unit % units];
  const across = (layer.input[2] ?? 1) / size;
  const sources = windowSources(layer.input, [Math.floor(place / across) * size, (place % across) * size], size);
  return { sources, offset: channel * sources.length, channel, place, places: layer.size / units };
}

/**
 * @param {readonly number[]} shape of the image
 * @param {number[]} from row and column of the window
 * @param {number} size of its side
 */
export function windowSources([channels = 1, height = 1, width = 1], [top = 0, left = 0], size) {
  const sources = new Int32Array(channels * size * size);
  for (let at = 0; at < sources.length; at += 1) {
    const [row, column] = [top + (Math.floor(at / size) % size), left + (at % size)];
    const inside = row >= 0 && row < height && column >= 0 && column < width;
    sources[at] = inside ? (Math.floor(at / (size * size)) * height + row) * width + column : -1;
  }
  return sources;
}

/**
 * @param {Row} row
 * @param {LayerAt} layer
 * @returns {number} index into the layer's output of the same channel at another place
 */
export function unitAt({ channel, places }, layer, place = 0) {
  return layer.kind === 'conv2d' ? channel * places + place : place * (layer.output.at(-1) ?? 1) + channel;
}

/**
 * @template {{ product: number }} Term
 * @param {Term[]} all
 * @param {number} count
 * @returns {{ terms: Term[], rest: { count: number, sum: number } }} the largest in size, and the sum of the others
 */
export function largest(all, count) {
  const sorted = [...all].sort((one, other) => Math.abs(other.product) - Math.abs(one.product));
  const others = sorted.slice(count);
  return {
    terms: sorted.slice(0, count),
    rest: { count: others.length, sum: others.reduce((sum, { product }) => sum + product, 0) },
  };
}
