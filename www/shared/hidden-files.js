/** @file Files that systems hide in folders and archives. */

/**
 * @param {string} name with its folders
 * @returns {boolean}
 */
export function isHidden(name) {
  const own = name.split('/').at(-1) ?? '';
  return name.startsWith('__MACOSX/') || own.startsWith('.') || own === 'Thumbs.db' || own === 'desktop.ini';
}
