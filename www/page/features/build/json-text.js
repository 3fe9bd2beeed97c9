/** @file A spec as JSON text that a person reads, and where a fault of such a text is. */

/** @typedef {import('../../app/messages.js').Fault} Fault */

/** Objects and lists up to so many characters stand in one line. */
const WIDTH = 88;

/** @param {unknown} layer */
export function layerText(layer) {
  return format(layer, '  ');
}

/** @param {unknown} spec */
export function specText(spec) {
  return format(spec, '', 0);
}

/**
 * @param {unknown} value
 * @param {string} indent
 * @param {number} [width]
 * @returns {string}
 */
function format(value, indent, width = WIDTH) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const line = inline(value);
  if (line.length + indent.length <= width) return line;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((one) => inner + format(one, inner))
    : Object.entries(value).map(([name, one]) => `${inner}${JSON.stringify(name)}: ${format(one, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${inline(one)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/**
 * @param {string} text
 * @returns {{ value: unknown } | { fault: Fault }}
 */
export function parseJson(text) {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const values = { line: String(lineOf(message, text)), detail: message };
    return { fault: { id: 'page.json', message, values } };
  }
}

/**
 * @param {string} message of the browser's parser: it names the line, or the position, or that the text has ended
 * @param {string} text
 */
function lineOf(message, text) {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  const before = position === undefined ? text.trimEnd() : text.slice(0, Number(position));
  return before.split('\n').length;
}
