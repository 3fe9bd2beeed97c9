/** @file What form the outputs of a layer are shown in, and how large. */

/**
 * @typedef {import('../../../shared/answers.js').LayerOutput} LayerOutput
 * @typedef {import('../../app/sheet.js').Grid} Grid
 * @typedef {import('../../../shared/experiment.js').Layer} Layer
 * @typedef {{ width: number, height: number }} Size
 * @typedef {'same' | 'maps' | 'sequence' | 'few' | 'units'} Form
 */

/** Units at most whose numbers stand in their cells. */
const FEW = 24;

/** The side of a map in CSS pixels, about. */
const MAP = 56;

/** Of one unit among many, and the limit where there are very many. */
const UNIT = { usual: 14, small: 8, many: 512 };

/** A value of a sequence or of a small map is at most so large. */
const LARGEST = 14;

/** How much larger everything is in the enlarged strip. */
const ENLARGED = 1.6;

/**
 * @param {LayerOutput} layer
 * @param {Float32Array} before what the layer is given
 * @returns {Form} `same` where the values are those of the layer before
 */
export function formOf({ shape, values }, before) {
  if (values.length === before.length && values.every((value, at) => Object.is(value, before[at]))) return 'same';
  if (shape.length === 3) return 'maps';
  if (shape.length === 2) return 'sequence';
  return values.length <= FEW ? 'few' : 'units';
}

/**
 * @param {Form} form
 * @param {number[]} shape
 * @param {number} room CSS pixels beside each other
 * @param {boolean} [large] whether the strip is enlarged
 * @returns {{ grid: Grid, cell: Size }}
 */
export function layoutOf(form, shape, room, large = false) {
  const times = large ? ENLARGED : 1;
  if (form === 'maps') {
    const [panels = 1, height = 1, width = 1] = shape;
    const side = Math.max(1, Math.min(times * LARGEST, Math.round((times * MAP) / Math.max(width, height))));
    const columns = Math.max(1, Math.floor((room / side + 1) / (width + 1)));
    return { grid: { panels, width, height, columns }, cell: square(side) };
  }
  if (form === 'sequence') {
    const [height = 1, width = 1] = shape;
    const side = Math.max(3, Math.min(times * LARGEST, Math.floor(room / width)));
    return { grid: { panels: 1, width, height, columns: 1 }, cell: square(side) };
  }
  const count = shape.reduce((product, length) => product * length, 1);
  const side = Math.floor(times * (count > UNIT.many ? UNIT.small : UNIT.usual));
  const width = Math.max(1, Math.min(count, Math.floor(room / side)));
  return { grid: { panels: 1, width, height: Math.ceil(count / width), columns: 1, count }, cell: square(side) };
}

/** @param {number} side @returns {Size} */
function square(side) {
  return { width: side, height: side };
}

/**
 * Where the tokens of a sequence lie in the picture.
 *
 * @param {Layer[]} layers before the one that is asked about
 * @param {number} tokens
 * @param {number[]} picture channels, height, width
 * @returns {Size | null} tokens beside and below each other; null where they have no place there
 */
export function tokensOver(layers, tokens, [, height = 1, width = 1]) {
  const maker = layers.findLast(({ kind }) => kind === 'patches' || kind === 'rows');
  if (maker?.kind === 'rows') return tokens === height ? { width: 1, height } : null;
  const size = Number(maker?.size);
  const over = { width: Math.floor(width / size), height: Math.floor(height / size) };
  return over.width * over.height === tokens ? over : null;
}

/**
 * @param {NonNullable<LayerOutput['attention']>} attention
 * @param {number} head
 * @param {number | null} query token whose attention is wanted; null for the mean over all
 * @returns {Float32Array} a weight for each token
 */
export function attentionMap({ tokens, weights }, head, query) {
  const own = weights.subarray(head * tokens * tokens, (head + 1) * tokens * tokens);
  if (query !== null) return own.slice(query * tokens, (query + 1) * tokens);
  const mean = new Float32Array(tokens);
  own.forEach((weight, at) => {
    mean[at % tokens] = (mean[at % tokens] ?? 0) + weight / tokens;
  });
  return mean;
}
