/** @file Seeded random numbers for tests with many cases. */

/**
 * Marsaglia's xorshift of 32 bits.
 *
 * @param {number} seed not 0
 * @returns {{ below: (limit: number) => number, between: (from: number, to: number) => number, of: <Item>(items: Item[]) => Item }}
 */
export function randomFrom(seed) {
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const below = (/** @type {number} */ limit) => Math.floor(next() * limit);
  return {
    below,
    between: (from, to) => from + next() * (to - from),
    of: (items) => /** @type {any} */ (items[below(items.length)]),
  };
}
