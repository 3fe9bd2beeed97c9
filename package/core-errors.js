/** @file Converts errors of the core to errors of the package. Some messages of the core name Rust items; here they name JavaScript. */

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

/** Parts of messages that differ in JavaScript, by error id. @type {Record<string, (values: Values) => { expected?: string, note?: string }>} */
const OVERRIDES = {
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
  const override = OVERRIDES[error.id]?.(error.values ?? {});
  if (!override) return new InkgradError(error.code, error.message, error);
  const { path, found } = error;
  const expected = override.expected ?? error.expected;
  const parts = [expected && `expected ${expected}`, found && `found ${found}`].filter(Boolean).join(', ');
  const message = `${path ? `${path}: ` : ''}${[parts, override.note].filter(Boolean).join('; ')}`;
  return new InkgradError(error.code, message, { ...error, expected });
}
