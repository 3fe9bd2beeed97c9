/** @file Files that systems hide in folders and archives. */

/**
 * @param {string} name with its folders
 * @returns {boolean}
 */
export function isHidden(name) {
  const segments = name.split('/');
  const own = segments.at(-1) ?? '';
  return own === 'Thumbs.db' || own === 'desktop.ini' || segments.some(isSystems);
}

/** @param {string} segment a folder, or the file itself */
function isSystems(segment) {
  return segment === '__MACOSX' || (segment.startsWith('.') && segment !== '.' && segment !== '..');
}

/**
 * @param {string} path of a file that was chosen or dropped, from the folder that the person has named
 * @returns {boolean} whether it is hidden within that folder, or is such a file itself
 */
export function isHiddenWithin(path) {
  return isHidden(path.slice(path.indexOf('/') + 1));
}
