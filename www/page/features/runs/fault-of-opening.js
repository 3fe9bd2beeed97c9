/** @file What is said where a filed run could not be opened. */

import { text } from './words.js';

/**
 * @param {Promise<boolean>} opening whether there were weights
 * @returns {Promise<string | null>} null where it was opened
 */
export async function faultOfOpening(opening) {
  try {
    return (await opening) ? null : text('weightsGone');
  } catch (error) {
    return text('notOpened', { why: /** @type {Error} */ (error).message });
  }
}
