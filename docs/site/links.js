/** @file Links of a page: to other pages, to programs and pictures, and to what is not on the site. */

import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path/posix';
import { codeBlock } from './code.js';
import { addCode } from './sections.js';

/** @typedef {import('./markdown.js').Token} Token */

/** The folder `docs/`, and that of the repository. */
export const docsFolder = new URL('../', import.meta.url);
const repository = new URL('../', docsFolder);

/** Files whose link, alone in a paragraph, is replaced by the program itself. */
const PROGRAM = /\.(js|rs|py)$/;

/**
 * @param {Token[]} tokens of a page
 * @param {import('./markdown.js').Rendered} page
 * @param {(path: string) => boolean} isPage
 * @returns {Token[]}
 */
export function resolveLinks(tokens, page, isPage) {
  const base = new URL(page.path, docsFolder);
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'inline') continue;
    const program = programOf(tokens, index);
    if (program) showProgram(tokens.slice(index - 1, index + 2), new URL(program, base), page);
    else for (const child of token.children ?? []) resolve(child, base, page, isPage);
  }
  return tokens;
}

/** @param {Token[]} tokens @param {number} index of an inline token @returns {string | null} */
function programOf(tokens, index) {
  const children = tokens[index]?.children ?? [];
  const [open] = children;
  if (tokens[index - 1]?.type !== 'paragraph_open' || children.length !== 3 || open?.type !== 'link_open') return null;
  const href = open.attrGet('href') ?? '';
  return PROGRAM.test(href) && !href.includes(':') ? href : null;
}

/**
 * @param {Token[]} paragraph
 * @param {URL} file
 * @param {import('./markdown.js').Rendered} page
 */
function showProgram(paragraph, file, page) {
  const name = basename(file.pathname);
  page.files.set(join(dirname(page.path), name), file);
  for (const token of paragraph) {
    token.type = 'html_block';
    token.content = '';
    token.hidden = false;
  }
  const code = readFileSync(file, 'utf8');
  addCode(page.sections[0], code);
  const [first] = paragraph;
  if (first) first.content = codeBlock(code, name.split('.').at(-1), name);
}

/**
 * @param {Token} token
 * @param {URL} base
 * @param {import('./markdown.js').Rendered} page
 * @param {(path: string) => boolean} isPage
 */
function resolve(token, base, page, isPage) {
  const attribute = token.type === 'image' ? 'src' : 'href';
  const address = token.type === 'image' || token.type === 'link_open' ? token.attrGet(attribute) : null;
  if (!address || address.startsWith('#')) return;
  if (/^https?:/.test(address)) return token.attrSet('rel', 'noreferrer');
  const url = new URL(address, base);
  const target = inside(docsFolder, url);
  if (target === null) return leadNowhere(token, url);
  const path = target.replace(/\.md$/, '');
  if (isPage(path)) token.attrSet(attribute, address.replace(/\.md(#.*)?$/, '.html$1'));
  else page.files.set(target, url);
}

/** @param {URL} folder @param {URL} url @returns {string | null} the path in the folder */
function inside({ pathname: folder }, { pathname }) {
  return pathname.startsWith(folder) ? pathname.slice(folder.length) : null;
}

/**
 * Files of the repository that are not on the site: their name stays, without a link.
 *
 * @param {Token} token
 * @param {URL} url
 */
function leadNowhere(token, url) {
  const path = inside(repository, url);
  if (path === null || token.type === 'image') throw new Error(`a page links to ${url.pathname}`);
  token.attrs = [
    ['class', 'elsewhere'],
    ['title', `${path}, in the repository`],
  ];
}
