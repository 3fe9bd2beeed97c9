/** @file Texts of the export in the page's language, sizes of files, and why a format cannot be written. */

import { nameOf } from '../../names/index.js';
import { brief, whole } from '../format.js';
import { translator } from '../language.js';
import { faultOf, placedMessageOf } from '../messages.js';
import { texts } from './texts.js';

export const text = translator(texts);

/** @param {number} bytes @returns {string} as in “12 KB” */
export function sizeText(bytes) {
  if (bytes < 1000) return `${whole(bytes)} B`;
  return bytes < 1e6 ? `${whole(bytes / 1000)} KB` : `${brief(bytes / 1e6, 3)} MB`;
}

/** @param {unknown} error @returns {string} with layers by their names in the page's language */
export function reasonOf(error) {
  const fault = faultOf(error);
  const { kind } = fault.values ?? {};
  return placedMessageOf(kind ? { ...fault, values: { ...fault.values, kind: nameOf('kind', kind) } } : fault);
}
