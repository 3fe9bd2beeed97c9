/** @file How the numbers of a parameter form pictures. The pictures lie one after the other in the parameter. */

/**
 * @typedef {import('../../../shared/experiment.js').Layer} Layer
 * @typedef {{ name: string, shape: number[] }} Parameter
 * @typedef {'units' | 'filters' | 'patches' | 'gatesInput' | 'gatesState' | 'heads' | 'position' | 'matrix' | 'vector'} Form
 * @typedef {{ key: 'unit' | 'filter' | 'gate' | 'query' | 'key' | 'value' | 'rows' | 'all',
 *   values: Record<string, string | number> }} Label
 *
 * @typedef {object} Picture
 * @property {Label} label
 * @property {number} offset flat index of its first number
 * @property {number} count of its numbers
 * @property {number} panels squares in it, as a filter has one for each channel
 * @property {number} width numbers in a row
 * @property {number} height
 *
 * @typedef {{ form: Form, pictures: Picture[] }} Pictures
 */

/** Numbers of one picture at most. What has more is cut between two rows. */
const MOST_NUMBERS = 100_000;

/** A vector is read in rows of so many numbers. */
const VECTOR_ROW = 32;

/** Gates in PyTorch's order, by kind. */
const gates = /** @type {Record<string, string[]>} */ ({ lstm: ['i', 'f', 'g', 'o'], gru: ['r', 'z', 'n'], rnn: [''] });

/** Kinds that leave every number of the input in its place. */
const keeping = ['flatten', 'reshape', 'dropout', 'activation', 'batch_norm', 'layer_norm'];

/**
 * @param {string} name of a parameter, as in `layers.3.layers.0.weight`
 * @returns {{ layer: string, path: number[], own: string }} the name of its layer, where that stands, and its own name
 */
export function partsOf(name) {
  const layer = /^layers\.\d+(\.layers\.\d+)*/.exec(name)?.[0] ?? '';
  return { layer, path: (layer.match(/\d+/g) ?? []).map(Number), own: name.slice(layer.length + 1) };
}

/**
 * @param {Layer[]} layers
 * @param {number[]} path
 * @returns {Layer | undefined}
 */
export function layerAt(layers, [first = 0, ...rest]) {
  const layer = layers[first];
  return rest.length === 0 || !layer ? layer : layerAt(/** @type {Layer[]} */ (layer.layers ?? []), rest);
}

/**
 * @param {Parameter} parameter
 * @param {{ layers: Layer[], input: number[] }} spec
 * @returns {Pictures}
 */
export function picturesOf({ name, shape }, { layers, input }) {
  const { path, own } = partsOf(name);
  const layer = layerAt(layers, path);
  const kind = layer?.kind ?? '';
  const [rows = 1] = shape;
  const size = shape.reduce((product, length) => product * length, 1);
  const columns = size / rows;
  if (own === 'weight' && kind === 'conv2d') {
    const [, channels = 1, height = 1, width = 1] = shape;
    return { form: 'filters', pictures: numbered('filter', rows, { panels: channels, width, height }) };
  }
  if (own === 'weight' && kind === 'patches') {
    const side = Number(layer?.size);
    return {
      form: 'patches',
      pictures: numbered('unit', rows, { panels: columns / side ** 2, width: side, height: side }),
    };
  }
  if (own === 'weight' && kind === 'dense' && isFirst(layers, path, input) && input.length === 3) {
    const [panels = 1, height = 1, width = 1] = input;
    return { form: 'units', pictures: numbered('unit', rows, { panels, width, height }) };
  }
  const labels = partLabels(own, kind, layer);
  const form = own === 'position' ? 'position' : shape.length === 1 ? 'vector' : formOf(own, kind);
  const part = { rows: rows / labels.length, columns: shape.length === 1 ? 1 : columns };
  return { form, pictures: labels.flatMap((label, at) => stretch(label, at * part.rows * part.columns, part)) };
}

/**
 * @param {string} own name of the parameter
 * @param {string} kind
 * @returns {Form}
 */
function formOf(own, kind) {
  if (own === 'attention.in_proj.weight') return 'heads';
  if (!Object.hasOwn(gates, kind)) return 'matrix';
  return own === 'weight_ih' ? 'gatesInput' : 'gatesState';
}

/**
 * @param {string} own name of the parameter
 * @param {string} kind
 * @param {Layer | undefined} layer
 * @returns {Label[]} of the equal parts in which its rows are read
 */
function partLabels(own, kind, layer) {
  const names = gates[kind];
  if (names && names.length > 1) return names.map((gate) => ({ key: 'gate', values: { gate } }));
  if (!own.startsWith('attention.in_proj')) return [{ key: 'all', values: {} }];
  const heads = Array.from({ length: Number(layer?.heads) }, (_, at) => at + 1);
  return /** @type {const} */ (['query', 'key', 'value']).flatMap((key) =>
    heads.map((head) => ({ key, values: { head } })),
  );
}

/**
 * @param {Label} label
 * @param {number} offset
 * @param {{ rows: number, columns: number }} part
 * @returns {Picture[]} one, or more where it has too many numbers
 */
function stretch(label, offset, { rows, columns }) {
  if (columns === 1) {
    const width = Math.min(rows, VECTOR_ROW);
    return [{ label, offset, count: rows, panels: 1, width, height: Math.ceil(rows / width) }];
  }
  const most = Math.max(1, Math.floor(MOST_NUMBERS / columns));
  if (rows <= most) return [{ label, offset, count: rows * columns, panels: 1, width: columns, height: rows }];
  return Array.from({ length: Math.ceil(rows / most) }, (_, at) => {
    const from = at * most;
    const height = Math.min(most, rows - from);
    const cut = { key: /** @type {const} */ ('rows'), values: { from, to: from + height - 1 } };
    const count = height * columns;
    return { label: cut, offset: offset + from * columns, count, panels: 1, width: columns, height };
  });
}

/**
 * @param {'unit' | 'filter'} key
 * @param {number} count
 * @param {{ panels: number, width: number, height: number }} form
 * @returns {Picture[]}
 */
function numbered(key, count, form) {
  const size = form.panels * form.width * form.height;
  return Array.from({ length: count }, (_, index) => ({
    label: { key, values: { index } },
    offset: index * size,
    count: size,
    ...form,
  }));
}

/**
 * @param {Layer[]} layers
 * @param {number[]} path
 * @param {number[]} input
 * @returns {boolean} whether a layer is given the picture itself
 */
function isFirst(layers, [at = 0, ...inner], [channels]) {
  const before = layers.slice(0, at).map(({ kind }) => kind);
  return inner.length === 0 && before.every((kind) => keeping.includes(kind) || (kind === 'rows' && channels === 1));
}
