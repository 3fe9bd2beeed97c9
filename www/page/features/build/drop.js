/** @file Where a dragged layer would be dropped. */

import { gapAfter, gapBefore } from './edits.js';

/**
 * @typedef {{ path: string, top: number, bottom: number, holds: boolean }} Row `holds`: inner layers may stand in it
 * @typedef {import('./edits.js').Gap} Gap
 */

/**
 * @param {Row[]} rows as they are listed
 * @param {number} y
 * @param {number} depth how deep in layers the pointer is, from 0
 * @returns {{ gap: Gap, y: number, depth: number } | null} `y` of the line that shows it; null without rows
 */
export function dropAt(rows, y, depth) {
  const at = rows.findIndex(({ bottom }) => y < bottom);
  const row = rows[at < 0 ? rows.length - 1 : at];
  if (!row) return null;
  const own = depthOf(row.path);
  if (at >= 0 && y < (row.top + row.bottom) / 2) return { gap: gapBefore(row.path), y: row.top, depth: own };
  if (row.holds) return { gap: { parent: row.path, index: 0 }, y: row.bottom, depth: own + 1 };
  const next = at < 0 ? undefined : rows[at + 1];
  // After the last of inner layers: within or outside, as far to the right as the pointer is.
  const least = next ? depthOf(next.path) : 0;
  const level = Math.min(own, Math.max(least, depth));
  const path = row.path
    .split('.')
    .slice(0, level + 1)
    .join('.');
  return { gap: gapAfter(path), y: row.bottom, depth: level };
}

/** @param {string} path */
export function depthOf(path) {
  return path.split('.').length - 1;
}
