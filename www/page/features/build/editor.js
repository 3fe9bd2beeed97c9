/** @file The editor of the list: what is selected, what is done to it, and why something was refused. */

import { signal } from '@preact/signals';
import { withSpec } from '../../../shared/experiment.js';
import { messageOf, placedMessageOf, readPath } from '../../app/messages.js';
import { refusalOf } from '../../forms/check.js';
import { nameOf } from '../../names/index.js';
import { layersFromClipboard, layersToClipboard } from './clipboard.js';
import {
  gapAfter,
  gapBefore,
  insertAt,
  layerAt,
  listed,
  moveBy,
  moveTo,
  neighbourOf,
  outermost,
  rangeOf,
  removeAt,
  replaceAt,
  shownPath,
} from './edits.js';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/experiment.js').Layer} Layer
 * @typedef {import('./edits.js').Gap} Gap
 * @typedef {import('../../app/messages.js').Fault} Fault
 * @typedef {{ active: string, anchor: string, paths: string[] }} Selection
 * @typedef {{ path: string, say: () => string }} Refusal the reason stands at the row of this layer
 * @typedef {ReturnType<typeof createEditor>} Editor
 */

/** @param {import('../../app/context.js').App} app */
export function createEditor({ state, actions, inkgrad }) {
  const selection = signal(/** @type {Selection} */ ({ active: '', anchor: '', paths: [] }));
  const refusal = signal(/** @type {Refusal | null} */ (null));
  /** Counted up when the active row is to take the focus. */
  const focus = signal(0);

  const layers = () => state.experiment.peek().spec.layers;
  const order = () => listed(layers()).map(({ path }) => path);
  const chosen = () => selection.peek().paths.filter((path) => layerAt(layers(), path));

  /** @param {string[]} paths */
  const selectAll = (paths) => {
    const [first = ''] = paths;
    selection.value = { active: paths.at(-1) ?? first, anchor: first, paths };
    focus.value += 1;
  };

  /**
   * @param {Layer[]} next
   * @param {{ label: string, merge?: string }} how
   * @returns {Fault | null} why it was refused
   */
  const offer = (next, how) => {
    const before = state.experiment.peek();
    const after = withSpec(before, { layers: next });
    const fault = refusalOf(inkgrad.peek(), before, after);
    if (!fault) actions.editExperiment(after, how);
    refusal.value = null;
    return fault;
  };

  /**
   * @param {string} path of the row that says why
   * @param {() => string} reason
   */
  const refuse = (path, reason) => {
    refusal.value = { path, say: () => text('refused', { reason: reason() }) };
  };

  /**
   * @param {import('./edits.js').Edited | null} edited
   * @param {string} label
   * @param {string} [merge]
   */
  const put = (edited, label, merge) => {
    if (!edited) return;
    const { active } = selection.peek();
    const fault = offer(edited.layers, { label, merge });
    if (fault) refuse(active, () => reasonIn(edited.layers, fault));
    else selectAll(edited.paths);
  };

  const remove = () => {
    const paths = chosen();
    const [first] = paths;
    if (first === undefined) return;
    const next = removeAt(layers(), paths);
    const neighbour = neighbourOf(layers(), paths, next);
    const fault = offer(next, { label: text('labelRemove') });
    if (fault) refuse(selection.peek().active, () => reasonIn(next, fault));
    else selectAll([neighbour ?? '0']);
  };

  return {
    selection,
    refusal,
    focus,

    /**
     * @param {string} path
     * @param {boolean} [range] from the anchor on
     * @param {boolean} [take] whether its row takes the focus
     */
    select(path, range = false, take = true) {
      const { anchor } = selection.peek();
      const paths = range && anchor ? rangeOf(order(), anchor, path) : [path];
      selection.value = { active: path, anchor: paths.length > 1 || range ? anchor : path, paths };
      refusal.value = null;
      if (take) focus.value += 1;
    },

    /** @param {number} step to the next or an earlier row */
    step(/** @type {number} */ step, /** @type {boolean} */ range) {
      const paths = order();
      const at = paths.indexOf(selection.peek().active);
      const next = paths[Math.max(0, Math.min(paths.length - 1, at + step))];
      if (next !== undefined) this.select(next, range);
    },

    selectAll: () => {
      const { parent } = gapBefore(selection.peek().active);
      selectAll(order().filter((path) => gapBefore(path).parent === parent));
    },

    /** Where a new layer would stand: after the active one, but before the output. */
    gap() {
      const { active } = selection.peek();
      const last = String(layers().length - 1);
      return active === '' || active === last || !layerAt(layers(), active) ? gapBefore(last) : gapAfter(active);
    },

    /** @param {Layer} layer */
    add(layer) {
      put(insertAt(layers(), this.gap(), [layer]), text('labelAdd', { kind: nameOf('kind', layer.kind) }));
    },

    duplicate() {
      const paths = outermost(chosen());
      const copies = paths.map((path) => layerAt(layers(), path)).filter((layer) => layer !== undefined);
      const last = paths.at(-1);
      if (last !== undefined) put(insertAt(layers(), gapAfter(last), copies.map(unnamed)), text('labelDuplicate'));
    },

    /** @param {1 | -1} direction */
    move: (direction) => put(moveBy(layers(), chosen(), direction), text('labelMove'), 'build.move'),

    /** @param {Gap} gap */
    drop: (gap) => put(moveTo(layers(), chosen(), gap), text('labelMove')),

    remove,

    copy: () =>
      layersToClipboard(
        outermost(chosen()).flatMap((path) => {
          const layer = layerAt(layers(), path);
          return layer ? [layer] : [];
        }),
      ),

    /** @param {string} pasted */
    paste(pasted) {
      const found = layersFromClipboard(pasted);
      if (found) put(insertAt(layers(), this.gap(), found.map(unnamed)), text('labelPaste'));
      else refuse(selection.peek().active, () => text('noLayers'));
    },

    /**
     * @param {string} path
     * @param {(layer: Layer) => Layer} change
     * @param {string} changed field, or `kind`
     * @returns {(() => string) | undefined} why it is refused
     */
    change(path, change, changed) {
      const before = layerAt(layers(), path);
      if (!before) return undefined;
      const layer = change(before);
      const shown = shownPath(path);
      const label =
        changed === 'kind'
          ? text('labelKind', { path: shown, kind: nameOf('kind', layer.kind) })
          : text('labelField', { path: shown, field: nameOf('field', changed) });
      const fault = offer(replaceAt(layers(), path, layer), { label, merge: `layer.${path}.${changed}` });
      if (!fault) return undefined;
      const own = readPath(fault.path).layers.join('.') === path;
      return () => (own ? messageOf(fault) : placedMessageOf(fault));
    },
  };
}

/**
 * @param {Layer[]} layers as they would have been: their numbers are not those on the screen, so the kind is said
 * @param {Fault} fault
 */
function reasonIn(layers, fault) {
  const layer = layerAt(layers, readPath(fault.path).layers.join('.'));
  if (!layer) return placedMessageOf(fault);
  return text('dependent', { kind: nameOf('kind', layer.kind), message: messageOf(fault) });
}

/**
 * @param {Layer} layer
 * @returns {Layer} a copy, which must not bear the same name
 */
function unnamed({ name: _, ...layer }) {
  return layer;
}
