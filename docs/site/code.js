/** @file Blocks of code, coloured when the site is built: classes alone, since its policy forbids inline styles. */

import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import ini from 'highlight.js/lib/languages/ini';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import nginx from 'highlight.js/lib/languages/nginx';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = { bash, ini, javascript, json, nginx, python, rust, typescript, xml, yaml };
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

/** @param {string} text @returns {string} for HTML */
export function escapeHtml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/**
 * @param {string} code
 * @param {string} [language] without one, or of one that is not known, it stays plain
 * @param {string} [file] the address of the same code as a file
 * @returns {string}
 */
export function codeBlock(code, language = '', file = '') {
  const known = hljs.getLanguage(language);
  const text = code.trimEnd();
  const html = known ? hljs.highlight(text, { language }).value : escapeHtml(text);
  const name = file.split('/').at(-1) ?? '';
  const caption = file && `<figcaption><a href="${escapeHtml(file)}" download>${escapeHtml(name)}</a></figcaption>`;
  return `<figure class="code">${caption}<pre><code>${html}\n</code></pre></figure>\n`;
}
