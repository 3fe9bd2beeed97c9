/** @file Files with the same content: taken twice, a sample would be in training and in validation. */

/**
 * @typedef {import('../imported.js').Contents} FileContents
 * @typedef {{ name: string, shape: string, values: ArrayLike<unknown>, labels: ArrayLike<unknown> }} Content
 */

/** Arrays and tables of an import that are not alike. Lists of labels do not belong here: they may well be alike. */
export class Contents {
  /** @type {Content[]} */
  #taken = [];

  /**
   * @param {string} name
   * @param {FileContents} contents
   * @returns {string | null} the name of an earlier file with the same content; null for the first one, and for other kinds
   */
  twinOf(name, contents) {
    const own = contentOf(name, contents);
    if (!own) return null;
    const twin = this.#taken.find((other) => isSame(own, other));
    if (!twin) this.#taken.push(own);
    return twin?.name ?? null;
  }
}

/**
 * @param {string} name
 * @param {FileContents} contents
 * @returns {Content | null}
 */
function contentOf(name, contents) {
  if (contents.kind === 'table') {
    const { inputs, labels, classes } = contents;
    return { name, shape: String([inputs.length, ...(classes ?? [])]), values: inputs, labels: labels ?? [] };
  }
  if (contents.kind !== 'array') return null;
  return { name, shape: String(contents.shape), values: contents.data, labels: [] };
}

/** @param {Content} one @param {Content} other */
function isSame(one, other) {
  return one.shape === other.shape && sameValues(one.values, other.values) && sameValues(one.labels, other.labels);
}

/**
 * @param {ArrayLike<unknown>} one
 * @param {ArrayLike<unknown>} other
 * @returns {boolean}
 */
export function sameValues(one, other) {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (!Object.is(one[at], other[at])) return false;
  return true;
}
