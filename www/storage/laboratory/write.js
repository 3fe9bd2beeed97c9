/** @file Writes the laboratory as a zip archive (`format.js`). One record is in memory at a time. */

import { writeZip } from '../../shared/zip.js';
import { contentFile, curvesFile, FORMAT, MANIFEST, SAMPLES, stateFile, toJson, VERSION } from './format.js';

/**
 * @typedef {import('../remote.js').RemoteLibrary} Library
 * @typedef {import('./format.js').Manifest} Manifest
 * @typedef {import('../records.js').RunRecord} RunRecord
 *
 * @typedef {object} Course
 * @property {AbortSignal} [signal]
 * @property {(done: number, total: number) => void} [onProgress] bytes; the total is an estimate
 *
 * @param {Library} library
 * @param {Pick<Manifest, 'inkgrad' | 'drawing' | 'preferences'>} page what the page adds
 * @param {Course} [course]
 * @returns {Promise<Blob>}
 */
export async function writeLaboratory(library, page, { signal, onProgress = () => {} } = {}) {
  const [{ runs }, dataSets] = await Promise.all([library.runs.list(), library.dataSets.list()]);
  const total = runs.reduce((sum, run) => sum + weightOf(run), 0) + sizeOf(dataSets);
  const contents = contentsOf(library, { runs, dataSets, page });
  const onBytes = (/** @type {number} */ bytes) => onProgress(Math.min(bytes, total), total);
  return writeZip(contents, { ...(signal && { signal }), onBytes });
}

/** @param {RunRecord} run @returns {number} bytes of its weights */
function weightOf({ state, checkpoints }) {
  return sizeOf([...(state ? [state] : []), ...checkpoints]);
}

/** @param {{ bytes?: number }[]} records */
function sizeOf(records) {
  return records.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
}

/**
 * The manifest comes last: it names what was there when it was read.
 *
 * @param {Library} library
 * @param {{ runs: RunRecord[], dataSets: import('../records.js').DataSetRecord[],
 *   page: Pick<Manifest, 'inkgrad' | 'drawing' | 'preferences'> }} given
 * @returns {AsyncGenerator<import('../../shared/zip.js').Content>}
 */
async function* contentsOf(library, { runs, dataSets, page }) {
  /** @type {Manifest} */
  const manifest = { format: FORMAT, version: VERSION, ...page, runs: [], samples: null, dataSets: [] };
  for (const run of runs) manifest.runs.push(yield* runContents(library, run));
  const samples = await library.samples.list();
  if (samples.length > 0) {
    manifest.samples = SAMPLES;
    yield { name: SAMPLES, content: toJson(samples) };
  }
  for (const { bytes: _, ...dataSet } of dataSets) {
    const content = await library.dataSets.content(dataSet.id);
    const file = content && contentFile(dataSet.id);
    manifest.dataSets.push({ ...dataSet, content: file });
    if (content && file) yield { name: file, content };
  }
  yield { name: MANIFEST, content: toJson(manifest) };
}

/**
 * @param {Library} library
 * @param {RunRecord} run
 * @returns {AsyncGenerator<import('../../shared/zip.js').Content, import('./format.js').RunEntry>}
 */
async function* runContents(library, run) {
  const { id, parent, experiment, position, progress, validation, points, events, configuration } = run;
  const { name, notes, pinned, created } = run;
  const known = { id, parent, experiment, position, progress, validation, points, events, configuration };
  /** @type {import('./format.js').RunEntry} */
  const entry = { ...known, name, notes, pinned, created, curves: null, states: [] };
  const curves = await library.runs.curves(id);
  if (curves) {
    entry.curves = curvesFile(id);
    yield { name: entry.curves, content: toJson(curves) };
  }
  const steps = new Set([...run.checkpoints.map(({ step }) => step), ...(run.state ? [run.state.step] : [])]);
  for (const step of [...steps].sort((a, b) => a - b)) {
    const newest = step === run.state?.step;
    const state = await (newest ? library.runs.state(id) : library.runs.checkpoint(id, step));
    // The run may have gone on meanwhile.
    if (!state || entry.states.some((one) => one.position.step >= state.position.step)) continue;
    const file = stateFile(id, state.position.step);
    entry.states.push({ file, position: state.position, build: state.build });
    // Weights do not get smaller.
    yield { name: file, content: state.bytes, compress: false };
  }
  return entry;
}
