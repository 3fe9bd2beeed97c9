/**
 * @file The laboratory as one zip archive: all runs with their curves, kept steps and notes, all samples, one's own data
 * sets, the drawing and the settings.
 *
 * | entry | what |
 * | --- | --- |
 * | `laboratory.json` | a `Manifest`: everything but what the others hold |
 * | `runs/ID/curves.json` | the curves of a run, as `History` stores them |
 * | `runs/ID/step-N.safetensors` | a saved session of it, which also opens by itself |
 * | `samples.json` | all samples |
 * | `data/ID.bin` | the content of a data set (`shared/stored-data.js`) |
 *
 * Typed arrays in JSON are `{ "$array": NAME, "base64": BYTES }`.
 */

export const FORMAT = 'inkgrad-laboratory';
export const VERSION = 1;

export const MANIFEST = 'laboratory.json';
export const SAMPLES = 'samples.json';

/** Of a whole archive, unpacked. */
export const LIMITS = { bytes: 3e9, entries: 20_000 };

/** Bytes of one entry. */
export const MOST = { manifest: 64e6, curves: 64e6, samples: 256e6, content: 1.1e9 };

/** @param {string} id */
export const curvesFile = (id) => `runs/${id}/curves.json`;

/** @param {string} id @param {number} step */
export const stateFile = (id, step) => `runs/${id}/step-${step}.safetensors`;

/** @param {string} id */
export const contentFile = (id) => `data/${id}.bin`;

const ARRAYS = { Uint8Array, Uint8ClampedArray, Int32Array, Uint32Array, Float32Array, Float64Array };

/** Bytes that are made text at once. */
const CHUNK = 0x8000;

/**
 * @typedef {import('../records.js').RunFields} RunFields
 * @typedef {import('../records.js').TrainingPosition} TrainingPosition
 *
 * @typedef {{ file: string, position: TrainingPosition, build: string | null }} StateEntry
 * @typedef {RunFields & { name: string, notes: string, pinned: boolean, created: number, curves: string | null,
 *   states: StateEntry[] }} RunEntry `states`: kept steps and the newest state, the oldest first
 * @typedef {{ id: string, name: string, created: number, content: string | null, [field: string]: any }} DataSetEntry
 *
 * @typedef {object} Manifest
 * @property {typeof FORMAT} format
 * @property {number} version of the format
 * @property {string} inkgrad the version that wrote it
 * @property {RunEntry[]} runs
 * @property {string | null} samples file
 * @property {DataSetEntry[]} dataSets
 * @property {{ erase: boolean, points: number[] }[]} drawing strokes
 * @property {Record<string, unknown>} preferences
 */

/** Why a laboratory, or a part of it, cannot be read. */
export class LaboratoryError extends Error {
  code = 'format';

  /**
   * @param {'none' | 'newer' | 'damaged' | 'too_large'} reason
   * @param {string} what entry or field
   */
  constructor(reason, what = '') {
    super(`laboratory: ${reason} ${what}`.trim());
    this.name = 'LaboratoryError';
    this.id = `laboratory.${reason}`;
    this.values = { what };
  }
}

/** @param {unknown} value @returns {string} */
export function toJson(value) {
  return JSON.stringify(value, (_, field) => {
    if (!ArrayBuffer.isView(field)) return field;
    const bytes = new Uint8Array(field.buffer, field.byteOffset, field.byteLength);
    let text = '';
    for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
    return { $array: field.constructor.name, base64: btoa(text) };
  });
}

/** @param {Uint8Array} bytes @param {string} what @returns {any} @throws {LaboratoryError} */
export function fromJson(bytes, what) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), (key, field) => {
      // A key that would reach the prototype.
      if (key === '__proto__') return undefined;
      const name = field?.$array;
      if (typeof name !== 'string' || !Object.hasOwn(ARRAYS, name)) return field;
      const { buffer } = Uint8Array.from(atob(field.base64), (letter) => letter.charCodeAt(0));
      return new ARRAYS[/** @type {keyof typeof ARRAYS} */ (name)](buffer);
    });
  } catch {
    throw new LaboratoryError('damaged', what);
  }
}
