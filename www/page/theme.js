/** @file Colours for the canvases, from the same tokens as the style sheets, and the switch between light and dark. */

/** @typedef {'ink' | 'soft' | 'faint' | 'hairline' | 'track' | 'accent' | 'second' | 'well' | 'panel' | 'positive' |
 *   'negative'} Token */

/** @type {Map<Token, string>} */
const kept = new Map();

/**
 * @param {Token} token
 * @returns {string} as it is in the present theme
 */
export function colour(token) {
  const known = kept.get(token);
  if (known !== undefined) return known;
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
  kept.set(token, value);
  return value;
}

/**
 * @param {Token} token
 * @returns {[number, number, number]} red, green, blue
 */
export function channels(token) {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour(token))?.slice(1) ?? ['0', '0', '0'];
  const [red = 0, green = 0, blue = 0] = digits.map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue];
}

/**
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} share of the second; nothing where it is no number
 * @returns {string} a colour between the two
 */
export function mix(from, to, share) {
  const mixed = from.map((value, at) => Math.round(value + (share || 0) * ((to[at] ?? 0) - value)));
  return `rgb(${mixed.join(' ')})`;
}

/** @param {'system' | 'light' | 'dark'} theme */
export function setTheme(theme) {
  kept.clear();
  if (theme === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.dataset.theme = theme;
}

/** @param {() => void} callback when the system goes from light to dark or back */
export function onSystemTheme(callback) {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    kept.clear();
    callback();
  });
}
