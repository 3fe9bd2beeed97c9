/** @file A drawing as bytes of ink for the network, always of the same size, whatever the screen is. */

import { Painter } from './painter.js';

/** Pixels of a side: eight for each of MNIST's. */
export const INK_SIZE = 224;

export class Ink {
  #context;
  #painter;

  constructor() {
    const context = new OffscreenCanvas(INK_SIZE, INK_SIZE).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no canvas to draw on');
    this.#context = context;
    this.#painter = new Painter(context, INK_SIZE, '#000');
  }

  /**
   * @param {import('./strokes.js').Drawing} drawing
   * @returns {Uint8Array<ArrayBuffer>} 0 none, 255 full
   */
  pixels(drawing) {
    this.#painter.paint(drawing);
    const { data } = this.#context.getImageData(0, 0, INK_SIZE, INK_SIZE);
    const ink = new Uint8Array(INK_SIZE * INK_SIZE);
    for (let at = 0; at < ink.length; at += 1) ink[at] = /** @type {number} */ (data[4 * at + 3]);
    return ink;
  }
}
