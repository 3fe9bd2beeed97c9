/** @file Results of the search as elements: the heading, its page, and the words around the first hit. */

/** Characters of text around a hit. */
const AROUND = 140;

/**
 * @param {import('../search-entries.js').Entry[]} entries
 * @param {string} query
 * @param {URL} root
 * @returns {HTMLElement[]}
 */
export function shownResults(entries, query, root) {
  const count = document.createElement('p');
  count.setAttribute('role', 'status');
  count.textContent = entries.length === 0 ? `Nothing found for “${query}”.` : `${entries.length} found`;
  if (entries.length === 0) return [count];
  const list = document.createElement('ul');
  list.append(...entries.map((entry) => item(entry, query, root)));
  return [count, list];
}

/**
 * @param {import('../search-entries.js').Entry} entry
 * @param {string} query
 * @param {URL} root
 */
function item({ url, page, title, text }, query, root) {
  const link = document.createElement('a');
  link.href = new URL(url, root).href;
  const heading = document.createElement('strong');
  heading.textContent = title;
  const place = document.createElement('small');
  place.textContent = title === page ? '' : page;
  const excerpt = document.createElement('span');
  excerpt.append(...marked(excerptOf(text, query), query));
  link.append(heading, ' ', place, excerpt);
  const element = document.createElement('li');
  element.append(link);
  return element;
}

/** @param {string} query */
function pattern(query) {
  const words = query.split(/\s+/).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(${words.filter(Boolean).join('|')})`, 'i');
}

/** @param {string} text @param {string} query */
function excerptOf(text, query) {
  const at = Math.max(text.search(pattern(query)), 0);
  const from = at > AROUND / 3 ? text.indexOf(' ', at - AROUND / 3) + 1 : 0;
  const cut = text.length > from + AROUND ? text.lastIndexOf(' ', from + AROUND) : text.length;
  const to = cut > from ? cut : from + AROUND;
  return `${from > 0 ? '… ' : ''}${text.slice(from, to)}${to < text.length ? ' …' : ''}`;
}

/** @param {string} text @param {string} query */
function marked(text, query) {
  return text.split(new RegExp(pattern(query), 'gi')).map((part, index) => {
    if (index % 2 === 0) return part;
    const mark = document.createElement('mark');
    mark.textContent = part;
    return mark;
  });
}
