/** @file The entry of a worker, in a browser or in Node. It runs commands in order and answers each with its id. */

import { InkgradError } from '../error.js';
import { startSession } from './worker-commands.js';

/**
 * @typedef {import('./messages.js').Command} Command
 * @typedef {(reply: import('./messages.js').Reply) => void} Send
 */

/** @type {Promise<import('./worker-commands.js').WorkerSession> | undefined} */
let sessionPromise;

/**
 * @param {Command} command
 * @param {Send} send
 */
async function runCommand({ id, name, args }, send) {
  if (name === 'start') sessionPromise = startSession(/** @type {import('./messages.js').Start} */ (args));
  let session;
  try {
    session = await sessionPromise;
    if (!session) throw new InkgradError('state', 'no session has been started', { id: 'state.not_begun' });
    // Synchronous: other ranks wait for this one at barriers within a command.
    send({ id, value: session.run(name === 'start' ? 'describe' : name, args) });
  } catch (error) {
    send({ id, error: serializeError(error), fatal: session?.failed ?? !(error instanceof InkgradError) });
  }
}

/**
 * @param {unknown} error
 * @returns {object} a copy that can be posted as a message
 */
function serializeError(error) {
  if (!(error instanceof InkgradError)) return { code: 'state', message: String(error) };
  const { code, id, message, values, path, offset, found, expected } = error;
  return { code, id, message, values, path, offset, found, expected };
}

/**
 * Node's workers receive messages from `parentPort`. The module name is in a variable so that bundlers do not resolve it. There
 * is no top-level await, because bundlers may build workers as classic scripts, which cannot have it.
 */
if (typeof self === 'undefined') {
  const name = 'node:worker_threads';
  import(/* @vite-ignore */ /* webpackIgnore: true */ name).then(({ parentPort }) => {
    const send = /** @type {Send} */ ((message) => parentPort.postMessage(message));
    parentPort.on('message', (/** @type {Command} */ command) => runCommand(command, send));
    send({ ready: true });
  });
} else {
  const send = /** @type {Send} */ ((message) => self.postMessage(message));
  self.onmessage = ({ data }) => runCommand(data, send);
  send({ ready: true });
}
