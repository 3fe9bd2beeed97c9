/**
 * @file The page's end of the copy that is looked at: one question at a time, and of what changes meanwhile only the last
 * is asked. The copy outlives the tab, so that a look elsewhere does not lose the steps.
 */

import { signal } from '@preact/signals';

/**
 * @typedef {import('../../../worker/one-step/microscope.js').View & { picture: number }} View
 * @typedef {import('../../../worker/one-step/microscope.js').Choice} Choice
 * @typedef {import('../../../worker/queries/one-step.js').Source} Source
 * @typedef {'forward' | 'back'} Move
 */

export class Copy {
  /** @type {import('@preact/signals').Signal<View | null>} */
  view = signal(null);
  /** @type {import('@preact/signals').Signal<unknown>} */
  error = signal(null);
  busy = signal(false);
  /** @type {import('@preact/signals').Signal<Source>} */
  source = signal({ kind: 'picture', index: null });
  /** @type {import('@preact/signals').Signal<Choice>} */
  choice = signal({ layer: -1, unit: -1 });
  #ask;
  #id = 0;
  /** @type {{ open: boolean, moves: Move[] } | null} */
  #wanted = null;

  /** @param {import('../../app/queries.js').Ask} ask */
  constructor(ask) {
    this.#ask = ask;
  }

  /** Begins anew, from the run as it is now. @param {Source} [source] */
  open(source = this.source.value) {
    this.source.value = source;
    this.#want(true);
  }

  /** Shows the copy again, or a new one where it is gone. */
  refresh() {
    this.#want(false);
  }

  /** @param {Move} move */
  move(move) {
    this.#want(false, move);
  }

  /** @param {Partial<Choice>} change */
  choose(change) {
    this.aim(change);
    this.#want(false);
  }

  /** @param {Partial<Choice>} change of what is looked at from the next question on */
  aim(change) {
    this.choice.value = { ...this.choice.value, ...change };
  }

  /** Another network: no unit is chosen in it. @param {number} size of its input */
  forget(size) {
    this.choice.value = { layer: -1, unit: -1 };
    const source = this.source.value;
    if (source.kind !== 'batch' && !(source.kind === 'pad' && source.input.length === size))
      this.source.value = { kind: 'picture', index: null };
  }

  /** @param {boolean} open @param {Move} [move] */
  #want(open, move) {
    const moves = open ? [] : [...(this.#wanted?.moves ?? []), ...(move ? [move] : [])];
    this.#wanted = { open: open || (this.#wanted?.open ?? false), moves };
    if (!this.busy.value) this.#run();
  }

  async #run() {
    this.busy.value = true;
    for (let wanted = this.#wanted; wanted; wanted = this.#wanted) {
      this.#wanted = null;
      try {
        await this.#show(wanted.open, wanted.moves);
        this.error.value = null;
      } catch (error) {
        // A network that is replaced takes its questions back; the next one is asked when it is there.
        if (Object(error).code === 'aborted') this.view.value = null;
        else this.error.value = error;
      }
    }
    this.busy.value = false;
  }

  /** @param {boolean} open @param {Move[]} moves */
  async #show(open, moves) {
    let answer = open ? await this.#opened() : await this.#asked({ move: moves[0] });
    for (const move of moves.slice(1)) answer = await this.#asked({ move });
    answer ??= open ? null : await this.#opened();
    this.view.value = answer;
    if (!answer || this.#wanted) return;
    const { layer, unit, sample, picture } = answer;
    this.choice.value = { ...this.choice.value, layer, unit, sample };
    // The picture stays when the copy begins anew.
    if (this.source.value.kind === 'picture') this.source.value = { kind: 'picture', index: picture };
  }

  async #opened() {
    this.#id += 1;
    const source = this.source.value;
    const saved =
      source.kind === 'example'
        ? null
        : await /** @type {Promise<{ bytes: Uint8Array } | null>} */ (this.#ask('training', 'saved-run', {}));
    return this.#asked({ open: { bytes: saved?.bytes ?? null, source } });
  }

  /**
   * @param {Record<string, unknown>} request
   * @returns {Promise<View | null>}
   */
  #asked(request) {
    return this.#ask('prediction', 'one-step', { id: this.#id, choice: this.choice.value, ...request });
  }
}
