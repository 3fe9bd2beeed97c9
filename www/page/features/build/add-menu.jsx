/** @file “Add layer”: a menu of kinds; those that cannot follow here say why. */

import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { messageOf } from '../../app/messages.js';
import { useDismissal } from '../../app/use-dismissal.js';
import { aboutKind } from '../../forms/kinds.js';
import { nameOf } from '../../names/index.js';
import { gapBefore, pathOf, shownPath } from './edits.js';
import { menuItems, typedAhead } from './menu.js';
import { text } from './words.js';

/** After so many milliseconds another letter begins a new word. */
const PAUSE = 600;

/**
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('./editor.js').Editor} Editor
 */

/** @param {{ editor: Editor, rows: Row[], input: number[] }} props */
export function AddMenu({ editor, rows, input }) {
  const [open, setOpen] = useState(false);
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const id = useId();
  const { active } = editor.selection.value;
  const gap = editor.gap();
  const before = gapBefore(active).index === gap.index;
  const shape = shapeAt(rows, gap, input);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useDismissal(root, open, () => setOpen(false));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the menu wherever the focus is in it.
    <div
      class="build-add"
      ref={root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        close();
      }}
    >
      <button
        ref={button}
        type="button"
        class="button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {text('add')}
      </button>
      <span class="build-add-place">{text(before ? 'addBefore' : 'addAfter', { path: shownPath(active || '0') })}</span>
      {open && shape && (
        <Menu
          id={id}
          shape={shape}
          onChoose={(layer) => {
            setOpen(false);
            editor.add(layer);
          }}
        />
      )}
    </div>
  );
}

/**
 * @param {Row[]} rows
 * @param {import('./edits.js').Gap} gap
 * @param {number[]} input
 */
function shapeAt(rows, gap, input) {
  const rowOf = (/** @type {number} */ index) => rows.find(({ path }) => path === pathOf(gap.parent, index));
  return gap.index === 0 ? (rowOf(0)?.input ?? input) : (rowOf(gap.index - 1)?.output ?? null);
}

/**
 * @param {{ id: string, shape: number[], onChoose: (layer: import('./editor.js').Layer) => void }} props
 */
function Menu({ id, shape, onChoose }) {
  const core = useApp().inkgrad.value;
  const items = useMemo(() => (core ? menuItems(core, shape) : []), [core, shape]);
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const typed = useRef({ word: '', at: 0 });
  const [at, setAt] = useState(0);
  const focusItem = (/** @type {number} */ next) => {
    const index = (next + items.length) % items.length;
    setAt(index);
    list.current?.querySelectorAll('button')[index]?.focus();
  };
  useLayoutEffect(() => focusItem(0), []);
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) focusItem(next);
    else if (/^\S$/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) ahead(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const ahead = (/** @type {string} */ key) => {
    const now = performance.now();
    const { current } = typed;
    current.word = (now - current.at > PAUSE ? '' : current.word) + key.toLowerCase();
    current.at = now;
    const names = items.map(({ kind }) => nameOf('kind', kind));
    const found = typedAhead(names, at, current.word);
    if (found >= 0) focusItem(found);
  };
  return (
    <div class="build-menu" role="menu" id={id} aria-label={text('add')} ref={list} tabIndex={-1} onKeyDown={onKey}>
      {items.map(({ kind, layer, fault }, index) => (
        <button
          key={kind}
          type="button"
          role="menuitem"
          class="build-menu-item"
          tabIndex={index === at ? 0 : -1}
          aria-disabled={layer === null}
          onClick={() => layer && onChoose(layer)}
        >
          <span class="build-menu-name">{nameOf('kind', kind)}</span>
          <span class="build-menu-about">{fault ? messageOf(fault) : aboutKind('Layer', kind)}</span>
        </button>
      ))}
    </div>
  );
}
