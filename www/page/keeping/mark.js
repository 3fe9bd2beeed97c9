/** @file Marks that something was kept here, so that it is noticed when the browser has removed it. */

const KEY = 'inkgrad.kept';

export class Mark {
  #marks;

  /** @param {() => Storage | undefined} marks what is kept for all tabs; a browser may refuse it */
  constructor(marks) {
    this.#marks = marks;
  }

  get isSet() {
    try {
      return this.#marks()?.getItem(KEY) === '1';
    } catch {
      return false;
    }
  }

  /** Where it cannot be set, nothing tells when what was kept is gone. @param {boolean} kept */
  set(kept) {
    try {
      if (kept) this.#marks()?.setItem(KEY, '1');
      else this.#marks()?.removeItem(KEY);
    } catch {}
  }
}
