/** @file Reads a laboratory's archive: what it holds is known, and checked, before anything of it is taken. */

import { readZip } from '../../shared/unzip.js';
import { dataSet, drawing, list, run } from './checks.js';
import { FORMAT, fromJson, LaboratoryError, LIMITS, MANIFEST, MOST, VERSION } from './format.js';

/**
 * @typedef {import('./format.js').Manifest} Manifest
 * @typedef {import('../../shared/unzip.js').ZipEntry} ZipEntry
 *
 * @typedef {object} Laboratory
 * @property {Manifest} manifest checked
 * @property {(name: string, most: number, signal?: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>} read an entry
 * @property {number} bytes of all entries that the manifest names
 */

/** Runs, data sets. */
const MOST_RECORDS = 10_000;

/**
 * @param {Blob} archive
 * @returns {Promise<boolean>} whether it is one, whole or not
 */
export async function isLaboratory(archive) {
  return readZip(archive, LIMITS).then(
    (entries) => entries.has(MANIFEST),
    () => false,
  );
}

/**
 * @param {Blob} archive
 * @returns {Promise<Laboratory>}
 * @throws {LaboratoryError | import('../../shared/unzip.js').ZipError}
 */
export async function readLaboratory(archive) {
  const entries = await readZip(archive, LIMITS);
  if (!entries.has(MANIFEST)) throw new LaboratoryError('none');
  /** @type {Laboratory['read']} */
  const read = (name, most, signal) => {
    const entry = entries.get(name);
    if (!entry) throw new LaboratoryError('damaged', name);
    if (entry.size > most) throw new LaboratoryError('too_large', name);
    return entry.read(signal);
  };
  const manifest = checked(fromJson(await read(MANIFEST, MOST.manifest), MANIFEST));
  const { runs, dataSets, samples } = manifest;
  const files = [
    ...runs.flatMap(({ curves, states }) => [curves, ...states.map(({ file }) => file)]),
    ...dataSets.map(({ content }) => content),
    samples,
  ].filter((file) => file !== null);
  const missing = files.find((file) => !entries.has(file));
  if (missing !== undefined) throw new LaboratoryError('damaged', missing);
  const bytes = files.reduce((sum, file) => sum + Number(entries.get(file)?.size), 0);
  return { manifest, read, bytes };
}

/**
 * @param {any} found
 * @returns {Manifest}
 */
function checked(found) {
  if (found?.format !== FORMAT) throw new LaboratoryError('none');
  if (!Number.isInteger(found.version)) throw new LaboratoryError('damaged', 'version');
  if (found.version > VERSION) throw new LaboratoryError('newer');
  const { samples, inkgrad, preferences } = found;
  return {
    format: FORMAT,
    version: found.version,
    inkgrad: String(inkgrad ?? '').slice(0, 40),
    runs: unique(list(run, MOST_RECORDS)(found.runs, 'runs'), 'runs'),
    samples: typeof samples === 'string' ? samples : null,
    dataSets: unique(list(dataSet, MOST_RECORDS)(found.dataSets, 'dataSets'), 'dataSets'),
    drawing: drawing(found.drawing ?? [], 'drawing'),
    preferences: typeof preferences === 'object' && preferences !== null ? preferences : {},
  };
}

/**
 * @template {{ id: string }} Item
 * @param {Item[]} items
 * @param {string} what
 */
function unique(items, what) {
  if (new Set(items.map(({ id }) => id)).size !== items.length) throw new LaboratoryError('damaged', what);
  return items;
}
