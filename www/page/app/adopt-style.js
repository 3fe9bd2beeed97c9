/** @file Styles of parts that are loaded later: they come with the part's script, and count only from then on. */

import './kit.js';

/** @param {string} css */
export function adoptStyle(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}
