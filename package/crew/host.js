/** @file What this host has: how many cores, whether workers can share memory, and how one is started. */

import { worker as workerText } from '../texts.js';

/**
 * A worker, in whatever host.
 *
 * @typedef {object} Hired
 * @property {(message: unknown, transfer: Transferable[]) => void} post
 * @property {() => void} end
 * @property {(busy: boolean) => void} keep whether the process must wait for it
 */

/**
 * @typedef {object} Ears
 * @property {(message: any) => void} heard
 * @property {(why: string) => void} gone
 */

/** Nothing trains faster with more, and each has a copy of the data. */
const MOST = 64;

/** A name in a variable, so that no bundler looks for a module of Node's. @param {string} name */
const node = (name) => import(/* @vite-ignore */ /* webpackIgnore: true */ `node:${name}`);

/** Deno has workers of both kinds; for those of browsers a process waits, whether they are busy or not. */
const isNode = () => typeof process === 'object' && (typeof Worker !== 'function' || 'Deno' in globalThis);

/** @returns {Promise<number>} cores, as far as the host tells */
export async function cores() {
  const told =
    globalThis.navigator?.hardwareConcurrency ?? (isNode() ? (await node('os')).availableParallelism() : undefined);
  return Math.min(MOST, Math.max(1, Math.floor(told ?? 1)));
}

/** @returns {string | null} the id of the reason why there can be no more than one worker here */
export function obstacle() {
  if (globalThis.crossOriginIsolated === false) {
    return 'workers.not_isolated';
  }
  if (typeof SharedArrayBuffer !== 'function') return 'workers.no_shared_memory';
  if (typeof Worker !== 'function' && !isNode()) return 'workers.no_workers';
  return null;
}

/** Set once a worker's script did not start from its address and did as text: nobody tries the address again. */
let byText = false;

/** @typedef {(text: string | null, ears: Ears) => Hired} Start starts a worker by its address, or by the text of its script */

/**
 * A worker by its script's address; where that does not start (a bundler has left the script behind, a page may not start
 * one of another origin), by the script's text.
 *
 * @param {Ears} ears
 * @returns {Promise<Hired>}
 */
export async function hire(ears) {
  const start = isNode() ? await inNode() : inBrowser;
  const worker = new Starting(start, ears);
  await (byText ? worker.byText('') : worker.byAddress());
  return worker;
}

/**
 * A worker that may have to be started twice: until one is heard, what it was told is kept for the other.
 *
 * @implements {Hired}
 */
class Starting {
  #start;
  #ears;
  /** @type {Hired | null} */
  #worker = null;
  /** What was told before anything was heard. @type {unknown[] | null} null from then on */
  #told = [];
  #busy = true;
  #ended = false;

  /**
   * @param {Start} start
   * @param {Ears} ears
   */
  constructor(start, ears) {
    this.#start = start;
    this.#ears = ears;
  }

  byAddress() {
    return this.#begin(null, (why) => this.byText(why));
  }

  /** @param {string} before why its address was of no use */
  async byText(before) {
    const gone = (/** @type {string} */ why) => this.#ears.gone([before, `as text: ${why}`].filter(Boolean).join('; '));
    try {
      const { default: text } = await workerText();
      if (!this.#ended) this.#begin(text, gone);
    } catch (error) {
      gone(String(error));
    }
  }

  /**
   * @param {string | null} text
   * @param {(why: string) => void} failed
   */
  #begin(text, failed) {
    let over = false;
    /** @type {Ears} */
    const ears = {
      heard: (message) => {
        this.#told = null;
        byText ||= text !== null;
        this.#ears.heard(message);
      },
      gone: (why) => {
        if (this.#ended || over) return;
        if (this.#told === null) return this.#ears.gone(why);
        over = true;
        this.#worker?.end();
        this.#worker = null;
        failed(why);
      },
    };
    try {
      this.#worker = this.#start(text, ears);
    } catch (error) {
      return ears.gone(/** @type {Error} */ (error).message);
    }
    this.#worker.keep(this.#busy);
    for (const message of this.#told ?? []) this.#worker.post(message, []);
  }

  /** @type {Hired['post']} */
  post(message, transfer) {
    this.#told?.push(message);
    this.#worker?.post(message, transfer);
  }

  end() {
    this.#ended = true;
    this.#worker?.end();
  }

  /** @param {boolean} busy */
  keep(busy) {
    this.#busy = busy;
    this.#worker?.keep(busy);
  }
}

/**
 * The address is written out: bundlers look for this very form.
 *
 * @type {Start}
 */
function inBrowser(text, { heard, gone }) {
  const worker =
    text === null
      ? new Worker(new URL('./inkgrad-worker.js', import.meta.url), { type: 'module' })
      : new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })), { type: 'module' });
  worker.onmessage = ({ data }) => heard(data);
  worker.onmessageerror = () => gone('it sent what cannot be read');
  worker.onerror = (event) => {
    event.preventDefault();
    gone(event.message || 'its script did not come or cannot run');
  };
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    end: () => worker.terminate(),
    // Bun's, for which a process waits.
    keep: (busy) => /** @type {any} */ (worker)[busy ? 'ref' : 'unref']?.(),
  };
}

/** @returns {Promise<Start>} */
async function inNode() {
  const { Worker } = await node('worker_threads');
  return (text, { heard, gone }) => {
    const worker =
      text === null
        ? new Worker(new URL('./inkgrad-worker.js', import.meta.url))
        : new Worker(new URL(`data:text/javascript,${encodeURIComponent(text)}`));
    worker.on('message', heard);
    worker.on('messageerror', () => gone('it sent what cannot be read'));
    worker.on('error', (/** @type {unknown} */ error) => gone(String(error)));
    worker.on('exit', () => gone('it has ended'));
    return {
      post: (message, transfer) => worker.postMessage(message, transfer),
      end: () => worker.terminate(),
      keep: (busy) => (busy ? worker.ref() : worker.unref()),
    };
  };
}
