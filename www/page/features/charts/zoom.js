/** @file Which steps are shown: the whole run (`null`), or a part of it. */

/** Steps that are shown at least. */
const FEWEST_STEPS = 2;

/** @typedef {{ from: number, to: number }} Zoom */

/**
 * @param {number} from
 * @param {number} to
 * @param {number} last step of the run
 * @returns {Zoom | null} inside the run; null where it is all of it
 */
export function zoomTo(from, to, last) {
  const span = Math.max(Math.abs(to - from), FEWEST_STEPS);
  if (span >= last) return null;
  const begin = Math.min(Math.max((from + to - span) / 2, 0), last - span);
  return { from: begin, to: begin + span };
}

/**
 * @param {Zoom | null} zoom
 * @param {number} last step of the run
 * @returns {Zoom} as steps, whatever is shown
 */
export function shownSteps(zoom, last) {
  return zoom ?? { from: 0, to: last };
}

/**
 * @param {Zoom | null} zoom
 * @param {number} factor above 1 shows fewer steps
 * @param {number} last step of the run
 * @returns {Zoom | null} the middle stays where it is
 */
export function zoomBy(zoom, factor, last) {
  const { from, to } = shownSteps(zoom, last);
  const middle = (from + to) / 2;
  const half = (to - from) / factor / 2;
  return zoomTo(middle - half, middle + half, last);
}

/**
 * @param {Zoom | null} zoom
 * @param {number} share of what is shown; below 0 goes back
 * @param {number} last step of the run
 * @returns {Zoom | null}
 */
export function pan(zoom, share, last) {
  if (!zoom) return null;
  const way = share * (zoom.to - zoom.from);
  return zoomTo(zoom.from + way, zoom.to + way, last);
}

/**
 * @param {Zoom | null} zoom
 * @param {number} last step of the run
 * @returns {Zoom | null} null where the run is too short for it, as after a reset
 */
export function validZoom(zoom, last) {
  return zoom && zoom.to <= last ? zoom : null;
}

/** What a key does to the zoom. */
const keys = {
  '+': (/** @type {Zoom | null} */ zoom, /** @type {number} */ last) => zoomBy(zoom, 2, last),
  '=': (/** @type {Zoom | null} */ zoom, /** @type {number} */ last) => zoomBy(zoom, 2, last),
  '-': (/** @type {Zoom | null} */ zoom, /** @type {number} */ last) => zoomBy(zoom, 0.5, last),
  '−': (/** @type {Zoom | null} */ zoom, /** @type {number} */ last) => zoomBy(zoom, 0.5, last),
  ArrowLeft: (/** @type {Zoom | null} */ zoom, /** @type {number} */ last) => pan(zoom, -0.25, last),
  ArrowRight: (/** @type {Zoom | null} */ zoom, /** @type {number} */ last) => pan(zoom, 0.25, last),
  Home: () => null,
};

/**
 * @param {string} key
 * @param {Zoom | null} zoom
 * @param {number} last step of the run
 * @returns {Zoom | null | undefined} undefined where the key means nothing here
 */
export function zoomByKey(key, zoom, last) {
  return Object.hasOwn(keys, key) ? keys[/** @type {keyof typeof keys} */ (key)](zoom, last) : undefined;
}
