/**
 * @file A run as a TensorBoard event file: records of TensorFlow (length, checksum, data, checksum), each an `Event` of
 * `tensorflow/core/util/event.proto` with one scalar or more.
 */

import { crc32c } from './crc32c.js';

/**
 * @typedef {{ step: number, values: [tag: string, value: number][] }} Scalars
 *
 * @param {Scalars[]} scalars
 * @param {number} seconds since 1970, the time of every event: rows of a run have no time of their own
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function eventFile(scalars, seconds) {
  const version = message([double(1, seconds), bytes(3, utf8('brain.Event:2'))]);
  return joined([version, ...scalars.map((one) => event(one, seconds))].map(record));
}

/** TensorBoard finds a file by this part of its name. @param {number} seconds */
export function eventFileName(seconds) {
  return `events.out.tfevents.${Math.floor(seconds)}.inkgrad`;
}

/** @param {Scalars} scalars @param {number} seconds */
function event({ step, values }, seconds) {
  const summary = message(values.map(([tag, value]) => bytes(1, message([bytes(1, utf8(tag)), float(2, value)]))));
  return message([double(1, seconds), varint(2, step), bytes(5, summary)]);
}

/** @param {Uint8Array} data */
function record(data) {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(data.length), true);
  return joined([length, maskedChecksum(length), data, maskedChecksum(data)]);
}

/** TensorFlow's `MaskedCrc`: the checksum of what holds checksums. @param {Uint8Array} data */
function maskedChecksum(data) {
  const crc = crc32c(data);
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  const four = new Uint8Array(4);
  new DataView(four.buffer).setUint32(0, masked, true);
  return four;
}

/** Wire types of protocol buffers. */
const [VARINT, DOUBLE, BYTES, FLOAT] = [0, 1, 2, 5];

/** @param {Uint8Array[]} fields */
const message = (fields) => joined(fields);

/** @param {number} number @param {number} type */
const key = (number, type) => Uint8Array.of((number << 3) | type);

/** @param {string} text */
const utf8 = (text) => new TextEncoder().encode(text);

/** @param {number} number @param {number} value */
function double(number, value) {
  const eight = new Uint8Array(8);
  new DataView(eight.buffer).setFloat64(0, value, true);
  return joined([key(number, DOUBLE), eight]);
}

/** @param {number} number @param {number} value */
function float(number, value) {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setFloat32(0, value, true);
  return joined([key(number, FLOAT), four]);
}

/** @param {number} number @param {number} value whole, not negative */
function varint(number, value) {
  return joined([key(number, VARINT), groups(value)]);
}

/** @param {number} number @param {Uint8Array} value */
function bytes(number, value) {
  return joined([key(number, BYTES), groups(value.length), value]);
}

/** @param {number} value @returns {Uint8Array} seven bits a byte, the lowest first */
function groups(value) {
  const found = [];
  let rest = value;
  while (rest >= 128) {
    found.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.of(...found, rest);
}

/** @param {Uint8Array[]} parts @returns {Uint8Array<ArrayBuffer>} */
function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
