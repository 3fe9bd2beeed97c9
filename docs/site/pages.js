/** @file All pages as Markdown: those that stand in `docs/`, the reference of the spec, and the package's types. */

import { readdir, readFile } from 'node:fs/promises';
import { apiPages } from './api.js';
import { contents } from './contents.js';
import { docsFolder } from './links.js';
import { specPages } from './spec.js';

/**
 * @typedef {object} Source
 * @property {string} path inside the site, without its end
 * @property {string} text Markdown
 */

/** @returns {Promise<Source[]>} the pages that are written by hand */
export async function writtenPages() {
  const names = (await readdir(docsFolder, { recursive: true })).filter((name) => name.endsWith('.md')).sort();
  const read = async (/** @type {string} */ name) => ({
    path: name.slice(0, -'.md'.length),
    text: await readFile(new URL(name, docsFolder), 'utf8'),
  });
  return Promise.all(names.map(read));
}

/**
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @returns {Promise<Source[]>} all pages, in the order of the contents
 */
export async function allPages(inkgrad) {
  const found = [...(await writtenPages()), ...(await specPages(inkgrad)), ...(await apiPages())];
  const byPath = new Map(found.map((page) => [page.path, page]));
  const order = contents.flatMap(({ pages }) => pages);
  const unknown = found.filter(({ path }) => !order.includes(path)).map(({ path }) => path);
  if (unknown.length > 0) throw new Error(`docs/site/contents.js lacks ${unknown.join(', ')}`);
  return order.map((path) => {
    const page = byPath.get(path);
    if (!page) throw new Error(`docs/site/contents.js names ${path}, which is no page`);
    return page;
  });
}
