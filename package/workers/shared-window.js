/**
 * @file The memory that the workers of one session share: control words, two slots per rank for all-reduce, and a window of
 * floats per rank. The core decides the layout of a window.
 */

import { InkgradError } from '../error.js';

/**
 * @typedef {object} SharedMemory
 * @property {SharedArrayBuffer} buffer
 * @property {number} worldSize
 * @property {number} floats in each window
 */

/** Words in a cache line of 64 bytes. Words of different writers are in different lines, which avoids false sharing. */
const LINE = 16;

/** The maximum number of values that one barrier can sum. */
const SLOT = 256;

/**
 * Control words that all workers read: whether the call is aborted, and the number of the call of `advance_parallel` after which
 * all ranks stop.
 */
export const ABORT = 0;
export const STOP_AFTER = 1;

/** @param {number} rank @returns {number} the control word with the number of barriers that a rank has reached */
export const barriers = (rank) => LINE * (1 + rank);

/** @param {number} rank @returns {number} the control word with the number of a rank's heartbeats between barriers */
export const heartbeat = (rank) => barriers(rank) + 1;

/** Reads of another rank's count before a worker sleeps: about 0.2 ms, a few times what waking a thread takes. */
const SPINS = 2000;

/** The same without `Atomics.pause`: a read with a pause takes four times as long. */
const SPINS_WITHOUT_PAUSE = 8000;

/**
 * @param {number} worldSize
 * @param {number} floats
 * @returns {SharedMemory}
 */
export function createSharedMemory(worldSize, floats) {
  // The end of the last window.
  const bytes = windowOffset(worldSize, floats, worldSize);
  try {
    return { buffer: new SharedArrayBuffer(bytes), worldSize, floats };
  } catch (cause) {
    const megabytes = String(Math.ceil(bytes / 2 ** 20));
    const message = `there is no room for the ${megabytes} MB that ${worldSize} workers share; take fewer workers or make layers smaller`;
    const values = { megabytes, workers: String(worldSize) };
    throw new InkgradError('memory', message, { id: 'memory.workers', values, cause, found: `${bytes} bytes` });
  }
}

/** @param {SharedMemory} shared @returns {Int32Array<SharedArrayBuffer>} */
export function controlWords({ buffer, worldSize }) {
  return new Int32Array(buffer, 0, LINE * (1 + worldSize));
}

/**
 * @param {number} worldSize
 * @param {number} parity of the barrier
 * @param {number} rank
 * @returns {number} in bytes
 */
function slotOffset(worldSize, parity, rank) {
  return 4 * LINE * (1 + worldSize) + 8 * SLOT * (parity * worldSize + rank);
}

/**
 * @param {number} worldSize
 * @param {number} floats in each window
 * @param {number} rank
 * @returns {number} in bytes
 */
function windowOffset(worldSize, floats, rank) {
  return slotOffset(worldSize, 2, 0) + 4 * LINE * Math.ceil(floats / LINE) * rank;
}

/** A rank's access to the shared memory. The core calls these methods, so their names are snake case. */
export class SharedWindow {
  #control;
  #slots;
  #windows;
  #barriers = 0;
  /** Tells the processor that this thread spins. Not every engine has it. @type {(() => void) | undefined} */
  #pause = /** @type {any} */ (Atomics).pause?.bind(Atomics);
  #spins = this.#pause ? SPINS : SPINS_WITHOUT_PAUSE;

  /**
   * @param {SharedMemory} shared
   * @param {number} rank
   */
  constructor(shared, rank) {
    const { buffer, worldSize, floats } = shared;
    const ranks = Array.from({ length: worldSize }, (_, each) => each);
    this.rank = rank;
    this.world_size = worldSize;
    this.#control = controlWords(shared);
    this.#slots = [0, 1].map((parity) =>
      ranks.map((each) => new Float64Array(buffer, slotOffset(worldSize, parity, each), SLOT)),
    );
    this.#windows = ranks.map((each) => new Float32Array(buffer, windowOffset(worldSize, floats, each), floats));
  }

  /**
   * Sums each value over all ranks, in rank order, so that all ranks get the same bits. It is a barrier. Two slots alternate:
   * when a rank reaches the next barrier, it has read the slots of the last one.
   *
   * @param {Float64Array} values
   */
  all_reduce(values) {
    for (let at = 0; at === 0 || at < values.length; at += SLOT) {
      const part = values.subarray(at, at + SLOT);
      const slots = /** @type {Float64Array[]} */ (this.#slots[this.#barriers & 1]);
      slots[this.rank]?.set(part);
      this.#barrier();
      part.fill(0);
      for (const slot of slots) {
        for (let index = 0; index < part.length; index += 1) {
          part[index] = /** @type {number} */ (part[index]) + /** @type {number} */ (slot[index]);
        }
      }
    }
  }

  /**
   * @param {number} offset in floats
   * @param {Float32Array} values to write to this rank's window
   */
  write(offset, values) {
    this.#windows[this.rank]?.set(values, offset);
  }

  /**
   * @param {number} rank
   * @param {number} offset in floats
   * @param {Float32Array} values to fill from that rank's window
   */
  read(rank, offset, values) {
    values.set(/** @type {Float32Array} */ (this.#windows[rank]).subarray(offset, offset + values.length));
  }

  #barrier() {
    this.#barriers = (this.#barriers + 1) | 0;
    Atomics.store(this.#control, barriers(this.rank), this.#barriers);
    Atomics.notify(this.#control, barriers(this.rank));
    for (let rank = 0; rank < this.world_size; rank += 1) this.#await(barriers(rank));
  }

  /** @param {number} word with another rank's number of barriers */
  #await(word) {
    for (let spins = 0; ; spins += 1) {
      const count = Atomics.load(this.#control, word);
      // Counts may overflow, so the difference is compared.
      if (((count - this.#barriers) | 0) >= 0) return;
      if (spins < this.#spins) this.#pause?.();
      else Atomics.wait(this.#control, word, count);
    }
  }
}
