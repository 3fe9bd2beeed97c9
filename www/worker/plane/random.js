/** @file Random numbers by a counter: the same seed gives the same numbers, on every machine. */

/**
 * @param {number} seed
 * @returns {() => number} numbers of [0, 1)
 */
export function counterRandom(seed) {
  let counter = 0;
  return () => {
    counter += 1;
    // The finaliser of MurmurHash3 over seed and counter.
    let hash = (Math.imul(seed, 0x9e3779b1) + counter) | 0;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
  };
}
