/** @file The drawing and the settings of a laboratory, in place of the present ones. */

import { readPreferences } from '../../preferences.js';

/**
 * @param {import('../context.js').App} app
 * @param {import('../../../storage/laboratory/format.js').Manifest} manifest
 */
export function takePage({ actions, state }, { drawing, preferences }) {
  const given = JSON.stringify({ ...state.preferences.peek(), ...preferences });
  // What cannot be is as it usually is.
  const storage = /** @type {Storage} */ (/** @type {unknown} */ ({ getItem: () => given }));
  const read = readPreferences(() => storage, {});
  for (const name of /** @type {(keyof typeof read)[]} */ (Object.keys(read))) actions.setPreference(name, read[name]);
  if (drawing.length === 0) return;
  const drawn = (/** @type {import('../../features/draw/strokes.js').Drawing} */ { strokes, past, generation }) => ({
    strokes: drawing,
    past: [...past, strokes],
    generation: generation + 1,
  });
  actions.draw(drawn, performance.now());
}
