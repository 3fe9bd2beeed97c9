/** @file One picture as large as there is room: the pointer and the arrow keys read it, a press chooses a weight. */

import { useRef } from 'preact/hooks';
import { sheetSize } from '../../app/sheet.js';
import { SheetView } from '../../app/sheet-view.jsx';
import { useSize } from '../../app/size.js';
import { gridOf } from './canvas.jsx';
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
      />
    </div>
  );
}
