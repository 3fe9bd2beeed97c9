/** @file The page's language, and texts in it. A feature brings its texts in both languages; keys are checked by types. */

import { signal } from '@preact/signals';

/**
 * @typedef {'en' | 'zh'} Language
 * @typedef {string | { one: string, other: string }} Pattern places stand in braces; forms are chosen by `count`
 * @typedef {Record<string, string | number>} Values numbers are written as the language does
 */

/** The tags that browsers and screen readers know the languages by. */
const tags = { en: 'en', zh: 'zh-CN' };

/** @type {import('@preact/signals').Signal<Language>} */
export const language = signal('en');

/** @returns {string} the tag of the page's language */
export function languageTag() {
  return tags[language.value];
}

/**
 * @template {string} Key
 * @param {{ en: Record<Key, Pattern>, zh: Record<NoInfer<Key>, Pattern> }} texts
 * @returns {(key: Key, values?: Values) => string} a text in the page's language; a component that calls it redraws when the
 *   language changes
 */
export function translator(texts) {
  return (key, values = {}) => format(texts[language.value][key], values);
}

/**
 * @param {Pattern} pattern
 * @param {Values} values
 * @returns {string}
 */
export function format(pattern, values) {
  const form = typeof pattern === 'string' ? pattern : formOf(pattern, values);
  return form.replace(/\{(\w+)\}/g, (_, name) => written(values[name]));
}

/**
 * @param {{ one: string, other: string }} forms
 * @param {Values} values
 */
function formOf({ one, other }, { count }) {
  return new Intl.PluralRules(languageTag()).select(Number(count)) === 'one' ? one : other;
}

/** @param {string | number | undefined} value */
function written(value) {
  if (value === undefined) return '';
  return typeof value === 'number' ? new Intl.NumberFormat(languageTag()).format(value) : value;
}
