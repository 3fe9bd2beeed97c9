/**
 * @file What is done and said where keeping fails, and between tabs: no room, no database, a newer version of the page, what
 * the browser has removed, and a run that another tab takes over.
 */

import { translator } from '../app/language.js';
import { texts } from './texts.js';

const text = translator(texts);

/** The channel between tabs. */
const CHANNEL = 'inkgrad';

/** Milliseconds after which a tab that does not answer, as one that is frozen, loses its run. */
const PATIENCE = 5000;

/** Milliseconds between two times that other tabs are told of the runs of this one, at least. */
const RUNS_INTERVAL = 3000;

/**
 * @typedef {import('../state.js').State} State
 * @typedef {import('../../storage/indexed-store.js').Reason | 'ended' | 'script'} OffReason
 * @typedef {keyof typeof texts.en} Key
 * @typedef {{ type: 'release', id: string } | { type: 'changed', part: string }} Message between tabs
 *
 * @typedef {object} Means
 * @property {import('../store.js').Store<State>} store
 * @property {import('./keeping.js').Keeping} keeping
 * @property {import('../training-control.js').TrainingControl} training
 * @property {import('../actions.js').Actions} actions
 */

export class Faults {
  #means;
  /** @type {BroadcastChannel | null} */
  #channel = null;
  /** @type {Key | null} told once something is worth keeping */
  #later = null;
  /** @type {ReturnType<typeof setTimeout> | null} until other tabs are told of the runs */
  #telling = null;
  /** Whether the list of runs is read once the tab is seen. */
  #stale = false;

  /** @param {Means} means */
  constructor(means) {
    this.#means = means;
    if (globalThis.BroadcastChannel) {
      this.#channel = new BroadcastChannel(CHANNEL);
      this.#channel.onmessage = ({ data }) => this.#hear(data);
    }
    means.store.state.status.subscribe((status) => {
      if (status !== 'running' || !this.#later) return;
      this.tell(this.#later);
      this.#later = null;
    });
  }

  /**
   * @param {Key} key
   * @param {Record<string, string | number>} [values]
   */
  tell(key, values) {
    const say = () => text(key, values);
    this.#means.store.update({ notice: { key, say, detail: '', remedies: [], grave: false } });
  }

  /**
   * @param {import('../../storage/remote.js').Opened} opened
   * @param {boolean} marked whether something had been kept here before this visit
   */
  opened({ reason, empty, newer }, marked) {
    const { keeping } = this.#means;
    if (newer > 0) this.tell('records', { count: newer });
    if (reason !== null || !empty || !marked) return;
    keeping.mark.set(false);
    this.tell('evicted');
  }

  /** @param {OffReason} reason why nothing is kept beyond this visit */
  off(reason) {
    if (reason === 'newer' || reason === 'blocked') this.tell(reason);
    else if (reason === 'ended' || reason === 'script') this.tell('lost');
    else this.#later = 'off';
  }

  /** @param {Message} message to other tabs */
  broadcast(message) {
    this.#channel?.postMessage(message);
  }

  /** A run of this tab is filed, or has gone on: other tabs list it, too. */
  tellRuns() {
    this.#telling ??= setTimeout(() => {
      this.#telling = null;
      this.broadcast({ type: 'changed', part: 'runs' });
    }, RUNS_INTERVAL);
  }

  /** What nobody sees is not read. */
  #readRuns() {
    if (this.#stale) return;
    const read = () => {
      this.#stale = false;
      this.#means.keeping.changed('runs', false);
    };
    this.#stale = globalThis.document?.hidden ?? false;
    if (this.#stale) document.addEventListener('visibilitychange', read, { once: true });
    else read();
  }

  /** @param {Message} message of another tab */
  #hear(message) {
    if (message.type === 'changed' && message.part === 'runs') this.#readRuns();
    else if (message.type === 'changed') this.#means.keeping.changed(message.part, false);
    else if (message.type === 'release' && message.id === this.#means.store.get().id) this.#release(message.id);
  }

  /**
   * Another tab wants the run: it is kept as it is now, given up, and another one begins.
   *
   * @param {string} id
   */
  async #release(id) {
    const { keeping, training } = this.#means;
    training.send({ type: 'pause' });
    await training.send({ type: 'keep', runId: id });
    await keeping.keepRun();
    keeping.claims.release();
    this.lose(id);
  }

  /** @param {string} id of the run, which is another tab's from now on */
  lose(id) {
    const { store, training } = this.#means;
    if (store.get().id !== id) return;
    store.update({ playWanted: false, status: 'paused' });
    training.rebuild();
    this.tell('taken');
  }

  /** The run of another tab goes on here; the present one is filed. */
  async takeOver() {
    const { store, keeping, actions } = this.#means;
    const { elsewhere } = store.get();
    if (!elsewhere) return;
    const { id } = elsewhere;
    store.update({ elsewhere: null });
    this.broadcast({ type: 'release', id });
    const signal = AbortSignal.timeout(PATIENCE);
    if (!(await keeping.claims.claim(id, { signal }))) await keeping.claims.claim(id, { steal: true });
    if (await actions.openFiled(id).catch(() => false)) return;
    // Its weights are gone, or cannot be read: this tab goes on with its own run, which may be another one by now.
    await keeping.claims.claim(store.get().id);
    this.tell('notTaken');
  }
}
