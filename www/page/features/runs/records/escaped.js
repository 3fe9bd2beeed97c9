/**
 * @file Text that stands in HTML as it is.
 *
 * @param {string} plain
 * @returns {string}
 */
export function escaped(plain) {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
