/** @file A drawing as strokes on a pad one unit wide, with its past for "undo". Painting it is the painter's business. */

/**
 * Points lie one after the other as x, y, width; all in units of the pad.
 *
 * @typedef {{ erase: boolean, points: number[] }} Stroke
 * @typedef {{ strokes: Stroke[], past: Stroke[][], generation: number }} Drawing
 */

/** The least and most a stroke may be wide: a wider one closes the loops of 8 and 9. */
const THINNEST = 0.02;
export const WIDEST = 0.07;

/** What the slider of the pen offers. */
export const PEN_WIDTHS = { minimum: 0.03, maximum: WIDEST };

/** How many changes can be taken back. */
const PAST = 200;

/**
 * @param {Stroke[]} [strokes]
 * @returns {Drawing}
 */
export function newDrawing(strokes = []) {
  return { strokes, past: [], generation: 0 };
}

/**
 * @param {Drawing} drawing
 * @param {Stroke[]} strokes
 * @returns {Drawing}
 */
function changed({ strokes: before, past, generation }, strokes) {
  return { strokes, past: [...past, before].slice(-PAST), generation: generation + 1 };
}

/**
 * @param {Drawing} drawing
 * @param {boolean} erase
 * @param {number[]} points
 */
export function beginStroke(drawing, erase, points) {
  return changed(drawing, [...drawing.strokes, { erase, points }]);
}

/**
 * The stroke grows in place: it was begun by the same hand a moment ago.
 *
 * @param {Drawing} drawing
 * @param {number[]} points
 * @returns {Drawing}
 */
export function extendStroke(drawing, points) {
  drawing.strokes.at(-1)?.points.push(...points);
  return { ...drawing, generation: drawing.generation + 1 };
}

/** @param {Drawing} drawing */
export function clearDrawing(drawing) {
  return drawing.strokes.length === 0 ? drawing : changed(drawing, []);
}

/**
 * @param {Drawing} drawing
 * @returns {Drawing}
 */
export function undo({ strokes, past, generation }) {
  return { strokes: past.at(-1) ?? strokes, past: past.slice(0, -1), generation: generation + 1 };
}

/**
 * A pen presses; a mouse and most fingers always say the same.
 *
 * @param {number} pen width that is set
 * @param {{ pointerType: string, pressure: number }} pointer
 * @returns {number} width of the stroke here
 */
export function widthAt(pen, { pointerType, pressure }) {
  const factor = pointerType === 'pen' && pressure > 0 ? 0.6 + 0.8 * pressure : 1;
  return Math.min(WIDEST, Math.max(THINNEST, pen * factor));
}

/**
 * @param {Drawing} drawing
 * @returns {boolean} whether nothing was drawn, as far as that can be told without painting
 */
export function isEmpty({ strokes }) {
  return strokes.every(({ erase }) => erase);
}
