/** @file Pictures and the labels that belong to them, found in several files. */

import { sameValues } from './twins.js';

/**
 * @typedef {import('./blocks.js').Block} Block
 * @typedef {import('./blocks.js').Found} Found
 * @typedef {import('./blocks.js').LabelList} LabelList
 * @typedef {import('./blocks.js').LeftOut} LeftOut
 * @typedef {Block & { labels: import('./blocks.js').Labels, labelsOf: string | null }} LabelledBlock `labelsOf`: the file that the
 *   labels come from, null where it is the pictures' own
 */

/**
 * @param {Found} found
 * @returns {{ blocks: LabelledBlock[], leftOut: LeftOut[] }}
 */
export function paired({ blocks, lists, leftOut }) {
  const free = new Set(lists);
  const left = [...leftOut];
  /** @type {LabelledBlock[]} */
  const labelled = [];
  for (const block of blocks) {
    const own = block.labels;
    const list = own ? null : labelsFor(block, [...free]);
    if (own) labelled.push({ ...block, labels: own, labelsOf: null });
    else if (list) {
      free.delete(list);
      labelled.push({ ...block, part: block.part ?? list.part, labels: list.values, labelsOf: list.name });
    } else left.push(withoutLabels(block, [...free]));
  }
  const used = lists.filter((list) => !free.has(list));
  for (const list of free) left.push(withoutPictures(list, used));
  return { blocks: labelled, leftOut: left };
}

/**
 * @param {Block} block
 * @param {LabelList[]} lists that are free
 * @returns {LabelList | null} of as many labels; one of the same part and name first
 */
function labelsFor({ part, stem, count, isPhoto }, lists) {
  if (isPhoto) return null;
  const fitting = lists.filter((list) => list.values.length === count && (list.part === part || !list.part || !part));
  return fitting.find((list) => list.part === part && list.stem === stem) ?? fitting[0] ?? null;
}

/**
 * Labels may be the same for other pictures, so that they are left out only where no pictures are left for them.
 *
 * @param {LabelList} list
 * @param {LabelList[]} used
 * @returns {LeftOut}
 */
function withoutPictures({ name, values }, used) {
  const twin = used.find((other) => sameValues(other.values, values));
  return twin
    ? { name, reason: 'twin', values: { other: twin.name } }
    : { name, reason: 'unpaired', values: { count: values.length } };
}

/**
 * @param {Block} block
 * @param {LabelList[]} lists
 * @returns {LeftOut} that says how many labels there are, where a list of the same part has another number
 */
function withoutLabels({ name, part, count, isPhoto }, lists) {
  if (isPhoto) return { name, reason: 'noClass' };
  const other = lists.find((list) => list.part === part);
  return other
    ? { name, reason: 'unpaired', values: { count, labels: other.name, found: other.values.length } }
    : { name, reason: 'noLabels', values: { count } };
}
