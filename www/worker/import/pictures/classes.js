/** @file Classes: indices and names from labels as files have them. */

/**
 * @typedef {import('./blocks.js').Labels} Labels
 * @typedef {{ names: string[] | null, count: number, first: number, index: (label: string | number) => number }} Classes `names`
 *   is null where classes go by their index; `first` is 1 where labels count from 1
 */

/** Labels are kept in bytes. */
const MOST_CLASSES = 256;

const DIGITS = '0123456789';
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SMALL = CAPITALS.toLowerCase();

/** Names of EMNIST's classes by their number: letters, balanced, by class. */
const EMNIST = /** @type {Record<number, string>} */ ({
  26: CAPITALS,
  47: `${DIGITS}${CAPITALS}abdefghnqrt`,
  62: `${DIGITS}${CAPITALS}${SMALL}`,
});

/** Fashion-MNIST's files have the names of MNIST's. Their labels begin as no others do. */
const FASHION = {
  beginnings: ['9,0,0,3,0,2,7,2,5,5,0,9,5,5,7,9', '9,2,1,1,6,1,4,6,5,7,4,5,7,3,4,1'],
  names: ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
};

/**
 * @param {readonly Labels[]} lists of all parts
 * @param {{ isEmnist: boolean }} hints
 * @returns {Classes | { fault: 'notWhole' | 'tooMany' | 'onlyOne', values: Record<string, string | number> }}
 */
export function classesOf(lists, { isEmnist }) {
  const distinct = new Set();
  for (const labels of lists) for (let at = 0; at < labels.length; at += 1) distinct.add(labels[at]);
  const numeric = [...distinct].every((label) => label !== '' && Number.isFinite(Number(label)));
  const odd = numeric
    ? [...distinct].find((label) => typeof label === 'number' && !Number.isInteger(label))
    : undefined;
  if (odd !== undefined || (!numeric && [...distinct].some((label) => typeof label === 'number')))
    return { fault: 'notWhole', values: { found: String(odd ?? Number.NaN) } };
  if (distinct.size > MOST_CLASSES) return { fault: 'tooMany', values: { count: distinct.size, most: MOST_CLASSES } };
  if (distinct.size < 2) return { fault: 'onlyOne', values: { found: String([...distinct][0] ?? '') } };
  const sorted = [...distinct].sort(numeric ? (a, b) => Number(a) - Number(b) : undefined);
  const places = new Map(sorted.map((label, at) => [label, at]));
  const texts = sorted.map(String);
  const plain = texts.every((label, at) => label === String(at));
  const first = numeric && texts.every((label, at) => label === String(at + 1)) ? 1 : 0;
  const known = isFashion(lists) ? FASHION.names : isEmnist ? EMNIST[sorted.length] : undefined;
  const names = known ? [...known] : plain ? null : texts;
  return { names, count: sorted.length, first, index: (label) => places.get(label) ?? 0 };
}

/**
 * @param {readonly Labels[]} lists
 * @returns {boolean} whether all labels begin as those of Fashion-MNIST
 */
export function isFashion(lists) {
  return lists.length > 0 && lists.every((labels) => FASHION.beginnings.includes(beginning(labels)));
}

/** @param {Labels} labels */
function beginning(labels) {
  return Array.from({ length: Math.min(16, labels.length) }, (_, at) => labels[at]).join();
}
