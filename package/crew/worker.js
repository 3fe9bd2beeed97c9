/** @file A worker's entry: hears what it is told, in a browser's worker or one of Node, and answers by number. */

import { InkgradError } from '../error.js';
import { begin } from './duties.js';

/** @typedef {{ id: number, name: string, given: any }} Told */

/** @type {Promise<import('./duties.js').Duties> | undefined} */
let duties;

/**
 * @param {Told} told
 * @param {(answer: import('./messages.js').Answer, transfer?: Transferable[]) => void} answer
 */
async function obey({ id, name, given }, answer) {
  if (name === 'begin') duties = begin(given, (kept) => answer({ id: 0, kept }, [kept.file.buffer]));
  try {
    const one = await duties;
    if (!one) throw new InkgradError('state', 'nothing has been begun', { id: 'state.not_begun' });
    // What the others wait for is done at once and without a pause, so that calls follow each other as they came.
    const value = name === 'begin' ? one.describe() : one.run(name, given);
    answer({ id, value });
  } catch (error) {
    const ended = (await duties?.catch(() => undefined))?.ended ?? !(error instanceof InkgradError);
    answer({ id, error: plain(error), ended });
  }
}

/**
 * @param {unknown} error
 * @returns {object} what can be sent
 */
function plain(error) {
  if (!(error instanceof InkgradError)) return { code: 'state', message: String(error) };
  const { code, id, message, values, path, offset, found, expected } = error;
  return { code, id, message, values, path, offset, found, expected };
}

/**
 * Node's workers have no global of their own to listen at. The name is in a variable so that no bundler looks for it;
 * nothing is awaited here, because bundlers make workers of a form that cannot.
 */
if (typeof self === 'undefined') {
  const name = 'node:worker_threads';
  import(/* @vite-ignore */ /* webpackIgnore: true */ name).then(({ parentPort }) =>
    parentPort.on('message', (/** @type {Told} */ told) =>
      obey(told, (answer, transfer) => parentPort.postMessage(answer, transfer)),
    ),
  );
} else {
  self.onmessage = ({ data }) => obey(data, (answer, transfer) => self.postMessage(answer, { transfer }));
}
