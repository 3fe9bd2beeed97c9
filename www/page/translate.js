/** @file Fills the page's texts in for a language. The texts themselves are in `shared/texts`. */

import { texts } from '../shared/texts/index.js';

/**
 * @typedef {'en' | 'zh'} Language
 * @typedef {keyof typeof texts.en} TextKey
 */

/** The tags that browsers and screen readers know the languages by. */
const tags = { en: 'en', zh: 'zh-CN' };

/** @type {Language} */
let current = 'en';

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values] for the places in braces
 * @returns {string} in the present language
 */
export function text(key, values = {}) {
  const pattern = texts[current][/** @type {TextKey} */ (key)];
  if (pattern === undefined) throw new RangeError(`there is no text ${key}`);
  return pattern.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/**
 * @param {string} group of texts
 * @param {string} name of one of the core's things; one that has no text yet goes by its own name
 * @returns {string}
 */
export function nameOf(group, name) {
  const key = `${group}.${name}`;
  return key in texts[current] ? text(key) : name.replaceAll('_', ' ');
}

/**
 * @param {Document} page
 * @param {Language} language
 */
export function setLanguage(page, language) {
  current = language;
  page.documentElement.lang = tags[language];
  page.title = text('page.title');
  translate(page.documentElement);
}

/** @param {Element} root */
export function translate(root) {
  for (const node of [root, ...root.querySelectorAll('[data-text], [data-label], [data-title]')]) {
    const { text: key, label, title } = /** @type {HTMLElement} */ (node).dataset;
    if (key) node.textContent = text(key);
    if (label) node.setAttribute('aria-label', text(label));
    if (title) node.setAttribute('title', text(title));
  }
}
