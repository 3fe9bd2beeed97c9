/**
 * @file Edits of a list of layers, layers within layers included. A place is a path of indices, written as text: "2" is
 * the third layer, "2.0" the first within it.
 */

import { fieldsOf } from '../../../shared/spec-schema.js';

/**
 * @typedef {import('../../../shared/experiment.js').Layer} Layer
 * @typedef {{ parent: string, index: number }} Gap a place between layers; the parent of the outermost is ""
 * @typedef {{ layers: Layer[], paths: string[] }} Edited with where the moved or added layers are now
 */

/**
 * @param {string} kind
 * @returns {string | undefined} the field that holds inner layers
 */
export function nestedField(kind) {
  return fieldsOf('Layer', kind).find(({ type }) => type === 'layers')?.name;
}

/**
 * @param {Layer} layer
 * @returns {Layer[] | undefined} its inner layers; undefined for a kind that has none
 */
export function innerLayers(layer) {
  const name = nestedField(layer.kind);
  return name === undefined ? undefined : /** @type {Layer[]} */ (layer[name] ?? []);
}

/**
 * @param {string} parent
 * @param {number} index
 */
export function pathOf(parent, index) {
  return parent === '' ? String(index) : `${parent}.${index}`;
}

/** @param {string} path @returns {Gap} the place before a layer */
export function gapBefore(path) {
  const at = path.lastIndexOf('.');
  return { parent: path.slice(0, Math.max(0, at)), index: Number(path.slice(at + 1)) };
}

/** @param {string} path @returns {Gap} the place after a layer */
export function gapAfter(path) {
  const { parent, index } = gapBefore(path);
  return { parent, index: index + 1 };
}

/** @param {string} path counted from 1, as people read it */
export function shownPath(path) {
  return path
    .split('.')
    .map((index) => Number(index) + 1)
    .join('.');
}

/**
 * @param {Layer[]} layers
 * @param {string} [parent]
 * @returns {{ path: string, layer: Layer }[]} all layers in the order of the list, inner ones after their own
 */
export function listed(layers, parent = '') {
  return layers.flatMap((layer, index) => {
    const path = pathOf(parent, index);
    return [{ path, layer }, ...listed(innerLayers(layer) ?? [], path)];
  });
}

/**
 * @param {Layer[]} layers
 * @param {string} path
 * @returns {Layer | undefined}
 */
export function layerAt(layers, path) {
  if (path === '') return undefined;
  const [first = '', ...rest] = path.split('.');
  const layer = layers[Number(first)];
  return layer && rest.length > 0 ? layerAt(innerLayers(layer) ?? [], rest.join('.')) : layer;
}

/**
 * @param {Layer[]} layers
 * @param {string} path
 * @param {Layer} layer
 * @returns {Layer[]} with another layer there
 */
export function replaceAt(layers, path, layer) {
  const [first = '', ...rest] = path.split('.');
  return layers.map((one, index) => {
    if (index !== Number(first)) return one;
    return rest.length > 0 ? withInner(one, replaceAt(innerLayers(one) ?? [], rest.join('.'), layer)) : layer;
  });
}

/**
 * @param {Layer} layer
 * @param {Layer[]} inner
 * @returns {Layer}
 */
function withInner(layer, inner) {
  const name = nestedField(layer.kind);
  return name === undefined ? layer : { ...layer, [name]: inner };
}

/**
 * @param {Layer[]} layers
 * @param {string[]} paths
 */
export function removeAt(layers, paths) {
  return rearrange(layers, new Set(paths), null, []).layers;
}

/**
 * @param {Layer[]} layers
 * @param {Gap} gap
 * @param {Layer[]} added
 * @returns {Edited}
 */
export function insertAt(layers, gap, added) {
  return rearrange(layers, new Set(), gap, added);
}

/**
 * @param {Layer[]} layers
 * @param {string[]} paths
 * @param {Gap} gap
 * @returns {Edited | null} null where layers would move into themselves or nothing would move
 */
