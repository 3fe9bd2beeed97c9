/** @file Names of one's own classes: as they are typed, or as folders have them. */

/** How many classes a set has, and how long a name may be. */
const [FEWEST, MOST, LONGEST] = [2, 20, 16];

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
  return { names, ...faultOfNames(names) };
}

/**
 * @param {readonly string[]} names
 * @returns {{ fault: Fault | null, found: string }}
 */
export function faultOfNames(names) {
  const long = names.find((name) => lengthOf(name) > LONGEST);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (names.length > MOST) return { fault: 'many', found: '' };
  if (long !== undefined) return { fault: 'long', found: long };
  if (twice !== undefined) return { fault: 'twice', found: twice };
  return { fault: names.length < FEWEST ? 'few' : null, found: '' };
}

/** @param {string} name @returns {number} letters as a person counts them: a family of emoji is one */
function lengthOf(name) {
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name)].length;
}
