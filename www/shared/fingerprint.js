/**
 * @file The fingerprint of a run's first steps, which a verified link carries: what it was computed from, and what came of
 * it. Computed with `simd128` and one worker (`worker/first-steps.js`) it is the same on every machine and browser, so that
 * two of them tell whether two people have the same run, and where not, from which step on.
 *
 * Its text is base64url of these bytes, numbers little-endian:
 *
 * | bytes | what |
 * | --- | --- |
 * | 1 | the format, 1 |
 * | 1 + n | length and text of the version of inkgrad, in ASCII |
 * | 4 | CRC-32 of the spec with every default filled in, as JSON |
 * | 4 + 4 + 4 | CRC-32 of the training inputs, of the training labels, and of the validation part (inputs, then labels) |
 * | 1 | s, the steps that were taken: fewer than 100 where training ended by itself |
 * | 8 for each mark | after step 1, 10, 50, 100 as far as they were taken, and after the last: the loss of that step as a 32-bit float, and CRC-32 of all parameters |
 * | s | for each step the lowest byte of the CRC-32 of its loss as a 64-bit float |
 * | 4 | CRC-32 of all bytes before |
 *
 * The loss of a step is measured before its update. A run that parts from another is found at the first step whose loss
 * differs; one time in 256 the byte is the same by chance, and it is found a step later.
 */

import { crc32 } from './crc32.js';

/** Steps of which a fingerprint tells. */
export const STEPS = 100;

const FORMAT = 1;
const MARKS = [1, 10, 50, STEPS];

/** Bytes of a spec's and the data's checksums, of a mark, and of a checksum. */
const [SOURCES, MARK, CHECKSUM] = [16, 8, 4];

/**
 * @typedef {{ step: number, loss: number, parameters: number }} Mark `parameters`: their checksum
 *
 * @typedef {object} Fingerprint
 * @property {string} version of inkgrad
 * @property {number} spec checksum
 * @property {{ inputs: number, labels: number, validation: number }} data checksums
 * @property {Mark[]} marks
 * @property {Uint8Array} digests one byte a step
 *
 * @typedef {{ verdict: 'identical' } | { verdict: 'spec' } | { verdict: 'data', parts: ('inputs' | 'labels' | 'validation')[] } |
 *   { verdict: 'parted', step: number, at: number | null, theirs: number | null, mine: number | null }} Comparison `step` is
 *   the first whose loss differs, or the parameters after it; `at`, `theirs` and `mine` are the next step of which both losses are known, and these
 */

/**
 * @param {number} steps that were taken
 * @returns {number[]} those after which the parameters are part of the fingerprint
 */
export function marksOf(steps) {
  const within = MARKS.filter((mark) => mark <= steps);
  return steps === 0 || within.at(-1) === steps ? within : [...within, steps];
}

/**
 * @param {number} loss
 * @returns {number} the byte that stands for a step
 */
export function digestOf(loss) {
  // Not a number has many forms; one is as good as another.
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, loss, true);
  if (Number.isNaN(loss)) bytes.setBigUint64(0, 0x7ff8_0000_0000_0000n, true);
  return crc32(new Uint8Array(bytes.buffer)) & 255;
}

/**
 * @param {Fingerprint} fingerprint
 * @returns {string}
 */
export function encodeFingerprint({ version, spec, data, marks, digests }) {
  const name = new TextEncoder().encode(version);
  const bytes = new Uint8Array(2 + name.length + SOURCES + 1 + MARK * marks.length + digests.length + CHECKSUM);
  const view = new DataView(bytes.buffer);
  bytes.set([FORMAT, name.length]);
  bytes.set(name, 2);
  let at = 2 + name.length;
  const put = (/** @type {number} */ value) => {
    view.setUint32(at, value, true);
    at += 4;
  };
  for (const checksum of [spec, data.inputs, data.labels, data.validation]) put(checksum);
  bytes[at] = digests.length;
  at += 1;
  for (const { loss, parameters } of marks) {
    view.setFloat32(at, loss, true);
    at += 4;
    put(parameters);
  }
  bytes.set(digests, at);
  at += digests.length;
  put(crc32(bytes.subarray(0, at)));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/**
 * @param {string} text
 * @returns {Fingerprint | 'damaged' | 'newer'} `newer`: in a format of a later version
 */
export function decodeFingerprint(text) {
  const bytes = bytesIn(text);
  const view = bytes && new DataView(bytes.buffer);
  const end = (bytes?.length ?? 0) - CHECKSUM;
  if (!bytes || !view || end < 2 || crc32(bytes.subarray(0, end)) !== view.getUint32(end, true)) return 'damaged';
  if (bytes[0] !== FORMAT) return 'newer';
  let at = 2 + Number(bytes[1]);
  const version = new TextDecoder().decode(bytes.subarray(2, at));
  const steps = bytes[at + SOURCES];
  if (steps === undefined) return 'damaged';
  const places = marksOf(steps);
  if (at + SOURCES + 1 + MARK * places.length + steps !== end) return 'damaged';
  const take = () => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const [spec, inputs, labels, validation] = [take(), take(), take(), take()];
  at += 1;
  const marks = places.map((step) => {
    const loss = view.getFloat32(at, true);
    at += 4;
    return { step, loss, parameters: take() };
  });
  return { version, spec, data: { inputs, labels, validation }, marks, digests: bytes.slice(at, end) };
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer> | null} */
function bytesIn(text) {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/**
 * @param {Fingerprint} theirs
 * @param {Fingerprint} mine
 * @returns {Comparison}
 */
export function compareFingerprints(theirs, mine) {
  if (theirs.spec !== mine.spec) return { verdict: 'spec' };
  const parts = /** @type {const} */ (['inputs', 'labels', 'validation']);
  const changed = parts.filter((part) => theirs.data[part] !== mine.data[part]);
  return changed.length > 0 ? { verdict: 'data', parts: changed } : compareSteps(theirs, mine);
}

/**
 * What came of two runs, whatever they were computed from.
 *
 * @param {Pick<Fingerprint, 'marks' | 'digests'>} theirs
 * @param {Pick<Fingerprint, 'marks' | 'digests'>} mine
 * @returns {Extract<Comparison, { verdict: 'identical' | 'parted' }>}
 */
export function compareSteps(theirs, mine) {
  const length = Math.max(theirs.digests.length, mine.digests.length);
  const marksAt = (/** @type {number} */ step) =>
    [theirs, mine].map(({ marks }) => marks.find((one) => one.step === step));
  for (let step = 1; step <= length; step += 1) {
    const [a, b] = marksAt(step);
    const same = theirs.digests[step - 1] === mine.digests[step - 1];
    if (same && sameMark(a, b)) continue;
    for (let at = step; at <= length; at += 1) {
      const [their, my] = marksAt(at);
      if (their && my) return { verdict: 'parted', step, at, theirs: their.loss, mine: my.loss };
    }
    return { verdict: 'parted', step, at: null, theirs: null, mine: null };
  }
  return { verdict: 'identical' };
}

/** @param {Mark | undefined} a @param {Mark | undefined} b */
function sameMark(a, b) {
  if (!a || !b) return true;
  return a.parameters === b.parameters && Object.is(Math.fround(a.loss), Math.fround(b.loss));
}
