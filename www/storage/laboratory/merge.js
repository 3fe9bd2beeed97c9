/**
 * @file Takes a laboratory's archive into the library. Nothing that is there is changed: what is the same is skipped, and a
 * run of the same name that is another one is taken as a copy.
 */

import { sizeOf } from '../../shared/data-sets.js';
import { MOST_PARAMETERS } from '../../shared/fit.js';
import { textsOf } from '../../shared/session-file.js';
import { storedParts } from '../../shared/stored-data.js';
import { newId } from '../new-id.js';
import { curves as checkCurves, sample as checkSample, list } from './checks.js';
import { fromJson, LaboratoryError, MOST } from './format.js';

/** Bytes of a saved session: the parameters, two moments, the best parameters, and a header. */
const MOST_STATE = 4 * 4 * MOST_PARAMETERS + 30e6;

/**
 * @typedef {import('../remote.js').RemoteLibrary} Library
 * @typedef {import('./read.js').Laboratory} Laboratory
 * @typedef {import('./format.js').RunEntry} RunEntry
 * @typedef {import('./format.js').DataSetEntry} DataSetEntry
 * @typedef {{ added: number, copied: number, skipped: number, refused: number }} Count
 * @typedef {{ runs: Count, samples: Count, dataSets: Count, errors: unknown[] }} Merged `errors`: why parts were refused
 * @typedef {Map<string, { id: string, known: boolean }>} Ids the id that each run has here; `known`: it is here already
 *
 * @typedef {object} Course
 * @property {AbortSignal} [signal] what was taken until then stays
 * @property {(done: number, total: number) => void} [onProgress] bytes
 * @property {(spec: any) => void} describe throws where a spec cannot be
 */

/**
 * @param {Laboratory} laboratory
 * @param {Library} library
 * @param {Course} course
 * @returns {Promise<Merged>}
 */
export async function mergeLaboratory(laboratory, library, course) {
  return new Merge(laboratory, library, course).all();
}

class Merge {
  #laboratory;
  #library;
  #course;
  #done = 0;
  /** @type {Merged} */
  #merged = { runs: none(), samples: none(), dataSets: none(), errors: [] };

  /**
   * @param {Laboratory} laboratory
   * @param {Library} library
   * @param {Course} course
   */
  constructor(laboratory, library, course) {
    this.#laboratory = laboratory;
    this.#library = library;
    this.#course = course;
  }

