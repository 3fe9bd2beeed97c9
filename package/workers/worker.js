/** @file A worker's entry, in a browser or in Node: receives commands one by one and answers each by its number. */

import { InkgradError } from '../error.js';
import { startSession } from './worker-commands.js';

/**
 * @typedef {import('./messages.js').Command} Command
 * @typedef {(answer: import('./messages.js').Answer) => void} Send
 */

/** @type {Promise<import('./worker-commands.js').WorkerSession> | undefined} */
let starting;

/**
 * @param {Command} command
 * @param {Send} send
 */
async function answer({ id, name, given }, send) {
  if (name === 'start') starting = startSession(/** @type {import('./messages.js').Start} */ (given));
  let session;
  try {
    session = await starting;
    if (!session) throw new InkgradError('state', 'no session has been started', { id: 'state.not_begun' });
    // Other workers wait for this one within a command: it runs without a pause.
    send({ id, value: session.run(name === 'start' ? 'describe' : name, given) });
  } catch (error) {
    send({ id, error: plain(error), fatal: session?.ended ?? !(error instanceof InkgradError) });
  }
}

/**
 * @param {unknown} error
 * @returns {object} a copy that can be sent
 */
function plain(error) {
  if (!(error instanceof InkgradError)) return { code: 'state', message: String(error) };
  const { code, id, message, values, path, offset, found, expected } = error;
  return { code, id, message, values, path, offset, found, expected };
}

/**
 * Node's workers listen at a port of their own. The module's name is in a variable so that no bundler looks for it;
 * nothing is awaited here, because bundlers make workers of a form that cannot.
 */
if (typeof self === 'undefined') {
  const name = 'node:worker_threads';
  import(/* @vite-ignore */ /* webpackIgnore: true */ name).then(({ parentPort }) => {
    const send = /** @type {Send} */ ((message) => parentPort.postMessage(message));
    parentPort.on('message', (/** @type {Command} */ command) => answer(command, send));
    send({ ready: true });
  });
} else {
  const send = /** @type {Send} */ ((message) => self.postMessage(message));
  self.onmessage = ({ data }) => answer(data, send);
  send({ ready: true });
}
