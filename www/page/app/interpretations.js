/**
 * @file What imported files can be taken for: pictures, a table. A feature adds its interpretation when its code comes; the
 * place Data offers those that accept what was read.
 */

import { signal } from '@preact/signals';

/**
 * @typedef {import('../../shared/imports.js').ImportedItem} ImportedItem
 * @typedef {{ id: string, items: ImportedItem[], ask: import('./queries.js').Ask }} Import `id` names its contents in the
 *   worker that has read it, which answers `ask`
 *
 * @typedef {object} InterpretationProps
 * @property {Import} source
 * @property {(own: import('../state.js').OwnData) => void} onUse takes the data set into use and ends the import
 * @property {() => void} onEnd ends the import where its pictures became something else
 * @property {import('preact').ComponentChildren} [children] the button that gives the import up: it stands beside the one that
 *   uses it
 *
 * @typedef {object} Interpretation
 * @property {string} id
 * @property {() => string} title in the page's language, as in "Pictures"
 * @property {(items: ImportedItem[]) => number} accepts how well it suits what was read: 0 not at all, 1 for certain. The best
 *   is chosen; the others can be
 * @property {() => Promise<{ default: import('preact').ComponentType<InterpretationProps> }>} load its view: options, preview and
 *   the button that uses it
 */

/** @type {import('@preact/signals').Signal<readonly Interpretation[]>} */
export const interpretations = signal([]);

/** @param {Interpretation} interpretation takes the place of the one of the same id */
export function addInterpretation(interpretation) {
  const others = interpretations.peek().filter(({ id }) => id !== interpretation.id);
  interpretations.value = [...others, interpretation];
}
