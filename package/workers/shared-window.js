/**
 * @file The memory that the workers of one session share: control words, two slots for each all-reduce, and a window of
 * floats for each rank. What lies where in a window is left to the core.
 */

import { InkgradError } from '../error.js';

/**
 * @typedef {object} SharedMemory
 * @property {SharedArrayBuffer} buffer
 * @property {number} worldSize
 * @property {number} floats in each window
 */

/** Words in a cache line of 64 bytes: words that different workers write lie in different lines. */
const LINE = 16;

/** Numbers that one barrier sums at most. */
const SLOT = 256;

/** Control words that all workers read: whether the call is to be aborted, and the unit of work after which all stop. */
export const ABORT = 0;
export const STOP_AFTER = 1;

/** @param {number} rank @returns {number} the control word that counts the barriers that a rank has reached */
export const barriers = (rank) => LINE * (1 + rank);

/** @param {number} rank @returns {number} the control word that counts a rank's signs of life between barriers */
export const heartbeat = (rank) => barriers(rank) + 1;

/** How often a worker reads another's count before it sleeps: for some 0.2 ms, a few times what waking a thread takes. */
const SPINS = 2000;

/** The same where the engine has no `Atomics.pause`, with which a read takes four times as long. */
const SPINS_WITHOUT_PAUSE = 8000;

/**
 * @param {number} worldSize
 * @param {number} floats
 * @returns {SharedMemory}
 */
export function createSharedMemory(worldSize, floats) {
  const bytes = windowAt(worldSize, floats, worldSize);
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
 */
function slotAt(worldSize, parity, rank) {
  return 4 * LINE * (1 + worldSize) + 8 * SLOT * (parity * worldSize + rank);
}

/**
 * @param {number} worldSize
 * @param {number} floats
 * @param {number} rank
 */
function windowAt(worldSize, floats, rank) {
  return slotAt(worldSize, 2, 0) + 4 * LINE * Math.ceil(floats / LINE) * rank;
}

/** What the core needs of the other workers; it names the methods. */
export class SharedWindow {
  #control;
  #slots;
  #windows;
  #barriers = 0;
  /** Tells the processor that this thread spins; not every engine has it. @type {(() => void) | undefined} */
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
      ranks.map((each) => new Float64Array(buffer, slotAt(worldSize, parity, each), SLOT)),
    );
    this.#windows = ranks.map((each) => new Float32Array(buffer, windowAt(worldSize, floats, each), floats));
  }

  /**
   * A barrier, which replaces each value by its sum over all ranks, in their order and so to the same bits on each.
   * Slots alternate: a worker at the next barrier has read those of the last.
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
   * @param {number} at
   * @param {Float32Array} values to write to this rank's window
   */
  write(at, values) {
    this.#windows[this.rank]?.set(values, at);
  }

  /**
   * @param {number} rank
   * @param {number} at
   * @param {Float32Array} values to fill from that rank's window
   */
  read(rank, at, values) {
    values.set(/** @type {Float32Array} */ (this.#windows[rank]).subarray(at, at + values.length));
  }

  #barrier() {
    this.#barriers = (this.#barriers + 1) | 0;
    Atomics.store(this.#control, barriers(this.rank), this.#barriers);
    Atomics.notify(this.#control, barriers(this.rank));
    for (let rank = 0; rank < this.world_size; rank += 1) this.#await(barriers(rank));
  }

  /** @param {number} word that counts another's barriers */
  #await(word) {
    for (let spins = 0; ; spins += 1) {
      const count = Atomics.load(this.#control, word);
      // The difference counts, for the counts may overflow.
      if (((count - this.#barriers) | 0) >= 0) return;
      if (spins < this.#spins) this.#pause?.();
      else Atomics.wait(this.#control, word, count);
    }
  }
}
