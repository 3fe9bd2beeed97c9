/** @file One picture of weights on its own canvas, a pixel a weight. */

import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { paintSheet } from '../../app/sheet.js';

/**
 * @param {import('./pictures.js').Picture} picture
 * @param {number} [columns] panels beside each other, as in a square unless given
 * @returns {import('../../app/sheet.js').Grid}
 */
export function gridOf({ panels, width, height, count }, columns = Math.ceil(Math.sqrt(panels))) {
  return { panels, width, height, count, columns };
}

/**
 * @param {object} props
 * @param {import('../../app/sheet.js').Grid} props.grid
 * @param {Float32Array | null} props.values null while they are on their way
 * @param {number} props.limit
 * @param {{ width: number, height: number }} props.size in CSS pixels
 */
export function PictureCanvas({ grid, values, limit, size }) {
  const { state, inkgrad } = useApp();
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const theme = state.theme.value;
  const core = inkgrad.value;
  useLayoutEffect(() => {
    if (canvas.current && values) paintSheet(canvas.current, grid, values, { limit }, core);
  }, [values, limit, theme, core]);
  return (
    <canvas
      class={grid.panels > 1 ? 'weight-canvas gapped' : 'weight-canvas'}
      ref={canvas}
      style={{ width: `${size.width}px`, height: `${size.height}px` }}
    />
  );
}
