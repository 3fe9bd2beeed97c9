/** @file The HTML of a page around its text: head, navigation, contents of the page, the pages before and after it. */

import { escapeHtml } from './code.js';
import { contents } from './contents.js';

/** The site's own policy: all that a page loads is its own. */
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'";

/**
 * @typedef {Pick<import('./markdown.js').Rendered, 'path' | 'title' | 'html' | 'headings'>} Page
 *
 * @param {Page} page
 * @param {Map<string, string>} titles of all pages, by path, in order
 * @returns {string}
 */
export function layout({ path, title, html, headings }, titles) {
  const root = '../'.repeat(path.split('/').length - 1);
  const name = path === 'index' ? 'inkgrad: documentation' : `${title} · inkgrad`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(name)}</title>
<link rel="icon" type="image/svg+xml" href="${root}../icon.svg">
<link rel="stylesheet" href="${root}assets/docs.css">
<script type="module" src="${root}assets/docs.js"></script>
</head>
<body data-root="${root}">
<a class="skip" href="#text">Skip to the text</a>
<header class="top">
<a class="brand" href="${root}index.html">inkgrad <span>documentation</span></a>
<form class="search" role="search" hidden>
<label for="query">Search</label>
<input id="query" type="search" placeholder="Search" autocomplete="off" spellcheck="false" aria-controls="found" aria-keyshortcuts="/">
<div id="found" hidden></div>
</form>
<a class="back" href="${root}../index.html">Open the page</a>
</header>
<div class="columns">
<nav class="pages" aria-label="Documentation">
<details open>
<summary>All pages</summary>
${contents.map((group) => groupOf(group, path, root, titles)).join('\n')}
</details>
</nav>
<main id="text" tabindex="-1">
<article>
${html}</article>
${neighbours(path, root, titles)}
</main>
${contentsOf(headings)}
</div>
</body>
</html>
`;
}

/**
 * @param {import('./contents.js').Group} group
 * @param {string} current
 * @param {string} root
 * @param {Map<string, string>} titles
 */
function groupOf({ title, pages }, current, root, titles) {
  const item = (/** @type {string} */ path) =>
    `<li><a href="${root}${path}.html"${path === current ? ' aria-current="page"' : ''}>${escapeHtml(titles.get(path) ?? path)}</a></li>`;
  return `<h2>${escapeHtml(title)}</h2>\n<ul>\n${pages.map(item).join('\n')}\n</ul>`;
}

/** Contents longer than this have their main headings alone. */
const MOST_ENTRIES = 80;

/** @param {import('./markdown.js').Heading[]} headings @returns {string} */
function contentsOf(headings) {
  const main = headings.filter(({ level }) => level === 2);
  const all = headings.filter(({ level }) => level <= 4);
  const shown = all.length <= MOST_ENTRIES ? all : main;
  if (shown.length < 2) return '<aside></aside>';
  const item = (/** @type {import('./markdown.js').Heading} */ { level, id, title }) =>
    `<li class="level-${level}"><a href="#${id}">${escapeHtml(title)}</a></li>`;
  return `<aside><nav class="outline" aria-label="On this page"><h2>On this page</h2><ul>\n${shown.map(item).join('\n')}\n</ul></nav></aside>`;
}

/**
 * @param {string} path
 * @param {string} root
 * @param {Map<string, string>} titles
 */
function neighbours(path, root, titles) {
  const order = [...titles.keys()];
  const at = order.indexOf(path);
  const link = (/** @type {string | undefined} */ to, /** @type {string} */ rel, /** @type {string} */ word) =>
    to === undefined
      ? '<span></span>'
      : `<a class="neighbour" rel="${rel}" href="${root}${to}.html"><small>${word}</small> ${escapeHtml(titles.get(to) ?? to)}</a>`;
  const before = link(order[at - 1], 'prev', 'Before');
  return `<nav class="neighbours" aria-label="Before and after">${before}${link(order[at + 1], 'next', 'Next')}</nav>`;
}
