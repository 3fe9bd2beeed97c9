/** @file All pictures of a parameter, as many as find room: a press enlarges one. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { pointed } from '../../app/sheet.js';
import { gridOf, PictureCanvas } from './canvas.jsx';
import { labelText, text } from './words.js';

/**
 * @typedef {object} Shown
 * @property {import('./pictures.js').Picture[]} pictures on this page
 * @property {import('./room.js').Gallery} gallery
 * @property {boolean} labelled
 * @property {(picture: import('./pictures.js').Picture) => Float32Array | null} valuesOf
 * @property {number} limit
 * @property {number | null} back offset of the picture that was enlarged: it has the focus again
 *
 * @param {Shown & { onRead: (index: number | null) => void, onOpen: (offset: number, index: number) => void }} props
 */
export function Gallery({ pictures, gallery, labelled, valuesOf, limit, back, onRead, onOpen }) {
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [current, setCurrent] = useState(() =>
    Math.max(
      0,
      pictures.findIndex(({ offset }) => offset === back),
    ),
  );
  const entry = Math.min(current, pictures.length - 1);
  useLayoutEffect(() => {
    if (back === null) return;
    const picture = /** @type {HTMLElement | null} */ (root.current?.children[entry] ?? null);
    picture?.focus({ preventScroll: true });
  }, []);
  /** @param {KeyboardEvent} event */
  const hear = (event) => {
    const last = pictures.length - 1;
    // From where the focus is: two keys may come before the next frame.
    const entry = [...(root.current?.children ?? [])].indexOf(/** @type {HTMLElement} */ (event.target));
    const targets = /** @type {Record<string, number>} */ ({
      ArrowRight: entry + 1,
      ArrowLeft: entry - 1,
      ArrowDown: entry + gallery.columns,
      ArrowUp: entry - gallery.columns,
      Home: 0,
      End: last,
    });
    const next = targets[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next < 0 || next > last) return;
    setCurrent(next);
    /** @type {HTMLElement | null} */ (root.current?.children[next] ?? null)?.focus();
  };
  return (
    <div class="weight-gallery" role="toolbar" aria-label={text('pictures')} ref={root} onKeyDown={hear}>
      {pictures.map((picture, at) => {
        const label = labelText(picture.label);
        const grid = gridOf(picture);
        const indexOf = (/** @type {MouseEvent & { currentTarget: HTMLElement }} */ event) =>
          picture.offset + (pointed(event, grid) ?? 0);
        return (
          <button
            key={picture.offset}
            type="button"
            class="weight-picture"
            aria-label={text('enlarge', { label })}
            title={labelled ? undefined : label}
            tabIndex={at === entry ? 0 : -1}
            onFocus={() => setCurrent(at)}
            onPointerMove={(event) => onRead(indexOf(event))}
            onPointerLeave={() => onRead(null)}
            onClick={(event) => onOpen(picture.offset, event.detail === 0 ? picture.offset : indexOf(event))}
          >
            <PictureCanvas grid={grid} values={valuesOf(picture)} limit={limit} size={gallery.tile} />
            {labelled && <span class="weight-label">{label}</span>}
          </button>
        );
      })}
    </div>
  );
}
