/** @file Places in a tensor, as PyTorch counts them. */

/**
 * @param {readonly number[]} shape
 * @param {number} index flat
 * @returns {number[]} as PyTorch counts it
 */
export function placeIn(shape, index) {
  let rest = index;
  return shape
    .toReversed()
    .map((length) => {
      const place = rest % length;
      rest = Math.floor(rest / length);
      return place;
    })
    .toReversed();
}
