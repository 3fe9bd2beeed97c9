/** @file A drawing as bytes of ink for the network, always of the same size, whatever the screen is. */

import { PaintedStrokes } from '../../pad/painted-strokes.js';
import { paintStroke } from './strokes-to-ink.js';

/** Pixels of a side: eight for each of MNIST's. */
export const INK_SIZE = 224;

export class Ink {
  #ink = new Uint8Array(INK_SIZE * INK_SIZE);
  #painted = new PaintedStrokes();

  /**
   * @param {import('./strokes.js').Drawing} drawing
   * @returns {Uint8Array<ArrayBuffer>} 0 none, 255 full; a copy, which may be given away
   */
  pixels({ strokes }) {
    const { anew, parts } = this.#painted.update(strokes);
    if (anew) this.#ink.fill(0);
    for (const { stroke, from } of parts) paintStroke(this.#ink, INK_SIZE, stroke, from);
    return this.#ink.slice();
  }
}
