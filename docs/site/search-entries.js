/** @file What the search knows: each heading of each page with the text below it. The browser makes the index. */

/**
 * @typedef {object} Entry
 * @property {string} url from the site's folder
 * @property {string} page its title
 * @property {string} title the heading's
 * @property {string} text
 * @property {string} [code] words of its programs
 *
 * @param {Pick<import('./markdown.js').Rendered, 'path' | 'title' | 'sections'>[]} pages
 * @returns {Entry[]}
 */
export function searchEntries(pages) {
  return pages.flatMap(({ path, title: page, sections }) =>
    sections.map(({ id, title, text, code }) => {
      const url = `${path}.html${id && `#${id}`}`;
      return { url, page, title, text, ...(code && { code }) };
    }),
  );
}
