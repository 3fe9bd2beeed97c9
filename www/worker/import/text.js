/** @file Text files: plain, or compressed by gzip; and tables that are written otherwise than the core reads them. */

import { isGzip } from '../gzip.js';

/** Bytes from which it is told whether a file is text, and how its cells are separated. */
const LOOK = 4096;

const [NEWLINE, QUOTE, COMMA, POINT, SEMICOLON, TAB, PIPE, SPACE] = Array.from('\n",.;\t| ', (letter) =>
  letter.charCodeAt(0),
);

/** A file that is compressed, and then compressed once more, and so on. */
const MOST_GZIP = 4;

/**
 * @param {Blob} file
 * @returns {Promise<ReadableStream<Uint8Array<ArrayBuffer>>>} what it holds
 */
async function streamOf(file) {
  let [begin, stream] = await begun(file.stream());
  for (let depth = 0; isGzip(begin) && depth < MOST_GZIP; depth += 1)
    [begin, stream] = await begun(stream.pipeThrough(new DecompressionStream('gzip')));
  return stream;
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @returns {Promise<[begin: Uint8Array, whole: ReadableStream<Uint8Array<ArrayBuffer>>]>}
 */
async function begun(stream) {
  const reader = stream.getReader();
  const first = await reader.read();
  const whole = new ReadableStream({
    start: (controller) => (first.done ? controller.close() : controller.enqueue(first.value)),
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return [first.value ?? new Uint8Array(), whole];
}

/**
 * @param {Blob} file
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function decodedText(file) {
  return new Uint8Array(await new Response(await streamOf(file)).arrayBuffer());
}

/**
 * @param {Blob} file
 * @returns {Promise<boolean>} whether it begins as text: no control character but white space
 */
export async function isText(file) {
  try {
    const reader = (await streamOf(file)).getReader();
    const { value } = await reader.read();
    await reader.cancel();
    const start = value?.subarray(0, LOOK) ?? new Uint8Array();
    if (isUtf16(start)) return true;
    return start.length > 0 && start.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));
  } catch {
    return false;
  }
}

/** Its zeros are no text. @param {Uint8Array} bytes */
function isUtf16([first, second]) {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/**
 * A table with decimal commas, or with cells between bars or spaces, as one that the core reads. Lines stay where they are.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Uint8Array<ArrayBuffer> | null} null where it is written in none of these ways
 */
export function rewritten(bytes) {
  const named = namedSeparator(bytes);
  if (named) return rewritten(named) ?? named;
  const first = firstLine(bytes);
  const count = (/** @type {number | undefined} */ sought) => first.filter((byte) => byte === sought).length;
  const [commas, tabs, semicolons, bars] = [COMMA, TAB, SEMICOLON, PIPE].map(count);
  if (bars && !tabs && !semicolons && bars > Number(commas)) return replaced(bytes, PIPE, SEMICOLON);
  // Decimal commas in a table of commas would be another column.
  if (tabs || semicolons) return bytes.includes(Number(COMMA)) ? decimalPoints(bytes) : null;
  return !commas && count(SPACE) > 0 ? betweenSpaces(bytes) : null;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Uint8Array<ArrayBuffer> | null} what follows Excel's line `sep=;`; null where there is none
 */
function namedSeparator(bytes) {
  const begin = new TextDecoder('latin1').decode(bytes.subarray(0, 16));
  const [line] = /^(?:ï»¿)?"?sep=[,;|\t]"?[ \t]*\r?\n/i.exec(begin) ?? [];
  return line === undefined ? null : bytes.subarray(line.length);
}

/** @param {Uint8Array} bytes */
function firstLine(bytes) {
  const end = bytes.indexOf(Number(NEWLINE));
  return bytes.subarray(0, end < 0 ? bytes.length : end);
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number | undefined} from
 * @param {number | undefined} to
 */
function replaced(bytes, from, to) {
  let quoted = false;
  return bytes.map((byte) => {
    if (byte === QUOTE) quoted = !quoted;
    return byte === from && !quoted ? Number(to) : byte;
  });
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Uint8Array<ArrayBuffer>} a comma between two digits, or before the first, becomes a point
 */
function decimalPoints(bytes) {
  const isDigit = (/** @type {number | undefined} */ byte) => byte !== undefined && byte >= 48 && byte <= 57;
  return bytes.map((byte, at) => (byte === COMMA && isDigit(bytes[at + 1]) ? Number(POINT) : byte));
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Uint8Array<ArrayBuffer>} runs of spaces between cells become one tab
 */
function betweenSpaces(bytes) {
  const written = new Uint8Array(bytes.length);
  let [length, inLine] = [0, false];
  for (const [at, byte] of bytes.entries()) {
    const next = bytes[at + 1];
    if (byte === SPACE) {
      const ends = next === undefined || next === SPACE || next === NEWLINE || next === 13;
      if (inLine && !ends) written[length++] = Number(TAB);
      continue;
    }
    inLine = byte !== NEWLINE;
    written[length++] = byte;
  }
  return written.slice(0, length);
}
