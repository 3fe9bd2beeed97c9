/** @file The rows of a table that comes with the page. A fifth of them is held back unless the run says otherwise. */

import { emptyOf } from '../shared/stored-data.js';
import { select } from './selected-source.js';
import { HELD_BACK } from './stored-source.js';
import { WorkerError } from './worker-error.js';

/**
 * @typedef {import('./data-source.js').Part} Part
 * @typedef {import('./data-source.js').Parts} Parts
 * @typedef {import('./data-source.js').Source} Source
 * @typedef {import('../shared/table.js').Column} Column
 * @typedef {import('../shared/table.js').Target} Target
 * @typedef {{ columns: Column[], target: Target, table: { file: string, rows: number } }} Manifest
 */

/** @implements {Source} */
export class BuiltRows {
  #source;
  /** @type {Parts | null} */
  whole = null;
  /** It reads no IDX files. @type {Source['readIdx']} */
  readIdx = null;

  /** @param {import('./data-source.js').DataSource} source */
  constructor(source) {
    this.#source = source;
    this.dataSet = /** @type {import('../shared/data-sets.js').DataSet} */ (source.dataSet);
  }

  async first() {
    return { parts: await this.all(), whole: true };
  }

  /** @returns {Promise<Parts>} */
  async all() {
    if (this.whole) return this.whole;
    const manifest = await this.#manifest();
    const { columns, target } = manifest;
    this.dataSet = { ...this.dataSet, columns, target, shape: [columns.length] };
    const train = await this.#rows(manifest);
    const none = emptyOf(train);
    this.whole = select({ dataSet: this.dataSet, train, validation: none }, { validation: HELD_BACK });
    return this.whole;
  }

  /** @param {import('./data-source.js').PartName} name */
  async part(name) {
    const { train, validation } = await this.all();
    if (name === 'train') return train;
    return name === 'validation' ? validation : { inputs: new Float32Array(0), labels: new Uint8Array(0) };
  }

  /** @param {import('./data-source.js').PartName} name */
  async count(name) {
    return (await this.part(name)).labels.length;
  }

  /** @returns {Promise<Manifest>} */
  async #manifest() {
    const text = new TextDecoder().decode(await this.#source.read('manifest.json'));
    try {
      const manifest = JSON.parse(text);
      if (Array.isArray(manifest.columns) && typeof manifest.table.file === 'string') return manifest;
    } catch {
      // Said below.
    }
    throw damaged('manifest', 'manifest.json', ' is incomplete or no manifest');
  }

  /**
   * @param {Manifest} manifest
   * @returns {Promise<Part>} the last value of each line is the class
   */
  async #rows({ columns, table: { file, rows } }) {
    const lines = new TextDecoder()
      .decode(await this.#source.read(file))
      .trim()
      .split('\n');
    const values = lines.map((line) => line.split(',').map(Number));
    const wrong = values.some((row) => row.length !== columns.length + 1 || row.some(Number.isNaN));
    if (wrong || values.length !== rows) throw damaged('compression', file, ' is incomplete or damaged');
    const inputs = Float32Array.from(values.flatMap((row) => row.slice(0, -1)));
    return { inputs, labels: Uint8Array.from(values, (row) => row.at(-1) ?? 0) };
  }
}

/**
 * @param {'manifest' | 'compression'} reason
 * @param {string} file
 * @param {string} detail
 */
function damaged(reason, file, detail) {
  return new WorkerError('format', `format.${reason}`, `${file}${detail}`, { file });
}
