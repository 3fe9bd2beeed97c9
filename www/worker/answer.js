/** @file The answer to a command, with the buffers that go to the page instead of being copied. */

export class Answer {
  /**
   * @param {unknown} value
   * @param {Iterable<ArrayBufferView>} arrays of the value that nobody here uses any more
   */
  constructor(value, arrays) {
    this.value = value;
    this.transfer = /** @type {ArrayBuffer[]} */ ([...new Set([...arrays].map(({ buffer }) => buffer))]);
  }
}
