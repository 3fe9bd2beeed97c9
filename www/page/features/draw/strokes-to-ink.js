/**
 * @file Rasterises strokes to ink: how much of each pixel a stroke covers. No canvas takes part, because some browsers
 * add noise to what is read back from one.
 *
 * A stroke is the union of capsules (all points within a radius of a segment). The coverage of a pixel is a ramp one
 * pixel wide over the distance d of its centre from the segment: clamp(r + 1/2 - d, 0, 1).
 */

/** How far, in pixels, a segment may lie from the curve that it stands for. */
const TOLERANCE = 0.05;

/** Segments of one curve at most. */
const MOST_SEGMENTS = 64;

/**
 * Paints a stroke, or what is new of it: quadratic curves through the midpoints between points, each as wide as the pen
 * was at its point, and a line from the last midpoint to the point itself. The canvas's painter does the same.
 *
 * @param {Uint8Array} ink size × size, row-major; 0 none, 255 full
 * @param {number} size pixels of a side
 * @param {import('./strokes.js').Stroke} stroke
 * @param {number} [from] the first of the numbers in `points` that is not painted yet
 */
export function paintStroke(ink, size, { erase, points }, from = 0) {
  for (let at = from; at < points.length; at += 3) {
    const [before, earlier] = [Math.max(0, at - 3), Math.max(0, at - 6)];
    const [x, y] = [points[at] * size, points[at + 1] * size];
    const [controlX, controlY] = [points[before] * size, points[before + 1] * size];
    const radius = (points[at + 2] * size) / 2;
    const fromX = (controlX + points[earlier] * size) / 2;
    const fromY = (controlY + points[earlier + 1] * size) / 2;
    const [toX, toY] = [(x + controlX) / 2, (y + controlY) / 2];
    paintCurve(ink, size, [fromX, fromY, controlX, controlY, toX, toY], radius, erase);
    paintCapsule(ink, size, toX, toY, x, y, radius, erase);
  }
}

/**
 * @param {Uint8Array} ink
 * @param {number} size
 * @param {[number, number, number, number, number, number]} curve start, control point and end, in pixels
 * @param {number} radius
 * @param {boolean} erase
 */
function paintCurve(ink, size, [x0, y0, x1, y1, x2, y2], radius, erase) {
  const [bendX, bendY] = [x0 - 2 * x1 + x2, y0 - 2 * y1 + y2];
  // A quadratic curve lies at most a quarter of its bend from its chord; n segments make that n² times less.
  const segments = Math.ceil(Math.sqrt(Math.hypot(bendX, bendY) / 4 / TOLERANCE));
  const count = Math.min(MOST_SEGMENTS, Math.max(1, segments));
  let [fromX, fromY] = [x0, y0];
  for (let at = 1; at <= count; at += 1) {
    const t = at / count;
    const toX = x0 + 2 * t * (x1 - x0) + t * t * bendX;
    const toY = y0 + 2 * t * (y1 - y0) + t * t * bendY;
    paintCapsule(ink, size, fromX, fromY, toX, toY, radius, erase);
    fromX = toX;
    fromY = toY;
  }
}

/**
 * Ink is the greatest of what covers a pixel; an eraser leaves at most what it does not cover.
 *
 * @param {Uint8Array} ink
 * @param {number} size
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 * @param {number} radius
 * @param {boolean} erase
 */
function paintCapsule(ink, size, x0, y0, x1, y1, radius, erase) {
  const reach = radius + 0.5;
  // The ramp adds π/12 pixels to the area of a disc, so that round ends have a radius r' with r'² + 1/12 = r².
  const endRadius = Math.sqrt(Math.max(0, radius * radius - 1 / 12));
  const [dx, dy] = [x1 - x0, y1 - y0];
  const squared = dx * dx + dy * dy;
  const [outside, inside] = [reach * reach, Math.max(0, endRadius - 0.5) ** 2];
  // Pieces of a stroke overlap widely: most pixels are what they become already.
  const settled = erase ? 0 : 255;
  const lastRow = Math.min(size - 1, Math.floor(Math.max(y0, y1) + reach));
  for (let row = Math.max(0, Math.floor(Math.min(y0, y1) - reach)); row <= lastRow; row += 1) {
    const y = row + 0.5 - y0;
    // Of the part of the segment that is near this row, the least and the greatest x.
    const oneEnd = x0 + along(y - reach, dy, 0) * dx;
    const otherEnd = x0 + along(y + reach, dy, 1) * dx;
    const first = Math.max(0, Math.floor(Math.min(oneEnd, otherEnd) - reach));
    const last = Math.min(size - 1, Math.floor(Math.max(oneEnd, otherEnd) + reach));
    for (let column = first; column <= last; column += 1) {
      const at = row * size + column;
      if (ink[at] === settled) continue;
      const x = column + 0.5 - x0;
      const projected = squared > 0 ? (x * dx + y * dy) / squared : 0;
      const t = Math.min(1, Math.max(0, projected));
      const awayX = x - t * dx;
      const awayY = y - t * dy;
      const distance = awayX * awayX + awayY * awayY;
      if (distance >= outside) continue;
      const edge = t === projected && squared > 0 ? radius : endRadius;
      const covered = distance <= inside ? 255 : coverage(edge - Math.sqrt(distance));
      if (!erase) ink[at] = Math.max(ink[at], covered);
      else ink[at] = Math.min(ink[at], 255 - covered);
    }
  }
}

/**
 * @param {number} offset from the start of a segment, downwards
 * @param {number} dy of the segment
 * @param {number} level where it has no height
 * @returns {number} the part of the segment, 0..1, at which it is so far down
 */
function along(offset, dy, level) {
  if (dy === 0) return level;
  return Math.min(1, Math.max(0, offset / dy));
}

/** @param {number} depth of the pixel's centre within the edge, in pixels */
function coverage(depth) {
  return Math.round(255 * Math.min(1, Math.max(0, depth + 0.5)));
}
