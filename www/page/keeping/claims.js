/**
 * @file Which run is this tab's own. A tab holds a lock for the run that it trains, so that another one notices, and trains
 * a run of its own. A browser without locks, or one that refuses them, gives every run.
 */

/** Before the id of a run, in the name of its lock. */
const PREFIX = 'inkgrad.run.';

/** Where a tab remembers its run, over a reload. */
const KEY = 'inkgrad.run';

/**
 * @typedef {{ id: string, from: string | null }} Remembered `from`: the run of another tab from which this one begins
 * @typedef {{ id: string, answer: Promise<boolean> }} Claim that waits for its lock
 */

export class Claims {
  #locks;
  #session;
  #onStolen;
  /** @type {{ id: string, release: () => void } | null} */
  #held = null;
  /** @type {Map<string, Claim>} */
  #waiting = new Map();
  /** The claim of the run that is wanted now, while it waits. @type {Claim | null} */
  #newest = null;

  /**
   * @param {LockManager | undefined} locks
   * @param {() => Storage | undefined} session what is kept for this tab alone
   * @param {(id: string) => void} onStolen another tab has taken the run without an answer from this one
   */
  constructor(locks, session, onStolen) {
    this.#locks = locks;
    this.#session = session;
    this.#onStolen = onStolen;
  }

  /**
   * @param {string} id of the run that is this tab's from now on, in the place of the one before
   * @param {LockOptions} [options] how it is asked for
   * @returns {Promise<boolean>} whether it is
   */
  claim(id, options = { ifAvailable: true }) {
    this.#newest = null;
    if (this.#held?.id === id) return Promise.resolve(true);
    // A second request for the same lock would find it taken: by the first.
    const known = this.#waiting.get(id);
    const claim = known ?? { id, answer: Promise.resolve(false) };
    this.#newest = claim;
    if (known) return known.answer;
    this.#waiting.set(id, claim);
    claim.answer = this.#take(claim, options);
    return claim.answer;
  }

  /**
   * @param {Claim} claim
   * @param {LockOptions} options
   */
  async #take(claim, options) {
    const { id } = claim;
    const release = await (this.#locks ? this.#lock(this.#locks, id, options) : () => {});
    this.#waiting.delete(id);
    // Another run may have been claimed meanwhile.
    const wanted = this.#newest === claim;
    if (wanted) this.#newest = null;
    if (!release || !wanted) {
      release?.();
      return false;
    }
    this.release();
    this.#held = { id, release };
    return true;
  }

  /** No run is this tab's, nor one that it waits for. */
  release() {
    this.#newest = null;
    this.#held?.release();
    this.#held = null;
  }

  /** @returns {Remembered | null} the run of this tab before it was loaded anew */
  remembered() {
    try {
      const { id, from } = JSON.parse(this.#session()?.getItem(KEY) ?? '{}');
      return typeof id === 'string' ? { id, from: typeof from === 'string' ? from : null } : null;
    } catch {
      return null;
    }
  }

  /** @param {Remembered} run */
  remember(run) {
    try {
      this.#session()?.setItem(KEY, JSON.stringify(run));
    } catch {
      // A tab that remembers nothing begins as a new one.
    }
  }

  /**
   * @param {LockManager} locks
   * @param {string} id
   * @param {LockOptions} options
   * @returns {Promise<(() => void) | null>} gives the lock back; null where it was not given
   */
  #lock(locks, id, options) {
    return new Promise((resolve) => {
      let given = false;
      const held = locks.request(PREFIX + id, options, (lock) => {
        if (!lock) return resolve(null);
        given = true;
        return new Promise((release) => resolve(() => release(undefined)));
      });
      held.catch(() => {
        if (given) this.#lose(id);
        // Without an end of patience nobody else has it: the browser refuses locks to this page.
        else resolve(options.signal?.aborted ? null : () => {});
      });
    });
  }

  /**
   * The lock has ended: another tab has stolen it, or the page is being left, as WebKit does. Only in the first case
   * somebody has it.
   *
   * @param {string} id
   */
  async #lose(id) {
    if (this.#held?.id !== id) return;
    this.#held = null;
    if (this.#newest || !(await this.claim(id))) this.#onStolen(id);
  }
}
