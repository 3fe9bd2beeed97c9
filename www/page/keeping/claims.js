/**
 * @file Which run is this tab's own. A tab holds a lock for the run that it trains, so that another one notices, and trains
 * a run of its own. A browser without locks gives every run.
 */

/** Before the id of a run, in the name of its lock. */
const PREFIX = 'inkgrad.run.';

/** Where a tab remembers its run, over a reload. */
const KEY = 'inkgrad.run';

/** @typedef {{ id: string, from: string | null }} Remembered `from`: the run of another tab from which this one begins */

export class Claims {
  #locks;
  #session;
  #onStolen;
  /** @type {{ id: string, release: () => void } | null} */
  #held = null;
  /** The newest claim, while it waits for its lock. @type {{ id: string, answer: Promise<boolean> } | null} */
  #waiting = null;

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
    // A second claim of the same run would find its lock taken: by the first.
    if (this.#waiting?.id === id) return this.#waiting.answer;
    this.#waiting = null;
    if (this.#held?.id === id) return Promise.resolve(true);
    const answer = this.#take(id, options);
    this.#waiting = { id, answer };
    return answer;
  }

  /**
   * @param {string} id
   * @param {LockOptions} options
   */
  async #take(id, options) {
    const release = await (this.#locks ? this.#lock(this.#locks, id, options) : () => {});
    // Another run may have been claimed meanwhile.
    const wanted = this.#waiting?.id === id;
    if (wanted) this.#waiting = null;
    if (!release || !wanted) {
      release?.();
      return false;
    }
    this.release();
    this.#held = { id, release };
    return true;
  }

  release() {
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
      const held = locks.request(PREFIX + id, options, (lock) => {
        if (!lock) return resolve(null);
        return new Promise((release) => resolve(() => release(undefined)));
      });
      held.catch(() => {
        resolve(null);
        if (this.#held?.id !== id) return;
        this.#held = null;
        this.#onStolen(id);
      });
    });
  }
}
