/** @file What of a drawing is new since it was last painted: a drawing that has only grown is not painted anew. */

/** @typedef {import('../features/draw/strokes.js').Stroke} Stroke */

export class PaintedStrokes {
  /** @type {Stroke[]} */
  #painted = [];
  /** Numbers in `points` of the last painted stroke. */
  #length = 0;

  /**
   * @param {Stroke[]} strokes that are painted from now on
   * @returns {{ anew: boolean, parts: { stroke: Stroke, from: number }[] }} whether to begin with an empty sheet, and
   *   from which of its numbers each stroke is to be painted
   */
  update(strokes) {
    const anew = !this.#painted.every((stroke, at) => strokes[at] === stroke);
    if (anew) this.#painted = [];
    const last = this.#painted.at(-1);
    const parts = strokes
      .slice(Math.max(0, this.#painted.length - 1))
      .map((stroke) => ({ stroke, from: stroke === last ? this.#length : 0 }));
    this.#painted = strokes.slice();
    this.#length = strokes.at(-1)?.points.length ?? 0;
    return { anew, parts };
  }
}
