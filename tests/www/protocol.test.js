/** @file Messages are wrapped and unwrapped; other versions and other data are refused. */

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { PROTOCOL_VERSION, ProtocolError, unwrap, wrap } from '../../www/shared/protocol.js';
import { Answer } from '../../www/worker/answer.js';
import { errorEvent, listen } from '../../www/worker/endpoint.js';
import { abortedError, WorkerError } from '../../www/worker/worker-error.js';

test('a wrapped message is unwrapped unchanged, with run and id', () => {
  const message = wrap({ type: 'step', count: 3 }, 4, 9);
  assert.deepEqual(unwrap(structuredClone(message)), {
    type: 'step',
    count: 3,
    version: PROTOCOL_VERSION,
    run: 4,
    id: 9,
  });
});

for (const [what, data] of /** @type {[string, unknown][]} */ ([
  ['nothing', null],
  ['a text', 'play'],
  ['another version', { ...wrap({ type: 'play' }, 1), version: PROTOCOL_VERSION + 1 }],
  ['no run', { type: 'play', version: PROTOCOL_VERSION, id: 1 }],
  ['no type', { version: PROTOCOL_VERSION, run: 1, id: 1 }],
])) {
  test(`${what} is refused, and the error says what to do`, () => {
    assert.throws(
      () => unwrap(data),
      (error) => error instanceof ProtocolError && /load the page anew/.test(error.message),
    );
  });
}

test('an error of the package keeps all that it says and is not fatal', () => {
  const told = { code: 'spec', id: 'spec.expected_positive_integer', values: { most: '9' }, path: 'layers[1].units' };
  const details = { ...told, found: '0', expected: 'a positive integer' };
  const error = Object.assign(new Error('expected'), { name: 'InkgradError', ...details });
  const { id, ...rest } = details;
  const event = { type: 'error', message: 'expected', messageId: id, ...rest, fatal: false };
  assert.deepEqual(errorEvent(error), event);
  assert.equal(wrap(errorEvent(error), 1, 6).id, 6);
});

test('what an error does not say is null', () => {
  const error = new WorkerError('network', 'network.status', 'no');
  const { messageId, values, path, found, expected, fatal } = errorEvent(error);
  assert.deepEqual([messageId, values, path, found, expected, fatal], ['network.status', {}, null, null, null, false]);
});

test('an error that tells that the instance is lost is fatal, and so is any other', () => {
  const lost = { name: 'InkgradError', code: 'memory', id: 'memory.instance_lost', values: { why: 'x' } };
  assert.equal(errorEvent(Object.assign(new Error('lost'), lost)).fatal, true);
  assert.equal(errorEvent(new WebAssembly.RuntimeError('unreachable')).fatal, true);
  assert.equal(errorEvent('thrown text').message, 'thrown text');
});

/** A worker's global scope, whose handler answers with what the command holds. */
function listening() {
  /** @type {any[]} */
  const posted = [];
  /** @type {any[]} */
  const transferred = [];
  /** @type {(event: any) => Promise<void>} */
  let hear = async () => {};
  const scope = {
    postMessage: (/** @type {any} */ message, /** @type {Transferable[]} */ transfer) => {
      posted.push(message);
      transferred.push(transfer);
    },
    addEventListener: (/** @type {string} */ _, /** @type {any} */ listener) => {
      hear = listener;
    },
  };
  const timer = mock.method(globalThis, 'setInterval', () => 0);
  listen(scope, () => async (/** @type {any} */ { answer, waits }, signal) => {
    if (waits) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(abortedError())));
    return answer;
  });
  timer.mock.restore();
  const send = (/** @type {any} */ command, run = 1, id = 0) => hear({ data: wrap(command, run, id) });
  return { posted, transferred, send };
}

test('a command is answered with its value, by its id and run', async () => {
  const { posted, transferred, send } = listening();
  await send({ type: 'save', answer: { bytes: 4 } }, 3, 7);
  assert.deepEqual(posted.at(-1), wrap({ type: 'done', value: { bytes: 4 } }, 3, 7));
  const values = new Float32Array(2);
  await send({ type: 'query', answer: new Answer({ values }, [values, values.subarray(1)]) }, 3, 8);
  assert.deepEqual(posted.at(-1), wrap({ type: 'done', value: { values } }, 3, 8));
  assert.deepEqual(transferred.at(-1), [values.buffer]);
});

test('a command is taken back by its id, and the cancellation itself is not answered', async () => {
  const { posted, send } = listening();
  const asked = send({ type: 'query', waits: true }, 1, 4);
  await send({ type: 'cancel', target: 5 });
  await send({ type: 'cancel', target: 4 });
  await asked;
  const { type, code, id, fatal } = posted.at(-1);
  assert.deepEqual([posted.length, type, code, id, fatal], [2, 'error', 'aborted', 4, false]);
});
