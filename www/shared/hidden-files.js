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