export function moveTo(layers, paths, gap) {
  const outer = outermost(paths);
  if (outer.some((path) => gap.parent === path || gap.parent.startsWith(`${path}.`))) return null;
  const moved = outer.map((path) => layerAt(layers, path)).filter((layer) => layer !== undefined);
  const edited = rearrange(layers, new Set(outer), gap, moved);
  return edited.paths.join() === outer.join() ? null : edited;
}

/**
 * @param {Layer[]} layers
 * @param {string[]} paths of neighbours
 * @param {1 | -1} direction
 * @returns {Edited | null} null at the end of a list; past a layer with inner layers they move as past any other
 */
export function moveBy(layers, paths, direction) {
  const outer = outermost(paths);
  const [first, last] = [outer[0], outer.at(-1)];
  if (first === undefined || last === undefined) return null;
  const gap = direction < 0 ? gapBefore(first) : gapAfter(last);
  const index = gap.index + direction;
  const siblings = gap.parent === '' ? layers : (innerLayers(layerAt(layers, gap.parent) ?? { kind: '' }) ?? []);
  return index < 0 || index > siblings.length ? null : moveTo(layers, outer, { parent: gap.parent, index });
}

/**
 * @param {string[]} paths
 * @returns {string[]} in order, without those inside another of them
 */
export function outermost(paths) {
  const inside = (/** @type {string} */ path) => paths.some((other) => path.startsWith(`${other}.`));
  return paths.filter((path) => !inside(path)).sort(byPlace);
}

/**
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
function byPlace(a, b) {
  const [one, two] = [a, b].map((path) => path.split('.').map(Number));
  const at = one?.findIndex((index, step) => index !== two?.[step]) ?? -1;
  return at < 0 ? a.length - b.length : (one?.[at] ?? 0) - (two?.[at] ?? -1);
}

/**
 * @param {Layer[]} layers
 * @param {Set<string>} without
 * @param {Gap | null} gap counted in the list as it was
 * @param {Layer[]} added
 * @param {string} [parent] as it was
 * @param {string} [parentNow]
 * @returns {Edited}
 */
function rearrange(layers, without, gap, added, parent = '', parentNow = '') {
  /** @type {Edited} */
  const edited = { layers: [], paths: [] };
  for (let index = 0; index <= layers.length; index += 1) {
    if (gap?.parent === parent && gap.index === index) {
      edited.paths.push(...added.map((_, place) => pathOf(parentNow, edited.layers.length + place)));
      edited.layers.push(...added);
    }
    const [layer, path] = [layers[index], pathOf(parent, index)];
    if (!layer || without.has(path)) continue;
    const inner = innerLayers(layer);
    const within = inner && rearrange(inner, without, gap, added, path, pathOf(parentNow, edited.layers.length));
    edited.layers.push(within ? withInner(layer, within.layers) : layer);
    edited.paths.push(...(within?.paths ?? []));
  }
  return edited;
}

/**
 * @param {Layer[]} before
 * @param {string[]} removed
 * @param {Layer[]} after
 * @returns {string | null} the layer that takes the place of the first removed one, or the one before it
 */
export function neighbourOf(before, removed, after) {
  const order = listed(before).map(({ path }) => path);
  const at = order.indexOf(outermost(removed)[0] ?? '');
  const rows = listed(after);
  return rows[Math.min(at, rows.length - 1)]?.path ?? null;
}

/**
 * @param {string[]} order of all paths
 * @param {string} anchor
 * @param {string} path
 * @returns {string[]} from the anchor to the path, where they are in one list
 */
export function rangeOf(order, anchor, path) {
  const { parent } = gapBefore(anchor);
  if (gapBefore(path).parent !== parent) return [path];
  const [from, to] = [order.indexOf(anchor), order.indexOf(path)].sort((a, b) => a - b);
  return order.slice(from, (to ?? 0) + 1).filter((one) => gapBefore(one).parent === parent);
}
