/** @file Short straight strokes of a pen or an eraser on a picture, and which of them a gradient proposes. */

/** The side of a picture whose strokes are three pixels wide, and the lengths of strokes in it. */
const USUAL_SIDE = 28;
const LENGTHS = [3, 5, 8, 11];

const DIRECTIONS = 8;

/** How much weaker the pen is at its edge. */
const SOFTNESS = 0.4;

/** A stroke that goes on from ink, or from one before, counts as so much better. */
const CONTINUITY = 1.4;

/** A stroke that changes less ink than this, in pixels, is none. */
const LEAST_INK = 0.5;

/** Ink from which on a pixel belongs to a line. */
const LINE = 0.5;

/**
 * @typedef {{ width: number, height: number, margin: number }} Size strokes keep the margin, where such pictures have no ink
 * @typedef {{ pixels: Uint32Array, erase: boolean }} Stroke the pixels of its middle line, from end to end
 * @typedef {{ stroke: Stroke, cost: number, bonus: number, score: number }} Proposal `cost`: pixels of ink that it changes
 * @typedef {{ radius: number, strengths: Float32Array }} Pen strengths of the square around its centre
 * @typedef {{ gain: Float32Array, cost: Float32Array, overlap: number }} Dabs what one at each pixel would do
 */

/**
 * @param {Float32Array} input 0..1
 * @param {Stroke[]} strokes
 * @param {Size} size
 * @returns {Float32Array} the picture with them
 */
export function withStrokes(input, strokes, size) {
  const pen = penOf(size);
  const changed = input.slice();
  for (const { pixels, erase } of strokes) {
    for (const at of pixels) {
      eachPixel(at, size, pen, (pixel, strength) => {
        changed[pixel] = dabbed(changed[pixel] ?? 0, strength, erase);
      });
    }
  }
  return changed;
}

/**
 * @param {Float32Array} input
 * @param {Float32Array} gradient of what is to grow, by the input
 * @param {Stroke[]} before
 * @param {Size} size
 * @returns {Proposal[]} the most promising first
 */
export function proposeStrokes(input, gradient, before, size) {
  return [false, true]
    .flatMap((erase) => {
      const dabs = dabsOf(input, gradient, erase, size);
      const ends = endsOf(input, before, erase, size);
      /** @type {Map<number, Proposal>} of strokes with nearly the same middle, the most promising */
      const best = new Map();
      for (const pixels of linesOf(size)) {
        const { gain, cost } = sumOf(pixels, dabs);
        if (!(gain > 0) || cost < LEAST_INK) continue;
        const bonus = ends[pixels[0] ?? 0] || ends[pixels.at(-1) ?? 0] ? CONTINUITY : 1;
        const score = (bonus * gain) / Math.sqrt(cost);
        const place = placeOf(pixels, size);
        if (score > (best.get(place)?.score ?? 0)) best.set(place, { stroke: { pixels, erase }, cost, bonus, score });
      }
      return [...best.values()];
    })
    .sort((a, b) => b.score - a.score);
}

/**
 * @param {Float32Array} input
 * @param {Float32Array} gradient
 * @param {boolean} erase
 * @param {Size} size
 * @returns {Dabs}
 */
function dabsOf(input, gradient, erase, size) {
  const pen = penOf(size);
  const gain = new Float32Array(input.length);
  const cost = new Float32Array(input.length);
  for (let at = 0; at < input.length; at += 1) {
    eachPixel(at, size, pen, (pixel, strength) => {
      const ink = input[pixel] ?? 0;
      const change = dabbed(ink, strength, erase) - ink;
      gain[at] = (gain[at] ?? 0) + change * (gradient[pixel] ?? 0);
      cost[at] = (cost[at] ?? 0) + Math.abs(change);
    });
  }
  return { gain, cost, overlap: 2 * pen.radius + 1 };
}

/**
 * The dabs of a stroke overlap: their sum is too great by the ratio of their area to the stroke's.
 *
 * @param {Uint32Array} pixels
 * @param {Dabs} dabs
 */
function sumOf(pixels, dabs) {
  let [gain, cost] = [0, 0];
  for (const at of pixels) {
    gain += dabs.gain[at] ?? 0;
    cost += dabs.cost[at] ?? 0;
  }
  const ratio = (dabs.overlap + pixels.length - 1) / (dabs.overlap * pixels.length);
  return { gain: ratio * gain, cost: ratio * cost };
}

