/** @file Names of the core's things in the page's language. One that has none yet goes by its own name. */

import { language } from '../app/language.js';
import { texts } from './texts.js';

/**
 * @param {'kind' | 'field' | 'option' | 'preset' | 'data'} group
 * @param {string} name
 * @returns {string}
 */
export function nameOf(group, name) {
  const known = /** @type {Record<string, string>} */ (texts[language.value]);
  return known[`${group}.${name}`] ?? name.replaceAll('_', ' ');
}

/**
 * @param {import('../../shared/data-sets.js').DataSet} dataSet
 * @returns {string} as the person has named it, or in the page's language
 */
export function dataTitle({ title, name }) {
  return title ?? nameOf('data', name);
}
