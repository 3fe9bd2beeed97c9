/** @file How many cores the page asks for, which needs some of one itself. */

/**
 * Of two cores the page, the browser's compositor and the worker that talks to both take more than half of one;
 * docs/cores.md has what two workers then brought. With three or more the package's rule decides.
 *
 * @param {number} wanted cores to train on; 0 for as many as pay
 * @param {number} cores that the machine has, as far as the browser tells
 * @returns {number | 'auto'}
 */
export function workersFor(wanted, cores) {
  if (wanted > 0) return wanted;
  return cores > 2 ? 'auto' : 1;
}
