/** @file Notes in the browser's timeline how long something took, under one name, and keeps no more of them than are read. */

/** How many measures are kept. */
const MOST = 2000;

export class Timeline {
  #name;
  #count = 0;

  /** @param {string} name */
  constructor(name) {
    this.#name = name;
  }

  /** @param {PerformanceMeasureOptions} measure `end` is now unless given */
  note(measure) {
    if (this.#count % MOST === 0) performance.clearMeasures(this.#name);
    this.#count += 1;
    performance.measure(this.#name, measure);
  }
}
