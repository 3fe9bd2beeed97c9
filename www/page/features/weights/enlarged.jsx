/** @file One picture as large as there is room: the pointer and the arrow keys read it, a press chooses a weight. */

import { useRef } from 'preact/hooks';
import { placeOf, sheetSize } from '../../app/sheet.js';
import { SheetView } from '../../app/sheet-view.jsx';
import { useSize } from '../../app/size.js';
import { gridOf } from './canvas.jsx';
import { cellSize } from './room.js';
import { labelText, roundedText, text } from './words.js';

/** Numbers stand in cells that are at least so large, in CSS pixels, and no more than so many. */
const LEAST_WRITTEN = 40;
const MOST_WRITTEN = 150;

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
export function Enlarged({ picture, limit, onEdit, onBack, ...rest }) {
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  const grid = gridOf(picture);
  const side = cellSize(useSize(frame), sheetSize(grid));
  /** @param {KeyboardEvent} event */
  const hear = (event) => {
    if (event.key === 'Escape') return onBack();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onEdit();
  };
  return (
    <div class="weight-frame" ref={frame}>
      <SheetView
        {...rest}
        grid={grid}
        colours={{ limit }}
        cell={{ width: side, height: side }}
        label={text('enlarged', { label: labelText(picture.label) })}
        testId="weight-sheet"
        onKey={hear}
      >
        {side >= LEAST_WRITTEN && picture.count <= MOST_WRITTEN && (
          <Numbers grid={grid} values={rest.values} side={side} />
        )}
      </SheetView>
    </div>
  );
}

/**
 * The rounded weights in their cells, for the eye alone: what is chosen is told in full.
 *
 * @param {{ grid: import('../../app/sheet.js').Grid, values: Float32Array | null, side: number }} props
 */
function Numbers({ grid, values, side }) {
  return (
    <div class="weight-numbers" aria-hidden="true">
      {[...(values ?? [])].map((value, index) => {
        const { x, y } = placeOf(grid, index);
        const style = { left: `${x * side}px`, top: `${y * side}px`, width: `${side}px`, height: `${side}px` };
        return (
          <span key={index} class="weight-number" style={style}>
            <span>{roundedText(value)}</span>
          </span>
        );
      })}
    </div>
  );
}