/**
 * @param {Float32Array} input
 * @param {Stroke[]} before
 * @param {boolean} erase
 * @param {Size} size
 * @returns {Uint8Array} 1 where a stroke that begins or ends there goes on with a line
 */
function endsOf(input, before, erase, size) {
  const ends = new Uint8Array(input.length);
  const pen = penOf(size);
  const near = { radius: pen.radius + 1, strengths: new Float32Array((2 * pen.radius + 3) ** 2) };
  const mark = (/** @type {number} */ at) => {
    eachPixel(at, size, near, (pixel) => {
      ends[pixel] = 1;
    });
  };
  if (!erase) for (const [at, ink] of input.entries()) if (ink > LINE) mark(at);
  for (const stroke of before) if (erase && stroke.erase) stroke.pixels.forEach(mark);
  return ends;
}

/**
 * @param {Uint32Array} pixels
 * @param {Size} size
 * @returns {number} where its middle is, to two pixels
 */
function placeOf(pixels, { width }) {
  const middle = pixels[pixels.length >> 1] ?? 0;
  return (Math.floor(middle / width) >> 1) * width + ((middle % width) >> 1);
}

/** @type {{ size: Size, lines: Uint32Array[] }} of the size asked for last */
let known = { size: { width: 0, height: 0, margin: 0 }, lines: [] };

/**
 * @param {Size} size
 * @returns {Uint32Array[]} the middle lines of all strokes
 */
function linesOf(size) {
  const { width, height, margin } = known.size;
  if (width === size.width && height === size.height && margin === size.margin) return known.lines;
  const ratio = Math.max(size.width, size.height) / USUAL_SIDE;
  const lengths = [...new Set(LENGTHS.map((length) => Math.max(1, Math.round(length * ratio))))];
  const lines = lengths.flatMap((length) =>
    Array.from({ length: length === 1 ? 1 : DIRECTIONS }, (_, direction) => (Math.PI * direction) / DIRECTIONS).flatMap(
      (angle) => parallels(length, angle, size),
    ),
  );
  known = { size, lines };
  return lines;
}

/**
 * @param {number} length
 * @param {number} angle
 * @param {Size} size
 * @returns {Uint32Array[]} one from each pixel on, where it keeps the margin
 */
function parallels(length, angle, { width, height, margin }) {
  const place = (/** @type {number} */ from, /** @type {number} */ step) => ({
    x: Math.round((from % width) + step * Math.cos(angle)),
    y: Math.round(Math.floor(from / width) + step * Math.sin(angle)),
  });
  const within = (/** @type {{ x: number, y: number }} */ { x, y }) =>
    x >= margin && y >= margin && x < width - margin && y < height - margin;
  return Array.from({ length: width * height }, (_, from) => from)
    .filter((from) => within(place(from, 0)) && within(place(from, length - 1)))
    .map((from) =>
      Uint32Array.from({ length }, (_, step) => {
        const { x, y } = place(from, step);
        return y * width + x;
      }),
    );
}

/**
 * @param {Size} size
 * @returns {Pen} three pixels of 28 wide, one of 8
 */
function penOf({ width, height }) {
  const radius = Math.round(Math.max(width, height) / USUAL_SIDE);
  const side = 2 * radius + 1;
  const strengths = Float32Array.from({ length: side * side }, (_, at) => {
    const distance = Math.hypot((at % side) - radius, Math.floor(at / side) - radius);
    return 1 - SOFTNESS * (distance / Math.max(1, radius)) ** 2;
  });
  return { radius, strengths };
}

/**
 * @param {number} at centre
 * @param {Size} size
 * @param {Pen} pen
 * @param {(pixel: number, strength: number) => void} visit every pixel of the picture under the pen
 */
function eachPixel(at, { width, height }, { radius, strengths }, visit) {
  const [x, y] = [at % width, Math.floor(at / width)];
  let place = 0;
  for (let row = y - radius; row <= y + radius; row += 1) {
    for (let column = x - radius; column <= x + radius; column += 1, place += 1) {
      const inside = row >= 0 && column >= 0 && column < width && row < height;
      if (inside) visit(row * width + column, strengths[place] ?? 0);
    }
  }
}

/**
 * @param {number} ink
 * @param {number} strength
 * @param {boolean} erase
 */
function dabbed(ink, strength, erase) {
  return erase ? 0 : Math.max(ink, strength);
}
