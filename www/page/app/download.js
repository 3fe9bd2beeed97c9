/** @file Hands a file to the person: the browser saves it, or asks where. */

/** Milliseconds for which the browser may read it: it does so only after this turn. */
const READABLE = 60_000;

/**
 * @param {Blob} content
 * @param {string} name
 */
export function download(content, name) {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  Object.assign(link, { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), READABLE);
}
