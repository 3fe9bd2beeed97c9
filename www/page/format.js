/** @file Numbers as people read them, always as wide as the ones before and after. */

/** @param {number} value a loss or another positive quantity */
export function quantity(value) {
  if (!Number.isFinite(value)) return '∞';
  if (value !== 0 && value < 0.001) return value.toExponential(1);
  return value < 10 ? value.toFixed(3) : value.toPrecision(3);
}

/** @param {number} value 0..1 */
export function percent(value) {
  return `${(100 * value).toFixed(1)} %`;
}

/** @param {number} value */
export function whole(value) {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * @param {number} value of a scale or of a schedule
 * @param {number} [digits]
 * @returns {string} the first digits of it, whatever its size
 */
export function brief(value, digits = 4) {
  const rounded = Number(value.toPrecision(digits));
  return Math.abs(rounded) >= 1e5 ? rounded.toExponential().replace('e+', 'e') : setting(rounded);
}

/** @param {number} value a setting: as short as it can be written */
export function setting(value) {
  return value !== 0 && value < 1e-3 ? value.toExponential().replace('e-', 'e−') : String(value);
}
