/** @file Tables that are pasted as text, from a spreadsheet or an editor. Files and pictures the frame takes everywhere. */

import { incoming } from '../../app/incoming.js';

/**
 * @param {Document} document
 * @returns {() => void} stops hearing
 */
export function hearTables(document) {
  /** @param {ClipboardEvent} event */
  const hear = ({ clipboardData, target }) => {
    const typing = target instanceof Element && target.closest('input, textarea, select');
    const pasted = clipboardData?.getData('text/plain') ?? '';
    if (typing || clipboardData?.files.length || !isTable(pasted)) return;
    incoming.value = [{ name: 'pasted.csv', file: new Blob([pasted], { type: 'text/csv' }) }];
  };
  document.addEventListener('paste', hear);
  return () => document.removeEventListener('paste', hear);
}

/**
 * @param {string} pasted
 * @returns {boolean} whether it has two lines or more of several cells
 */
export function isTable(pasted) {
  const lines = pasted.trim().split(/\r\n|\r|\n/);
  return lines.length > 1 && lines.slice(0, 2).every((line) => /[,;\t|]|\S +\S/.test(line));
}
