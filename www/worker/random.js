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

/**
 * @param {number} seed
 * @returns {() => number} the next number of a normal distribution with mean 0 and deviation 1 (Box–Muller)
 */
export function normal(seed) {
  const next = counterRandom(seed);
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    const [radius, angle] = [Math.sqrt(-2 * Math.log(1 - next())), 2 * Math.PI * next()];
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/**
 * @param {string} text
 * @returns {number} 32 bits that another text hardly shares (FNV-1a)
 */
export function seedOf(text) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
