/** @file The one error of the package, and the form of its messages: where, what would be right, what was found, what to do. */

/** @typedef {import('./inkgrad.js').ErrorCode} ErrorCode */

export class InkgradError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} message
   * @param {{ id?: string, values?: Record<string, unknown>, path?: string, offset?: number, found?: string, expected?: string, cause?: unknown }} [details]
   */
  constructor(code, message, { id, values, path, offset, found, expected, cause } = {}) {
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
 * @param {ErrorCode} code
 * @param {string} path
 * @param {string} expected
 * @param {unknown} value what was found
 * @param {string} [note] what to do
 */
export function mismatch(code, path, expected, value, note) {
  const found = describe(value);
  const message = `${path}: expected ${expected}, found ${found}${note ? `; ${note}` : ''}`;
  return new InkgradError(code, message, { path, expected, found });
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
