/** @file What this host offers: how many cores, whether workers can share memory, and how one is started. */

import { worker as workerText } from '../embedded-assets.js';

/**
 * A running worker, in whatever host.
 *
 * @typedef {object} Spawned
 * @property {(message: unknown) => void} send
 * @property {() => void} terminate
 * @property {(busy: boolean) => void} keepAlive whether the process must wait for it
 */

/**
 * @typedef {object} Listener
 * @property {(message: any) => void} receive
 * @property {(why: string) => void} gone
 */

/** @typedef {(text: string | null, listener: Listener) => Spawned} Start starts a worker by its script's address, or from its text */

/** No network trains faster with more, and each has a copy of the data. */
const MAX_WORKERS = 64;

/** A name in a variable, so that no bundler looks for a module of Node's. @param {string} name */
const node = (name) => import(/* @vite-ignore */ /* webpackIgnore: true */ `node:${name}`);

/** Deno has workers of both kinds; for those of browsers a process waits, whether they are busy or not. */
const isNode = () => typeof process === 'object' && (typeof Worker !== 'function' || 'Deno' in globalThis);

/** @returns {Promise<number>} cores, as far as the host tells */
export async function cores() {
  const told =
    globalThis.navigator?.hardwareConcurrency ?? (isNode() ? (await node('os')).availableParallelism() : undefined);
  return Math.min(MAX_WORKERS, Math.max(1, Math.floor(told ?? 1)));
}

/** @returns {string | null} the id of the reason why there can be no more than one worker here */
export function obstacle() {
  if (globalThis.crossOriginIsolated === false) return 'workers.not_isolated';
  if (typeof SharedArrayBuffer !== 'function') return 'workers.no_shared_memory';
  if (typeof Worker !== 'function' && !isNode()) return 'workers.no_workers';
  return null;
}

/** Set once a worker did not start from its script's address, but from the text: the address is not tried again. */
let fromText = false;

/**
 * A worker by its script's address; where that does not start (a bundler has left the script behind, a page may not start
 * one of another origin), from the script's text.
 *
 * @param {Listener} listener
 * @returns {Promise<Spawned>}
 */
export async function spawn(listener) {
  const start = isNode() ? await inNode() : inBrowser;
  let failure = '';
  try {
    if (!fromText) return await ready(start, null, listener);
  } catch (error) {
    failure = `${/** @type {Error} */ (error).message}; `;
  }
  try {
    const { default: text } = await workerText();
    const worker = await ready(start, text, listener);
    fromText = true;
    return worker;
  } catch (error) {
    throw new Error(`${failure}as text: ${/** @type {Error} */ (error).message}`);
  }
}

/**
 * @param {Start} start
 * @param {string | null} text
 * @param {Listener} listener
 * @returns {Promise<Spawned>} once the worker's script runs
 */
function ready(start, text, { receive, gone }) {
  return new Promise((resolve, reject) => {
    let runs = false;
    const worker = start(text, {
      receive: (message) => {
        if (runs) receive(message);
        runs = true;
        resolve(worker);
      },
      gone: (why) => {
        if (runs) return gone(why);
        worker.terminate();
        reject(new Error(why));
      },
    });
  });
}

/**
 * The address is written out: bundlers look for this very form.
 *
 * @type {Start}
 */
function inBrowser(text, { receive, gone }) {
  const worker =
    text === null
      ? new Worker(new URL('./inkgrad-worker.js', import.meta.url), { type: 'module' })
      : new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })), { type: 'module' });
  worker.onmessage = ({ data }) => receive(data);
  worker.onmessageerror = () => gone('it sent what cannot be read');
  worker.onerror = (event) => {
    event.preventDefault();
    gone(event.message || 'its script did not come or cannot run');
  };
  return {
    send: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
    // Bun's, for which a process waits.
    keepAlive: (busy) => /** @type {any} */ (worker)[busy ? 'ref' : 'unref']?.(),
  };
}

/** @returns {Promise<Start>} */
async function inNode() {
  const { Worker } = await node('worker_threads');
  return (text, { receive, gone }) => {
    const worker =
      text === null
        ? new Worker(new URL('./inkgrad-worker.js', import.meta.url))
        : new Worker(new URL(`data:text/javascript,${encodeURIComponent(text)}`));
    worker.on('message', receive);
    worker.on('messageerror', () => gone('it sent what cannot be read'));
    worker.on('error', (/** @type {unknown} */ error) => gone(String(error)));
    worker.on('exit', () => gone('it has ended'));
    return {
      send: (message) => worker.postMessage(message),
      terminate: () => worker.terminate(),
      keepAlive: (busy) => (busy ? worker.ref() : worker.unref()),
    };
  };
}
