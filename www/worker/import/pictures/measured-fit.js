/** @file How pictures lie in their frame, so that drawings are placed alike. */

/** Pictures that are measured. */
const LOOK = 500;

/** As MNIST's pictures lie: what is about so needs no fit of its own. */
const [USUAL, NEAR] = [20 / 28, 0.08];

/**
 * @param {Uint8Array} inputs pictures one after the other, ink light
 * @param {number} width
 * @param {number} height
 * @returns {import('../../../shared/data-sets.js').Fit | null} null for MNIST's
 */
export function measuredFit(inputs, width, height) {
  const size = width * height;
  const count = Math.min(LOOK, Math.floor(inputs.length / size));
  let [sum, inked] = [0, 0];
  for (let at = 0; at < count; at += 1) {
    const side = inkSide(inputs.subarray(at * size, (at + 1) * size), width);
    if (side === 0) continue;
    sum += side / Math.max(width, height);
    inked += 1;
  }
  const box = inked === 0 ? USUAL : sum / inked;
  if (Math.abs(box - USUAL) < NEAR) return null;
  return box > 0.9 ? { box: 1, centre: 'box' } : { box: Math.round(100 * box) / 100, centre: 'mass' };
}

/**
 * @param {Uint8Array} picture
 * @param {number} width
 * @returns {number} the longer side of what is inked
 */
function inkSide(picture, width) {
  let [left, right, top, bottom] = [width, -1, Number.POSITIVE_INFINITY, -1];
  for (const [pixel, value] of picture.entries()) {
    if (value === 0) continue;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  }
  return right < 0 ? 0 : Math.max(right - left, bottom - top) + 1;
}
