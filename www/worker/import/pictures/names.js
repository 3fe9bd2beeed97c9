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

const PARTS = new Set(WORDS.flatMap(([, known]) => /** @type {readonly string[]} */ (known)));

/**
 * @param {string} name
 * @returns {string[]} in small letters, also those that are told apart by capitals alone, as in `trainImages` and `Xtest`
 */
function wordsOf(name) {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .flatMap(divided);
}

/**
 * @param {string} word
 * @returns {string[]} a part and its role where they are written as one word, as `xtrain`
 */
function divided(word) {
  if (PARTS.has(word) || ROLES.has(word)) return [word];
  for (const part of PARTS) {
    if (word.startsWith(part) && ROLES.has(word.slice(part.length))) return [part, word.slice(part.length)];
    if (word.endsWith(part) && ROLES.has(word.slice(0, -part.length))) return [word.slice(0, -part.length), part];
  }
  return [word];
}

/** @param {readonly string[]} words @returns {PartName | null} */
function partIn(words) {
  const found = WORDS.find(([, known]) =>
    words.some((word) => /** @type {readonly string[]} */ (known).includes(word)),
  );
  return found ? found[0] : null;
}

/**
 * @param {string} name with its folders
 * @returns {PartName | null} that the last of its folders or its own name says
 */
export function partOf(name) {
  for (const segment of name.split('/').reverse()) {
    const part = partIn(wordsOf(segment));
    if (part) return part;
  }
  return null;
}

/**
 * Of the name of a picture less is to be expected than of an array's: `train/5/test_1.png` is for training.
 *
 * @param {string} name of a picture, with its folders
 * @returns {PartName | null} that the last folder with the name of a part says, else as of any file
 */
export function partOfPicture(name) {
  const folders = name.split('/').slice(0, -1);
  return partIn([folders.findLast(isPartFolder) ?? ''].flatMap(wordsOf)) ?? partOf(name);
}

/** @param {string} folder @returns {boolean} whether its name is that of a part, and of what it holds at most */
function isPartFolder(folder) {
  const words = wordsOf(folder);
  return partIn(words) !== null && words.every((word) => PARTS.has(word) || ROLES.has(word));
}

/**
 * @param {string} name
 * @returns {string} what is the same in the names of pictures and of their labels
 */
export function stemOf(name) {
  return wordsOf(name)
    .filter((word) => !ROLES.has(word) && !PARTS.has(word))
    .join(' ');
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
