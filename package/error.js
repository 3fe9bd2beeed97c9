/** @file The error class of the package, and the form of its messages: path, expected, found, hint. */

/** @typedef {import('./inkgrad.js').ErrorCode} ErrorCode */
/** @typedef {Record<string, string>} Values */

export class InkgradError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} message
   * @param {{ id?: string, values?: Values, path?: string, offset?: number, found?: string, expected?: string, cause?: unknown }} [details]
   */
  constructor(code, message, { id = `${code}.other`, values = {}, path, offset, found, expected, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'InkgradError';
    this.code = code;
    this.id = id;
    this.values = values;
    this.path = path;
    this.offset = offset;
    this.found = found;
    this.expected = expected;
  }
}

/**
 * @param {string} id the code, a dot and a name
 * @param {string} path
 * @param {string} expected
 * @param {unknown} value what was found
 * @param {string} [note] a hint
 * @param {Values} [values]
 */
export function mismatch(id, path, expected, value, note, values) {
  const found = describe(value);
  const message = `${path}: expected ${expected}, found ${found}${note ? `; ${note}` : ''}`;
  const code = /** @type {ErrorCode} */ (id.split('.')[0]);
  return new InkgradError(code, message, { id, values, path, expected, found });
}

/** The error of all calls on a freed session. */
export function freedError() {
  const message = 'the session was freed; create or load another';
  return new InkgradError('state', message, { id: 'state.freed' });
}

/** @param {AbortSignal} signal */
export function abortError(signal) {
  const message = 'the call was taken back by its signal';
  return new InkgradError('aborted', message, { id: 'aborted.signal', cause: signal.reason });
}

/** @param {unknown} value */
function describe(value) {
  if (typeof value === 'string') return value.length > 40 ? `"${value.slice(0, 40)}…"` : `"${value}"`;
  if (typeof value === 'bigint') return `the bigint ${value}n`;
  if (typeof value === 'symbol' || typeof value === 'function') return `a ${typeof value}`;
  if (typeof value !== 'object' || value === null) return String(value);
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (kind === 'Object') return 'an object';
  return `${/^[AEIO]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
