/** @file What the search finds: a heading with the texts and the code below it. */

/**
 * @typedef {object} Section
 * @property {string} id '' at the page's own heading
 * @property {string} title
 * @property {string} text
 * @property {string} code the words of its programs, each once
 *
 * @typedef {import('./markdown.js').Token} Token
 */

const TEXTS = ['text', 'text_special', 'code_inline'];

/** @param {Token} inline @returns {string} */
export function plainText({ children }) {
  return (children ?? [])
    .map(({ type, content }) => (TEXTS.includes(type) ? content : type.endsWith('break') ? ' ' : ''))
    .join('');
}

/** @param {Section | undefined} section @param {Token} inline */
export function addText(section, inline) {
  const text = plainText(inline);
  if (section && text !== section.title) section.text += `${section.text && ' '}${text}`;
}

/** Names of the package are words of this length. */
const NAMES = /[\p{L}_]\w{3,}/gu;

/** @param {Section | undefined} section @param {string} code */
export function addCode(section, code) {
  if (!section) return;
  const words = new Set([...section.code.split(' '), ...(code.match(NAMES) ?? [])]);
  section.code = [...words].join(' ').trim();
}
