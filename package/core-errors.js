/**
 * @file The core's errors in the words of this package: the core speaks of Rust's names, whoever calls from JavaScript
 * has others.
 */

import { InkgradError } from './error.js';

/** @typedef {import('./error.js').Values} Values */

/**
 * An error as the bindings throw it.
 *
 * @typedef {object} CoreError
 * @property {import('./error.js').ErrorCode} code
 * @property {string} id
 * @property {string} message
 * @property {Values} [values]
 * @property {string} [path]
 * @property {number} [offset]
 * @property {string} [found]
 * @property {string} [expected]
 */

/** Parts of messages that are said otherwise here, by id. @type {Record<string, (values: Values) => { expected?: string, note?: string }>} */
const WORDS = {
  'state.expected_data': ({ part, why }) => ({ note: `call setData('${part}', …) first: ${why}` }),
  'data.expected_classes': ({ loss }) => ({
    expected: 'class indices (a Uint8Array, Uint32Array or Int32Array) or names (an array of strings)',
    note: `${loss} takes one class a sample`,
  }),
  'data.scale_unknown': ({ scale }) => ({
    note: `pass { scale: 1 } if they are scaled already, { scale: ${scale} } if they are to be multiplied as the training data are`,
  }),
  'format.no_spec': () => ({
    note: 'weights from elsewhere are set by setParameters on a session of the right spec',
  }),
};

/**
 * @param {unknown} thrown
 * @returns {thrown is CoreError}
 */
export function isCoreError(thrown) {
  return typeof thrown === 'object' && thrown !== null && !(thrown instanceof Error) && 'code' in thrown;
}

/** @param {CoreError} error */
export function fromCore(error) {
  const words = WORDS[error.id]?.(error.values ?? {});
  if (!words) return new InkgradError(error.code, error.message, error);
  const { path, found } = error;
  const expected = words.expected ?? error.expected;
  const parts = [expected && `expected ${expected}`, found && `found ${found}`].filter(Boolean).join(', ');
  const message = `${path ? `${path}: ` : ''}${[parts, words.note].filter(Boolean).join('; ')}`;
  return new InkgradError(error.code, message, { ...error, expected });
}
