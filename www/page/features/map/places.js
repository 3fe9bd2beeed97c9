/** @file Where points lie on the canvas, which one is meant, and how they glide to their next place. */

/**
 * Positions are x, y of each point, one after the other.
 *
 * @typedef {{ width: number, height: number }} Size
 * @typedef {{ scale: number, x: number, y: number }} Fit of a plane into a canvas; y grows upwards in the plane
 */

/** Between the outermost points and the edge, in CSS pixels. */
const MARGIN = 14;

/** Between the middle of any point and the edge: its ring is whole. */
const EDGE = 11;

/** Points this far out are drawn at the edge: a few of them do not squeeze all others. */
const SHOWN = 0.99;

/** The share of the way that a point goes in one frame. */
const PACE = 0.22;

/** A point has arrived within this distance, in CSS pixels. */
const ARRIVED = 0.4;

/** A press means the nearest point within this distance, in CSS pixels. */
const REACH = 22;

/**
 * One scale for both axes, so that distances stay what they are.
 *
 * @param {ArrayLike<number>} positions
 * @param {Size} size
 * @returns {Fit}
 */
export function fitPlane(positions, { width, height }) {
  const [left, right] = ends(positions, 0);
  const [bottom, top] = ends(positions, 1);
  const scale = Math.min((width - 2 * MARGIN) / (right - left || 1), (height - 2 * MARGIN) / (top - bottom || 1));
  return {
    scale: Math.max(scale, 0),
    x: width / 2 - (scale * (left + right)) / 2,
    y: height / 2 + (scale * (bottom + top)) / 2,
  };
}

/** @param {ArrayLike<number>} positions @param {number} axis @returns {[number, number]} */
function ends(positions, axis) {
  const sorted = Array.from(positions)
    .filter((_, at) => at % 2 === axis)
    .sort((one, other) => one - other);
  const outside = Math.floor((1 - SHOWN) * sorted.length);
  return [sorted[outside] ?? 0, sorted[sorted.length - 1 - outside] ?? 0];
}

/**
 * @param {ArrayLike<number>} positions in the plane
 * @param {Fit} fit
 * @param {Size} size
 * @returns {Float32Array} on the canvas, none outside it
 */
export function onCanvas(positions, { scale, x, y }, { width, height }) {
  return Float32Array.from(positions, (value, at) =>
    at % 2 === 0 ? within(x + scale * value, width) : within(y - scale * value, height),
  );
}

/**
 * @param {number} x middle of a name
 * @param {number} name its width
 * @param {number} width of the canvas
 * @returns {number} the nearest place at which all of it is seen
 */
export function wholly(x, name, width) {
  const half = name / 2 + 2;
  return Math.max(Math.min(x, width - half), half);
}

/** @param {number} at @param {number} length */
function within(at, length) {
  return Math.min(Math.max(at, EDGE), Math.max(length - EDGE, EDGE));
}

/**
 * @param {Float32Array} shown goes nearer to its goal, in place
 * @param {Float32Array} goal of the same length
 * @returns {boolean} whether it has arrived
 */
export function glide(shown, goal) {
  let farthest = 0;
  for (let at = 0; at < shown.length; at += 1) {
    const way = Number(goal[at]) - Number(shown[at]);
    farthest = Math.max(farthest, Math.abs(way));
    shown[at] = Number(shown[at]) + PACE * way;
  }
  if (farthest > ARRIVED) return false;
  shown.set(goal);
  return true;
}

/**
 * @param {Float32Array} places on the canvas
 * @param {number} x
 * @param {number} y
 * @returns {number | null} the nearest point, null where none is near
 */
export function pointAt(places, x, y) {
  let [best, least] = [/** @type {number | null} */ (null), REACH];
  for (let point = 0; point < places.length / 2; point += 1) {
    const distance = Math.hypot(Number(places[2 * point]) - x, Number(places[2 * point + 1]) - y);
    if (distance <= least) [best, least] = [point, distance];
  }
  return best;
}

/** @type {Record<string, [number, number]>} */
const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {Float32Array} places on the canvas
 * @param {number | null} from null for the middle of all
 * @param {string} key of the keyboard
 * @returns {number | null | undefined} the nearest point in that direction, `from` where there is none; undefined for
 *   other keys
 */
export function pointByKey(places, from, key) {
  const direction = directions[key];
  if (!Object.hasOwn(directions, key) || !direction) return undefined;
  if (from === null) return places.length === 0 ? null : 0;
  const [x, y] = [Number(places[2 * from]), Number(places[2 * from + 1])];
  let [best, least] = [from, Number.POSITIVE_INFINITY];
  for (let point = 0; point < places.length / 2; point += 1) {
    const [dx, dy] = [Number(places[2 * point]) - x, Number(places[2 * point + 1]) - y];
    const along = dx * direction[0] + dy * direction[1];
    const across = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
    if (point === from || along <= 0 || across > along) continue;
    const distance = Math.hypot(dx, dy);
    if (distance < least) [best, least] = [point, distance];
  }
  return best;
}

/**
 * @param {Float32Array} positions of the pictures
 * @param {number[]} neighbours of the drawing
 * @returns {{ x: number, y: number }} the middle of them
 */
export function middleOf(positions, neighbours) {
  const mean = (/** @type {number} */ axis) =>
    neighbours.reduce((sum, point) => sum + Number(positions[2 * point + axis]) / neighbours.length, 0);
  return { x: mean(0), y: mean(1) };
}
