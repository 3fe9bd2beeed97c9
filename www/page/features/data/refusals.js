/** @file Why the pictures of an import cannot be used, and what to do. */

import { text } from './words.js';

/**
 * @param {import('../../../shared/imports.js').Refusal} refusal
 * @returns {string}
 */
export function refusalText({ key, values }) {
  return text(/** @type {'refused.nothing'} */ (`refused.${key}`), values);
}
