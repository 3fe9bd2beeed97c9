/** @file One picture as large as there is room: the pointer and the arrow keys read it, a press chooses a weight. */

import { useLayoutEffect, useRef } from 'preact/hooks';
import { neighbour, placeOf, sheetSize } from '../../app/sheet.js';
import { useSize } from '../../app/size.js';
import { gridOf, PictureCanvas } from './canvas.jsx';
import { pointed } from './gallery.jsx';
import { cellSize } from './room.js';
import { labelText, text } from './words.js';

/**
 * @param {object} props
 * @param {import('./pictures.js').Picture} props.picture
 * @param {Float32Array | null} props.values
 * @param {number} props.limit
 * @param {number | null} props.selected index in the picture
 * @param {string} props.told what the chosen weight is
 * @param {boolean} props.focus whether it takes the focus when it opens
 * @param {(index: number | null) => void} props.onRead
 * @param {(index: number) => void} props.onSelect
 * @param {() => void} props.onEdit
 * @param {() => void} props.onBack
 */
export function Enlarged({ picture, values, limit, selected, told, focus, onRead, onSelect, onEdit, onBack }) {
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  const sheet = useRef(/** @type {HTMLDivElement | null} */ (null));
  const room = useSize(frame);
  const grid = gridOf(picture);
  const { width, height } = sheetSize(grid);
  const cell = cellSize(room, { width, height });
  const place = selected === null ? null : placeOf(grid, selected);
  useLayoutEffect(() => {
    if (focus) sheet.current?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    sheet.current?.querySelector('.weight-cursor')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected, cell]);
  /** @param {KeyboardEvent} event */
  const hear = (event) => {
    if (event.key === 'Escape') return onBack();
    const next = neighbour(grid, selected ?? 0, event.key);
    if (next === null && event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    if (next === null) onEdit();
    else onSelect(selected === null ? 0 : next);
  };
  return (
    <div class="weight-frame" ref={frame}>
      <div
        class="weight-sheet"
        ref={sheet}
        role="slider"
        tabIndex={0}
        aria-valuemin={0}
        aria-valuemax={picture.count - 1}
        aria-valuenow={selected ?? 0}
        aria-valuetext={told}
        aria-label={text('enlarged', { label: labelText(picture.label) })}
        data-testid="weight-sheet"
        onKeyDown={hear}
        onPointerMove={(event) => onRead(pointed(event, grid))}
        onPointerLeave={() => onRead(null)}
        onClick={(event) => {
          const index = pointed(event, grid);
          if (index !== null) onSelect(index);
        }}
      >
        <PictureCanvas
          grid={grid}
          values={values}
          limit={limit}
          size={{ width: width * cell, height: height * cell }}
        />
        {place && (
          <span
            class="weight-cursor"
            style={{ left: `${place.x * cell}px`, top: `${place.y * cell}px`, width: `${cell}px`, height: `${cell}px` }}
          />
        )}
      </div>
    </div>
  );
}
