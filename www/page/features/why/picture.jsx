/** @file A picture whose pixels can be read: by the pointer, or with the arrow keys. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { translator } from '../../app/language.js';
import { paintPicture } from './paint.js';
import { texts } from './texts.js';

const text = translator(texts);

/** @type {Record<string, [number, number]>} columns and rows */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {object} props
 * @param {import('./paint.js').Size} props.size in pixels
 * @param {Float32Array | null} props.input
 * @param {Float32Array | null} props.values
 * @param {number} props.limit
 * @param {string} props.label
 * @param {(pixel: number) => string} props.read what a pixel holds
 * @param {Record<string, string | number | undefined>} [props.data] attributes of the canvas
 */
export function ReadablePicture({ size, input, values, limit, label, read, data }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [cursor, setCursor] = useState(/** @type {number | null} */ (null));
  const newest = useRef(cursor);
  newest.current = cursor;
  const [spoken, setSpoken] = useState('');
  const theme = useApp().state.theme.value;
  usePainter(canvas, (element) => paintPicture(element, size, { input, values, limit, cursor }), [
    input,
    values,
    limit,
    cursor,
    theme,
  ]);
  const readable = input !== null && input.length === size.width * size.height;
  const position = cursor !== null && readable ? placeOf(cursor, size) : null;
  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  const hover = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    setCursor(pixelAt((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, size));
  };
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const move = MOVES[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey || !readable) return;
    event.preventDefault();
    event.stopPropagation();
    // Two keys may come before the next frame: each moves on from the newest place.
    const next = moved(newest.current, move, size);
    newest.current = next;
    setCursor(next);
    setSpoken(`${text('place', placeOf(next, size))} ${read(next)}`);
  };
  return (
    <div class="why-picture" style={{ '--why-ratio': `${size.width} / ${size.height}` }}>
      <div class="why-frame">
        <canvas
          ref={canvas}
          class="why-canvas"
          role="img"
          tabIndex={0}
          aria-label={label}
          data-row={position?.row}
          data-column={position?.column}
          data-value={position && values && cursor !== null ? values[cursor] : undefined}
          onPointerMove={hover}
          onPointerDown={hover}
          onPointerLeave={() => setCursor(null)}
          onKeyDown={press}
          onBlur={() => setCursor(null)}
          {...data}
        />
      </div>
      <p class="why-reading" aria-hidden="true">
        {position && cursor !== null ? (
          <>
            <span>{text('place', position)}</span> <span>{read(cursor)}</span>
          </>
        ) : (
          readable && text('readHint')
        )}
      </p>
      <p class="visually-hidden" aria-live="polite">
        {spoken}
      </p>
    </div>
  );
}

/**
 * Paints at most once a frame, and again when the canvas has another size.
 *
 * @param {{ current: HTMLCanvasElement | null }} canvas
 * @param {(canvas: HTMLCanvasElement) => void} paint
 * @param {unknown[]} when
 */
function usePainter(canvas, paint, when) {
  const latest = useRef(paint);
  latest.current = paint;
  const draw = () => canvas.current && latest.current(canvas.current);
  useLayoutEffect(() => {
    const frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, when);
  useEffect(() => {
    if (!canvas.current) return;
    const observer = new ResizeObserver(() => requestAnimationFrame(draw));
    observer.observe(canvas.current);
    return () => observer.disconnect();
  }, []);
}

/**
 * @param {number} across 0..1
 * @param {number} down 0..1
 * @param {import('./paint.js').Size} size
 */
function pixelAt(across, down, { width, height }) {
  const within = (/** @type {number} */ share, /** @type {number} */ length) =>
    Math.min(length - 1, Math.max(0, Math.floor(share * length)));
  return within(down, height) * width + within(across, width);
}

/**
 * @param {number | null} cursor null begins in the middle
 * @param {[number, number]} move
 * @param {import('./paint.js').Size} size
 */
function moved(cursor, [columns, rows], { width, height }) {
  if (cursor === null) return Math.floor(height / 2) * width + Math.floor(width / 2);
  const column = Math.min(width - 1, Math.max(0, (cursor % width) + columns));
  const row = Math.min(height - 1, Math.max(0, Math.floor(cursor / width) + rows));
  return row * width + column;
}

/**
 * @param {number} pixel
 * @param {import('./paint.js').Size} size
 * @returns {{ row: number, column: number }} counted from 1
 */
function placeOf(pixel, { width }) {
  return { row: Math.floor(pixel / width) + 1, column: (pixel % width) + 1 };
}
