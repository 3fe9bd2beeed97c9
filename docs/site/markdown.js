/** @file Markdown as HTML: headings with anchors, sections for the search, tables that scroll, coloured code. */

import MarkdownIt from 'markdown-it';
import { isStructure } from './api.js';
import { codeBlock } from './code.js';
import { resolveLinks } from './links.js';
import { addCode, addText, plainText } from './sections.js';

/**
 * @typedef {object} Heading
 * @property {number} level
 * @property {string} id
 * @property {string} title
 *
 * @typedef {object} Rendered
 * @property {string} path inside the site, without its end
 * @property {string} title
 * @property {string} html
 * @property {Heading[]} headings below the title
 * @property {import('./sections.js').Section[]} sections
 * @property {Map<string, URL>} files programs and pictures of the page: their paths inside the site, and where they are
 *
 * @typedef {import('markdown-it').Token} Token
 */

const markdown = new MarkdownIt({ html: true });

Object.assign(
  markdown.renderer.rules,
  /** @type {import('markdown-it/lib/renderer.mjs').RenderRuleRecord} */ ({
    fence(tokens, index) {
      const { info = '', content = '' } = tokens[index] ?? {};
      return codeBlock(content, info.trim().split(/\s+/)[0]);
    },
    code_block: (tokens, index) => codeBlock(tokens[index]?.content ?? ''),
    table_open: () => '<div class="scroll"><table>\n',
    table_close: () => '</table></div>\n',
  }),
);

/** @param {string} text @returns {Token[]} */
export function parse(text) {
  return markdown.parse(text, {});
}

/**
 * @param {import('./pages.js').Source} source
 * @param {(path: string) => boolean} isPage
 * @returns {Rendered}
 */
export function render({ path, text }, isPage) {
  /** @type {Rendered} */
  const page = { path, title: path, html: '', headings: [], sections: [], files: new Map() };
  const tokens = parse(text);
  /** @type {Map<string, number>} */
  const ids = new Map();
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token.type === 'heading_open' && next) addHeading(page, token, next, ids);
    if (token.type === 'inline') addText(page.sections.at(-1), token);
    if (token.type === 'fence') addCode(page.sections.at(-1), token.content);
    if (token.type === 'th_open' || token.type === 'td_open') alignByClass(token);
  }
  page.html = markdown.renderer.render(resolveLinks(tokens, page, isPage), markdown.options, {});
  return page;
}

/**
 * @param {Rendered} page
 * @param {Token} open
 * @param {Token} inline
 * @param {Map<string, number>} ids how often each was taken
 */
function addHeading(page, open, inline, ids) {
  const title = plainText(inline);
  const slug = slugOf(title);
  const taken = ids.get(slug) ?? 0;
  ids.set(slug, taken + 1);
  const id = taken === 0 ? slug : `${slug}-${taken}`;
  const level = Number(open.tag.slice(1));
  open.attrSet('id', id);
  if (level === 1) page.title = title;
  else if (isStructure(title)) return;
  else page.headings.push({ level, id, title });
  page.sections.push({ id: level === 1 ? '' : id, title, text: '', code: '' });
}

/** @param {string} title @returns {string} as GitHub and TypeDoc make it, so that links hold there too */
function slugOf(title) {
  const kept = title.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '');
  return kept.trim().replaceAll(/\s/g, '-');
}

/** Alignment stands in a style, which the site's policy forbids. @param {Token} cell */
function alignByClass(cell) {
  const style = cell.attrGet('style');
  if (!style) return;
  cell.attrs = (cell.attrs ?? []).filter(([name]) => name !== 'style');
  cell.attrSet('class', style.replace('text-align:', 'align-'));
}
