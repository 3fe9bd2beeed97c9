/** @file Texts that speak of rows in place of pictures, where the data are a table. */

import { dataSetOf, isTable } from '../../shared/data-sets.js';
import { useApp } from './context.js';

/**
 * @template {string} Key
 * @template Values
 * @param {(key: Key, values?: Values) => string} text
 * @param {{ en: Record<Key, unknown> }} texts a key with `.row` after it is of rows
 * @returns {(key: Key, values?: Values) => string}
 */
export function useSampleText(text, texts) {
  const { experiment } = useApp().state;
  if (!isTable(dataSetOf(experiment.value.dataset))) return text;
  return (key, values) => {
    const ofRows = /** @type {Key} */ (`${key}.row`);
    return text(ofRows in texts.en ? ofRows : key, values);
  };
}
