/** @file What this host has: how many cores, whether workers can share memory, and how one is started. */

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

const isNode = () => typeof Worker !== 'function' && typeof process === 'object';

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

/**
 * @param {Ears} ears
 * @returns {Promise<Hired>}
 */
export async function hire(ears) {
  return isNode() ? hireInNode(ears) : hireInBrowser(ears);
}

/**
 * The address is written out: bundlers look for this very form.
 *
 * @param {Ears} ears
 * @returns {Hired}
 */
function hireInBrowser({ heard, gone }) {
  const worker = new Worker(new URL('./inkgrad-worker.js', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => heard(data);
  worker.onmessageerror = () => gone('it sent what cannot be read');
  worker.onerror = (event) => {
    event.preventDefault();
    gone(event.message || 'its script did not come or cannot run');
  };
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    end: () => worker.terminate(),
    keep: () => {},
  };
}

/**
 * @param {Ears} ears
 * @returns {Promise<Hired>}
 */
async function hireInNode({ heard, gone }) {
  const { Worker } = await node('worker_threads');
  const worker = new Worker(new URL('./inkgrad-worker.js', import.meta.url));
  worker.on('message', heard);
  worker.on('messageerror', () => gone('it sent what cannot be read'));
  worker.on('error', (/** @type {unknown} */ error) => gone(String(error)));
  worker.on('exit', () => gone('it has ended'));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    end: () => worker.terminate(),
    keep: (busy) => (busy ? worker.ref() : worker.unref()),
  };
}
