/** @file Rows are dragged by the pointer: a mouse takes them anywhere, a finger by the handle. */

import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { depthOf, dropAt } from './drop.js';
import { innerLayers, layerAt } from './edits.js';

/** A press becomes a drag after so many pixels. */
const THRESHOLD = 5;
/** Pixels that a level of layers is indented, and the edge at which the list scrolls. */
const INDENT = 20;
const EDGE = 24;

/**
 * @typedef {{ y: number, depth: number }} Line in the list's own pixels
 */

/**
 * @param {{ current: HTMLElement | null }} tree
 * @param {import('./editor.js').Editor} editor
 * @returns {Line | null} where the dragged layers would be dropped
 */
export function useDrag(tree, editor) {
  const { state } = useApp();
  const [line, setLine] = useState(/** @type {Line | null} */ (null));
  useEffect(() => {
    const root = tree.current;
    if (!root) return;
    const places = () =>
      [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-path]'))].map((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        const path = row.dataset.path ?? '';
        const layer = layerAt(state.experiment.peek().spec.layers, path);
        return { path, top, bottom, holds: layer !== undefined && innerLayers(layer) !== undefined };
      });
    const down = (/** @type {PointerEvent} */ event) => {
      const target = /** @type {Element} */ (event.target);
      const row = /** @type {HTMLElement | null} */ (target.closest('[data-path]'));
      const held = event.pointerType === 'mouse' || target.closest('[data-handle]');
      if (!row || !held || event.button !== 0 || !event.isPrimary) return;
      follow(root, row.dataset.path ?? '', event);
    };
    const follow = (/** @type {HTMLElement} */ list, /** @type {string} */ path, /** @type {PointerEvent} */ begun) => {
      const scroller = /** @type {HTMLElement} */ (list.closest('.build-scroll') ?? list);
      const ended = new AbortController();
      /** @type {ReturnType<typeof dropAt>} */
      let drop = null;
      let dragged = false;
      const move = (/** @type {PointerEvent} */ event) => {
        if (!dragged && Math.abs(event.clientY - begun.clientY) < THRESHOLD) return;
        if (!dragged) start(path);
        dragged = true;
        event.preventDefault();
        const view = scroller.getBoundingClientRect();
        if (event.clientY < view.top + EDGE) scroller.scrollTop -= EDGE / 2;
        if (event.clientY > view.bottom - EDGE) scroller.scrollTop += EDGE / 2;
        const depth = depthOf(path) + Math.round((event.clientX - begun.clientX) / INDENT);
        drop = dropAt(places(), event.clientY, Math.max(0, depth));
        setLine(drop && { y: drop.y - list.getBoundingClientRect().top, depth: drop.depth });
      };
      const end = (/** @type {Event} */ event) => {
        ended.abort();
        setLine(null);
        if (!dragged) return;
        addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => removeEventListener('click', swallow, true));
        if (drop && event.type === 'pointerup') editor.drop(drop.gap);
      };
      const key = (/** @type {KeyboardEvent} */ event) => {
        if (event.key === 'Escape') end(event);
      };
      const options = { signal: ended.signal };
      addEventListener('pointermove', move, { ...options, passive: false });
      addEventListener('pointerup', end, options);
      addEventListener('pointercancel', end, options);
      addEventListener('keydown', key, options);
    };
    const start = (/** @type {string} */ path) => {
      if (!editor.selection.peek().paths.includes(path)) editor.select(path);
    };
    root.addEventListener('pointerdown', down);
    return () => root.removeEventListener('pointerdown', down);
  }, []);
  return line;
}

/** The press that ends a drag is no click. @param {Event} event */
function swallow(event) {
  event.stopPropagation();
  event.preventDefault();
}
