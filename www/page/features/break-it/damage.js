/** @file What can be broken: the settings, how far they go, and when nothing is broken. */

/** @typedef {import('../../../shared/protocol.js').Damage} Damage */

/** @type {Damage} */
const INTACT = { noise: 0, layer: null, dropped: 0, right: 0, down: 0, grain: 0 };

/**
 * @typedef {object} Setting
 * @property {'noise' | 'dropped' | 'right' | 'down' | 'grain'} name
 * @property {number} least
 * @property {number} most
 * @property {number} step
 * @property {'share' | 'pixels'} unit
 */

/**
 * @param {readonly number[]} shape of the drawing; the columns of a row lie in no order, so that it cannot be shifted
 * @returns {Setting[]}
 */
export function settingsFor(shape) {
  const all = settingsOfPicture(shape);
  return shape.length === 1 ? all.filter(({ unit }) => unit !== 'pixels') : all;
}

/**
 * @param {readonly number[]} shape
 * @returns {Setting[]}
 */
function settingsOfPicture(shape) {
  const [height = 1, width = 1] = shape.slice(-2);
  const [right, down] = [Math.floor(width / 2), Math.floor(height / 2)];
  return [
    { name: 'noise', least: 0, most: 2, step: 0.05, unit: 'share' },
    { name: 'dropped', least: 0, most: 1, step: 0.05, unit: 'share' },
    { name: 'right', least: -right, most: right, step: 1, unit: 'pixels' },
    { name: 'down', least: -down, most: down, step: 1, unit: 'pixels' },
    { name: 'grain', least: 0, most: 1, step: 0.05, unit: 'share' },
  ];
}

/**
 * @param {Damage | null} damage
 * @returns {Damage}
 */
export function settingsOf(damage) {
  return damage ?? INTACT;
}

/**
 * @param {Damage | null} damage
 * @param {Partial<Damage>} change
 * @returns {Damage | null} null where nothing is broken
 */
export function changed(damage, change) {
  const next = { ...settingsOf(damage), ...change };
  const names = /** @type {(keyof Damage)[]} */ (Object.keys(INTACT));
  return names.every((name) => next[name] === INTACT[name]) ? null : next;
}
