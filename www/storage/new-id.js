/** @file Names for runs, samples and data sets. */

/** @returns {string} twelve letters and digits at random */
export function newId() {
  const random = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(random, (byte) => (byte % 36).toString(36)).join('');
}
