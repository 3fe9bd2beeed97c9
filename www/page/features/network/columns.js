/** @file The diagram's columns: what each layer is and what is painted for it, by what the core says of its output. */

import { fieldsOf, fieldText } from '../../../shared/spec-schema.js';
import { nameOf } from '../../names/index.js';

/**
 * @typedef {import('../../../shared/experiment.js').Layer} Layer
 * @typedef {import('../../../shared/protocol.js').LayerRow} LayerRow
 * @typedef {'picture' | 'row' | 'units' | 'sequence' | 'maps' | 'gate' | 'output'} ColumnKind what is painted in its stage
 * @typedef {{ kind: ColumnKind, layer: Layer | null, index: number, row: LayerRow | null }} Column `index`: the layer's
 */

/** What is painted for so many axes. */
const kinds = /** @type {ColumnKind[]} */ (['units', 'units', 'sequence', 'maps']);

/**
 * Layers that change neither the count of values nor have weights of their own are a line in the diagram; those that
 * only reshape leave no column at all.
 *
 * @param {import('../../../shared/experiment.js').Experiment} experiment
 * @param {LayerRow[] | null} rows of the core's summary, null while it is not known
 * @returns {Column[]}
 */
export function columnsOf({ spec }, rows) {
  const known = rows?.length === spec.layers.length ? rows : null;
  const last = spec.layers.length - 1;
  const size = (/** @type {LayerRow | undefined} */ row) => row?.outputShape.reduce((all, length) => all * length, 1);
  const columns = spec.layers.flatMap((layer, index) => {
    const row = known?.[index] ?? null;
    if (index === last) return [{ kind: /** @type {const} */ ('output'), layer, index, row }];
    if (fieldsOf('Layer', layer.kind).every(({ name }) => name === 'name' || name === 'trainable')) {
      const reshapes = row !== null && row.multiplyAdds === 0 && row.parameters === 0;
      if (layer.kind === 'flatten' || (reshapes && size(row) === size(known?.[index - 1]))) return [];
    }
    const weightless = row !== null && (row.parameters === 0 || row.kind.endsWith('_norm'));
    const gate = weightless && index > 0 && size(row) === size(known?.[index - 1]);
    const kind = gate ? 'gate' : (kinds[row?.outputShape.length ?? 1] ?? 'units');
    return [{ kind: /** @type {ColumnKind} */ (kind), layer, index, row }];
  });
  const input = spec.input.length === 1 ? 'row' : 'picture';
  return [{ kind: input, layer: null, index: -1, row: null }, ...columns];
}

/**
 * @param {Layer} layer
 * @returns {string} what must be given, and the activation
 */
export function detailOf(layer) {
  const fields = fieldsOf('Layer', layer.kind);
  const shown = fields.filter(
    ({ name, required, type }) => type !== 'layers' && (required || (name === 'activation' && layer[name])),
  );
  const texts = shown.map(({ name, type }) => {
    const value = layer[name];
    if (type === 'choice') return nameOf('option', String(value));
    if (type === 'sizes') return /** @type {number[]} */ (value).join('×');
    if (name === 'rate') return `${Math.round(100 * Number(value))} %`;
    return name === 'size' || name === 'kernel' ? `${value}×${value}` : fieldText(value);
  });
  const inner = fields.find(({ type }) => type === 'layers');
  const count = inner ? [`${/** @type {Layer[]} */ (layer[inner.name] ?? []).length}`] : [];
  return [...count, ...texts].join(' · ');
}
