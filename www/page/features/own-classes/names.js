/** @file Names of one's own classes, as they are typed. */

/** How many classes a set has, and how long a name may be. */
export const [FEWEST, MOST, LONGEST] = [2, 20, 16];

/** @typedef {'few' | 'many' | 'twice' | 'long'} Fault */

/**
 * Commas part names that hold spaces; where there is none, spaces do.
 *
 * @param {string} typed
 * @returns {{ names: string[], fault: Fault | null, found: string }} `found`: the name that is at fault
 */
export function parseNames(typed) {
  const commas = /[,，、;；\n]/;
  const names = typed
    .split(commas.test(typed) ? commas : /\s+/)
    .map((name) => name.trim().normalize('NFC'))
    .filter((name) => name !== '');
  const long = names.find((name) => lengthOf(name) > LONGEST);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (long !== undefined) return { names, fault: 'long', found: long };
  if (twice !== undefined) return { names, fault: 'twice', found: twice };
  if (names.length < FEWEST) return { names, fault: 'few', found: '' };
  return { names, fault: names.length > MOST ? 'many' : null, found: '' };
}

/** @param {string} name @returns {number} letters as a person counts them: a family of emoji is one */
function lengthOf(name) {
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name)].length;
}
