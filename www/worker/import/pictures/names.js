/** @file What the names of files say: the part that they belong to, what role they have, and whose they are. */

/** @typedef {'train' | 'validation' | 'test'} PartName */

/** Words of each part, as people name their files and folders. */
const WORDS = /** @type {const} */ ([
  ['test', ['test', 'testing', 't10k', 'eval']],
  ['validation', ['validation', 'valid', 'val', 'dev']],
  ['train', ['train', 'training']],
]);

/** Words that tell pictures from labels, and formats. */
const ROLES = new Set(
  'images image img imgs pictures labels label targets target classes data x y idx idx1 idx3 ubyte csv tsv txt npy npz png gz bin'.split(
    ' ',
  ),
);

/** @param {string} name */
function wordsOf(name) {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

/**
 * @param {string} name with its folders
 * @returns {PartName | null} that the last of its folders or its own name says
 */
export function partOf(name) {
  for (const segment of name.split('/').reverse()) {
    const words = wordsOf(segment);
    const found = WORDS.find(([, known]) =>
      words.some((word) => /** @type {readonly string[]} */ (known).includes(word)),
    );
    if (found) return found[0];
  }
  return null;
}

/**
 * @param {string} name
 * @returns {string} what is the same in the names of pictures and of their labels
 */
export function stemOf(name) {
  const parts = WORDS.flatMap(([, known]) => known);
  const words = wordsOf(name).filter((word) => !ROLES.has(word) && !(/** @type {string[]} */ (parts).includes(word)));
  return words.join(' ');
}

/**
 * @param {string} name of a picture, with its folders
 * @returns {string | null} the folder that it lies in, which is its class, in composed letters; null where that is a part, or there
 *   is none
 */
export function classOf(name) {
  const folder = name.split('/').at(-2);
  if (folder === undefined) return null;
  const words = wordsOf(folder);
  const isPart = words.length === 1 && partOf(folder) !== null;
  return isPart ? null : folder.normalize('NFC');
}

/**
 * @param {readonly string[]} names
 * @returns {string | null} a title for all of them: the folder or archive that holds them, or what their names share
 */
export function titleOf(names) {
  const [first = ''] = names;
  const [top] = first.split('/').slice(0, -1);
  if (top !== undefined && names.every((name) => name.startsWith(`${top}/`))) return top;
  const stem = stemOf(first.split('/').at(-1) ?? first);
  return stem !== '' && names.every((name) => stemOf(name.split('/').at(-1) ?? name) === stem) ? stem : null;
}
