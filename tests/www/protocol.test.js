/** @file Messages are wrapped and unwrapped; other versions and other data are refused. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROTOCOL_VERSION, ProtocolError, unwrap, wrap } from '../../www/shared/protocol.js';
import { errorEvent } from '../../www/worker/endpoint.js';

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

test('an error of the package keeps its code and path and is not fatal', () => {
  const error = Object.assign(new Error('expected'), { name: 'InkgradError', code: 'spec', path: 'layers[1].units' });
  const event = { type: 'error', code: 'spec', message: 'expected', path: 'layers[1].units', fatal: false };
  assert.deepEqual(errorEvent(error), event);
});

test('any other error is fatal', () => {
  assert.equal(errorEvent(new WebAssembly.RuntimeError('unreachable')).fatal, true);
  assert.equal(errorEvent('thrown text').message, 'thrown text');
});
