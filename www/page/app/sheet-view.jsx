/**
 * @file Numbers as pictures that can be read: the pointer reads one, a press or the arrow keys choose one, and what is
 * chosen is told.
 */

import { useLayoutEffect, useRef } from 'preact/hooks';
import { adoptStyle } from './adopt-style.js';
import { useApp } from './context.js';
import { neighbour, paintSheet, placeOf, pointed, sheetSize } from './sheet.js';
import style from './sheet-view.css' with { type: 'text' };

adoptStyle(style);

/** The cursor is at least so large, in CSS pixels. */
const LEAST_CURSOR = 8;

/**
 * @param {object} props
 * @param {import('./sheet.js').Grid} props.grid
 * @param {Float32Array | null} props.values null leaves what was painted
 * @param {import('./sheet.js').Colours} [props.colours]
 * @param {{ width: number, height: number }} props.cell CSS pixels of one value
 * @param {string} props.label
 * @param {string} props.told what the chosen value is
 * @param {number | null} props.selected index of the chosen value
 * @param {(index: number | null) => void} [props.onRead] the pointer is over a value, or has left
 * @param {(index: number) => void} props.onSelect
 * @param {(event: KeyboardEvent) => void} [props.onKey] another key
 * @param {boolean} [props.focus] whether it takes the focus when it comes
 * @param {string} [props.testId]
 * @param {import('preact').ComponentChildren} [props.children] over the picture
 */
export function SheetView(props) {
  const { grid, values, colours = {}, cell, label, told, selected, onRead, onSelect, onKey, focus, children } = props;
  const { state, inkgrad } = useApp();
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  // A key may come before what the last one chose is drawn.
  const latest = useRef(selected);
  latest.current = selected;
  const theme = state.theme.value;
  const core = inkgrad.value;
  const { width, height } = sheetSize(grid);
  useLayoutEffect(() => {
    if (canvas.current && values) paintSheet(canvas.current, grid, values, colours, core);
  }, [values, colours.limit, width, height, theme, core]);
  useLayoutEffect(() => {
    if (focus) root.current?.focus({ preventScroll: true });
  }, []);
  /** @param {KeyboardEvent} event */
  const hear = (event) => {
    const from = latest.current;
    const next = event.ctrlKey || event.metaKey || event.altKey ? null : neighbour(grid, from ?? 0, event.key);
    if (next === null) return onKey?.(event);
    event.preventDefault();
    event.stopPropagation();
    latest.current = from === null ? 0 : next;
    onSelect(latest.current);
  };
  return (
    <div
      class="sheet"
      ref={root}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={(grid.count ?? grid.panels * grid.width * grid.height) - 1}
      aria-valuenow={selected ?? 0}
      aria-valuetext={told}
      data-testid={props.testId}
      onKeyDown={hear}
      onPointerMove={(event) => onRead?.(pointed(event, grid))}
      onPointerLeave={() => onRead?.(null)}
      onClick={(event) => {
        const index = pointed(event, grid);
        if (index !== null) onSelect(index);
      }}
    >
      <canvas
        class={grid.panels > 1 ? 'sheet-canvas gapped' : 'sheet-canvas'}
        ref={canvas}
        style={{ width: `${width * cell.width}px`, height: `${height * cell.height}px` }}
      />
      {children}
      {selected !== null && <Cursor place={placeOf(grid, selected)} cell={cell} />}
    </div>
  );
}

/** @param {{ place: { x: number, y: number }, cell: { width: number, height: number } }} props */
function Cursor({ place, cell }) {
  const cursor = useRef(/** @type {HTMLSpanElement | null} */ (null));
  const { x, y } = place;
  const seen = useRef(false);
  useLayoutEffect(() => {
    // What was chosen before the view came does not scroll it.
    if (seen.current) cursor.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    seen.current = true;
  }, [x, y]);
  const [width, height] = [Math.max(LEAST_CURSOR, cell.width), Math.max(LEAST_CURSOR, cell.height)];
  const style = {
    left: `${(x + 0.5) * cell.width - width / 2}px`,
    top: `${(y + 0.5) * cell.height - height / 2}px`,
    width: `${width}px`,
    height: `${height}px`,
  };
  return <span class="sheet-cursor" ref={cursor} style={style} />;
}
