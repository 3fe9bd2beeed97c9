/** @file The index of the search, made in the browser of the site's list of sections. */

import MiniSearch from 'minisearch';

/**
 * @typedef {import('../search-entries.js').Entry} Entry
 * @typedef {(query: string) => Entry[]} Find
 */

/** Results that are shown. */
const MOST = 12;

/**
 * @param {URL} root the site's folder
 * @returns {Promise<Find>}
 */
export async function openIndex(root) {
  const response = await fetch(new URL('assets/search.json', root));
  if (!response.ok) throw new Error(`the host answers ${response.status}`);
  return makeFind(await response.json());
}

/** @param {Entry[]} entries @returns {Find} */
export function makeFind(entries) {
  const index = new MiniSearch({
    idField: 'url',
    fields: ['title', 'page', 'text', 'code'],
    tokenize: words,
    searchOptions: { boost: { title: 4, page: 2, code: 0.3 }, prefix: true, fuzzy: fuzziness, combineWith: 'AND' },
  });
  index.addAll(entries);
  const byUrl = new Map(entries.map((entry) => [entry.url, entry]));
  return (query) => {
    const all = index.search(query);
    const hits = all.length > 0 ? all : index.search(query, { combineWith: 'OR' });
    return hits.slice(0, MOST).flatMap(({ id }) => byUrl.get(id) ?? []);
  };
}

/** Letters that may differ: "normalization" finds "normalisation". @param {string} term */
function fuzziness(term) {
  return term.length > 5 ? 0.15 : false;
}

/** @param {string} text @returns {string[]} words; `batch_norm` counts as a whole and as two, `setData` likewise */
function words(text) {
  const whole = text.split(/[^\p{L}\p{N}_]+/u).filter(Boolean);
  const parts = whole.flatMap((word) => {
    const pieces = word.split(/_|(?<=\p{Ll})(?=\p{Lu})/u).filter(Boolean);
    return pieces.length > 1 ? pieces : [];
  });
  return [...whole, ...parts];
}
