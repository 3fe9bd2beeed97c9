/** @file The looks at the test data, as long as the page is open: of each run, and of all. */

import { signal } from '@preact/signals';

/**
 * @typedef {object} Look
 * @property {object} run by the history that grows with it
 * @property {number} step
 * @property {number} correct
 * @property {number} count
 */

/** @type {import('@preact/signals').Signal<Look[]>} */
export const looks = signal([]);

/** @param {Look} look */
export function rememberLook(look) {
  looks.value = [...looks.peek(), look];
}