  async all() {
    const { runs, dataSets, samples } = this.#laboratory.manifest;
    const known = new Set((await this.#library.dataSets.list()).map(({ id }) => id));
    for (const record of dataSets)
      await this.#try('dataSets', () => (known.has(record.id) ? 'skipped' : this.#dataSet(record)));
    const ids = await this.#idsOf(runs);
    for (const run of runs) await this.#try('runs', () => this.#run(run, ids));
    if (samples !== null) await this.#samples(samples);
    return this.#merged;
  }

  /**
   * @param {'runs' | 'dataSets'} what
   * @param {() => Promise<keyof Count> | keyof Count} work
   */
  async #try(what, work) {
    this.#course.signal?.throwIfAborted();
    try {
      this.#merged[what][await work()] += 1;
    } catch (error) {
      this.#course.signal?.throwIfAborted();
      // What the archive is to blame for stops nothing else.
      if (!isOfArchive(error)) throw error;
      this.#merged[what].refused += 1;
      this.#merged.errors.push(error);
    }
  }

  /**
   * @param {string} name
   * @param {number} most
   */
  async #read(name, most) {
    const { signal, onProgress } = this.#course;
    const bytes = await this.#laboratory.read(name, most, signal);
    this.#done += bytes.length;
    onProgress?.(this.#done, this.#laboratory.bytes);
    return bytes;
  }

  /**
   * @param {DataSetEntry} entry
   * @returns {Promise<'added'>}
   */
  async #dataSet({ content: file, ...record }) {
    const content = file === null ? undefined : new Blob([await this.#read(file, MOST.content)]);
    if (content && record.dataSet) await checkContent(content, record.dataSet, record.id);
    await this.#library.dataSets.put(record, content);
    return 'added';
  }

  /**
   * @param {RunEntry[]} runs
   * @returns {Promise<Ids>}
   */
  async #idsOf(runs) {
    const ids = new Map();
    for (const { id, position, created } of runs) {
      const here = await this.#library.runs.get(id);
      // A deleted one may be what is left of a run that came in part.
      const shown = here !== null && here.deleted === null;
      const same = shown && here.position.step === position.step && here.created === created;
      ids.set(id, { id: here && !same ? newId() : id, known: same });
    }
    return ids;
  }

  /**
   * @param {RunEntry} entry
   * @param {Ids} ids
   * @returns {Promise<keyof Count>}
   */
  async #run({ curves, states, name, notes, pinned, created, ...fields }, ids) {
    const { id, known } = ids.get(fields.id) ?? { id: fields.id, known: false };
    if (known) return 'skipped';
    try {
      this.#course.describe(fields.experiment.spec);
    } catch {
      throw new LaboratoryError('damaged', `runs/${fields.id}`);
    }
    const read = curves === null ? null : checkCurves(fromJson(await this.#read(curves, MOST.curves), curves), curves);
    const parent = fields.parent && { ...fields.parent, id: ids.get(fields.parent.id)?.id ?? fields.parent.id };
    const begun = { ...fields, id, parent, created };
    await this.#library.runs.keep(begun, read);
    try {
      await this.#states(id, states);
      await this.#library.runs.edit(id, { name, notes, pinned });
    } catch (error) {
      // A run comes whole or not at all.
      await this.#library.runs.delete(id);
      throw error;
    }
    return id === fields.id ? 'added' : 'copied';
  }

  /**
   * @param {string} id
   * @param {RunEntry['states']} states
   */
  async #states(id, states) {
    for (const { file, position, build } of states.toSorted((a, b) => a.position.step - b.position.step)) {
      const bytes = await this.#read(file, MOST_STATE);
      if (!textsOf(bytes)?.['inkgrad.spec']) throw new LaboratoryError('damaged', file);
      // The library names the version itself.
      await this.#library.runs.keepState(id, { bytes, position, build: build?.split(' ').at(-1) ?? null });
    }
  }

  /** @param {string} file */
  async #samples(file) {
    const count = this.#merged.samples;
    const read = list(checkSample, 1_000_000)(fromJson(await this.#read(file, MOST.samples), file), file);
    const nameOf = (/** @type {{ set: string, id: string }} */ { set, id }) => `${set}/${id}`;
    const known = new Set((await this.#library.samples.list()).map(nameOf));
    const fresh = read.filter((sample) => !known.has(nameOf(sample)));
    this.#course.signal?.throwIfAborted();
    if (fresh.length > 0) await this.#library.samples.put(fresh);
    count.added += fresh.length;
    count.skipped += read.length - fresh.length;
  }
}

/** @returns {Count} */
function none() {
  return { added: 0, copied: 0, skipped: 0, refused: 0 };
}

/** @param {unknown} error */
function isOfArchive(error) {
  const { name } = /** @type {{ name?: string }} */ (Object(error));
  return name === 'LaboratoryError' || name === 'ZipError';
}

/**
 * @param {Blob} content
 * @param {{ shape: number[] }} dataSet
 * @param {string} id
 */
async function checkContent(content, { shape }, id) {
  const parts = await storedParts(content).catch(() => {
    throw new LaboratoryError('damaged', `data/${id}`);
  });
  const size = sizeOf(shape);
  for (const { inputs, labels } of Object.values(parts))
    if (inputs.length !== labels.length * size) throw new LaboratoryError('damaged', `data/${id}`);
}
