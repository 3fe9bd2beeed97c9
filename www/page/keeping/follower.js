/**
 * @file Items of the state that the library keeps: what changes here goes there, and what another tab, or a laboratory's
 * file, has changed there comes here.
 */

import { effect } from '@preact/signals';

/**
 * @template {object} Item
 * @typedef {object} Part
 * @property {import('@preact/signals').ReadonlySignal<Item[]>} items of the state
 * @property {(item: Item) => string} idOf
 * @property {(known: ReadonlyMap<string, Item>) => Promise<Item[]>} read what the library has; what is as it was known is the
 *   very same object
 * @property {(items: Item[], fresh: Item[]) => void} set the items of the state anew; `fresh` come to them
 * @property {(items: Item[]) => Promise<unknown>[]} put
 * @property {(items: Item[]) => Promise<unknown>[]} remove
 * @property {(item: Item) => boolean} [isUsed] whether it stays here though another tab has removed it
 * @property {(item: Item) => void} onFault it could not be kept
 */

/** @template {object} Item */
export class Follower {
  #part;
  /** What the library has, or is about to have. @type {Map<string, Item>} */
  #known = new Map();
  /** @type {Set<Promise<unknown>>} */
  #writes = new Set();
  /** Counted up when something is written. */
  #version = 0;

  /** @param {Part<Item>} part */
  constructor(part) {
    this.#part = part;
  }

  /**
   * Takes over what the library has. Items that are not kept yet stay.
   *
   * @param {() => boolean} [isWanted] asked once it is read
   */
  async bring(isWanted = () => true) {
    for (;;) {
      await Promise.allSettled(this.#writes);
      const version = this.#version;
      const listed = await this.#part.read(this.#known);
      if (!isWanted()) return;
      // What was written meanwhile may be in the list or not.
      if (version === this.#version) return this.#take(listed);
    }
  }

  /** @param {Item[]} listed */
  #take(listed) {
    const { items, idOf, isUsed, set } = this.#part;
    const there = new Map(listed.map((item) => [idOf(item), item]));
    const present = items.peek();
    const here = new Set(present.map(idOf));
    const kept = present.flatMap((item) => {
      const known = this.#known.get(idOf(item));
      const now = there.get(idOf(item));
      if (now) return [known === undefined || known === item ? now : item];
      return known === item && !isUsed?.(item) ? [] : [item];
    });
    const fresh = listed.filter((item) => !here.has(idOf(item)));
    this.#known = there;
    const asItWas =
      kept.length === present.length && kept.every((item, at) => item === present[at] && there.has(idOf(item)));
    if (fresh.length > 0 || !asItWas) set(kept, fresh);
  }

  /** From here on each that comes or changes is kept, and each that goes is forgotten. */
  follow() {
    const { items, idOf, put, remove, onFault } = this.#part;
    effect(() => {
      const now = new Map(items.value.map((item) => [idOf(item), item]));
      const before = this.#known;
      this.#known = now;
      const come = [...now].filter(([id, item]) => before.get(id) !== item).map(([, item]) => item);
      const gone = [...before].filter(([id]) => !now.has(id)).map(([, item]) => item);
      const [first] = come;
      if (first)
        this.#write(put(come), () => {
          for (const item of come) this.#lose(item);
          onFault(first);
        });
      if (gone.length > 0) this.#write(remove(gone), () => {});
    });
  }

  /** @param {Item} item that the library does not have: it is tried again with the next change */
  #lose(item) {
    const id = this.#part.idOf(item);
    if (this.#known.get(id) === item) this.#known.delete(id);
  }

  /**
   * @param {Promise<unknown>[]} writes
   * @param {() => void} onFault
   */
  #write(writes, onFault) {
    this.#version += 1;
    for (const write of writes) {
      this.#writes.add(write);
      write.catch(onFault).finally(() => this.#writes.delete(write));
    }
  }
}

/** Tells the changes of the library that this tab has made by itself from all others. */
export class Echoes {
  #own = 0;

  /**
   * @template Value
   * @param {Promise<Value>} write counted as a change once it has succeeded
   * @returns {Promise<Value>}
   */
  own(write) {
    this.#own += 1;
    write.catch(() => {
      this.#own -= 1;
    });
    return write;
  }

  /**
   * @param {number} count of changes
   * @returns {boolean} whether others than one's own are among them
   */
  foreign(count) {
    const own = Math.min(count, this.#own);
    this.#own -= own;
    return count > own;
  }
}
