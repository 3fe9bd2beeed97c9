/** @file Workers in a browser and in Node: available cores, support for shared memory, and spawning. */

import { embeddedWorker } from '../embedded-assets.js';

/**
 * A running worker, in a browser or in Node.
 *
 * @typedef {object} Spawned
 * @property {(message: unknown) => void} send
 * @property {() => void} terminate
 * @property {(busy: boolean) => void} keepAlive whether the process must not exit while it runs
 */

/**
 * @typedef {object} Listener
 * @property {(message: any) => void} onMessage
 * @property {(why: string) => void} onLost
 */

/** @typedef {(text: string | null, listener: Listener) => Spawned} CreateWorker creates a worker from the script's text, or from its URL if `text` is null */

/** Imports a module of Node. The name is in a variable so that bundlers do not resolve it. @param {string} name */
const node = (name) => import(/* @vite-ignore */ /* webpackIgnore: true */ `node:${name}`);

/** Deno has both kinds of workers. There an idle Web Worker keeps the process alive, so Node's kind is used. */
const isNode = () => typeof process === 'object' && (typeof Worker !== 'function' || 'Deno' in globalThis);

/** @returns {Promise<number>} the number of cores that the host reports, at least 1 */
export async function availableCores() {
  const reported =
    globalThis.navigator?.hardwareConcurrency ?? (isNode() ? (await node('os')).availableParallelism() : undefined);
  return Math.max(1, Math.floor(reported ?? 1));
}

/** @returns {string | null} the id of the reason why only one worker is possible here; null if several are */
export function singleWorkerReason() {
  if (globalThis.crossOriginIsolated === false) return 'workers.not_isolated';
  if (typeof SharedArrayBuffer !== 'function') return 'workers.no_shared_memory';
  if (typeof Worker !== 'function' && !isNode()) return 'workers.no_workers';
  return null;
}

/** Set once a worker started from the text after its URL failed: the URL is not tried again. */
let useText = false;

/**
 * Spawns a worker from the script's URL. If that fails (a bundler did not copy the script, or it is of another origin), spawns
 * it from the script's text.
 *
 * @param {Listener} listener
 * @returns {Promise<Spawned>}
 */
export async function spawn(listener) {
  const create = isNode() ? await nodeWorkers() : createWebWorker;
  let failure = '';
  try {
    if (!useText) return await untilReady(create, null, listener);
  } catch (error) {
    failure = `${/** @type {Error} */ (error).message}; `;
  }
  try {
    const { default: text } = await embeddedWorker();
    const worker = await untilReady(create, text, listener);
    useText = true;
    return worker;
  } catch (error) {
    throw new Error(`${failure}as text: ${/** @type {Error} */ (error).message}`);
  }
}

/**
 * @param {CreateWorker} create
 * @param {string | null} text
 * @param {Listener} listener
 * @returns {Promise<Spawned>} resolves with the worker's first message
 */
function untilReady(create, text, { onMessage, onLost }) {
  return new Promise((resolve, reject) => {
    let ready = false;
    const worker = create(text, {
      onMessage: (message) => {
        if (ready) onMessage(message);
        ready = true;
        resolve(worker);
      },
      onLost: (why) => {
        if (ready) return onLost(why);
        worker.terminate();
        reject(new Error(why));
      },
    });
  });
}

/**
 * The URL is a literal: bundlers recognise only this form.
 *
 * @type {CreateWorker}
 */
function createWebWorker(text, { onMessage, onLost }) {
  const worker =
    text === null
      ? new Worker(new URL('./inkgrad-worker.js', import.meta.url), { type: 'module' })
      : new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })), { type: 'module' });
  worker.onmessage = ({ data }) => onMessage(data);
  worker.onmessageerror = () => onLost('it sent what cannot be read');
  worker.onerror = (event) => {
    event.preventDefault();
    onLost(event.message || 'its script did not come or cannot run');
  };
  return {
    send: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
    // Bun has these methods: there a Web Worker keeps the process alive.
    keepAlive: (busy) => /** @type {any} */ (worker)[busy ? 'ref' : 'unref']?.(),
  };
}

/** @returns {Promise<CreateWorker>} */
async function nodeWorkers() {
  const { Worker } = await node('worker_threads');
  return (text, { onMessage, onLost }) => {
    const worker =
      text === null
        ? new Worker(new URL('./inkgrad-worker.js', import.meta.url))
        : new Worker(new URL(`data:text/javascript,${encodeURIComponent(text)}`));
    worker.on('message', onMessage);
    worker.on('messageerror', () => onLost('it sent what cannot be read'));
    worker.on('error', (/** @type {unknown} */ error) => onLost(String(error)));
    worker.on('exit', () => onLost('it has ended'));
    return {
      send: (message) => worker.postMessage(message),
      terminate: () => worker.terminate(),
      keepAlive: (busy) => (busy ? worker.ref() : worker.unref()),
    };
  };
}
