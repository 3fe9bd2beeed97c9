/** @file What a person prefers on this device: colours, the pen, shortcuts. Kept on the device, never in a link. */

import { PEN_WIDTHS } from './features/draw/strokes.js';

/**
 * @typedef {object} Preferences
 * @property {'system' | 'light' | 'dark'} theme
 * @property {number} pen width of a stroke as a fraction of the pad
 * @property {boolean} shortcuts whether single keys are heard
 * @property {boolean} hints whether the line above the panels leads on, and names what goes wrong
 * @property {string[]} dismissed hints that are not shown again
 */

const KEY = 'inkgrad.preferences';

export const THEMES = /** @type {const} */ (['system', 'light', 'dark']);

/** The width of the pen that one begins with. */
const PEN = 0.06;

/** @returns {Preferences} */
export function defaultPreferences() {
  return { theme: 'system', pen: PEN, shortcuts: true, hints: true, dismissed: [] };
}

/**
 * @param {() => Storage | undefined} storage asked for anew each time: a browser may refuse even to name it
 * @param {Record<string, string>} link what a link of the first release holds
 * @returns {Preferences}
 */
export function readPreferences(storage, link) {
  const given = { ...stored(storage), ...link };
  const usual = defaultPreferences();
  const pen = Number(given.pen);
  return {
    theme: THEMES.find((theme) => theme === given.theme) ?? usual.theme,
    pen: pen >= PEN_WIDTHS.minimum && pen <= PEN_WIDTHS.maximum ? pen : usual.pen,
    shortcuts: typeof given.shortcuts === 'boolean' ? given.shortcuts : usual.shortcuts,
    hints: typeof given.hints === 'boolean' ? given.hints : usual.hints,
    dismissed: Array.isArray(given.dismissed) ? given.dismissed.map(String) : usual.dismissed,
  };
}

/**
 * @param {() => Storage | undefined} storage
 * @returns {Record<string, unknown>}
 */
function stored(storage) {
  try {
    const found = JSON.parse(storage()?.getItem(KEY) ?? '{}');
    return typeof found === 'object' && found !== null ? found : {};
  } catch {
    return {};
  }
}

/**
 * @param {() => Storage | undefined} storage
 * @param {Preferences} preferences
 */
export function writePreferences(storage, preferences) {
  try {
    storage()?.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A browser without room or permission keeps nothing; the page goes on as it is.
  }
}
