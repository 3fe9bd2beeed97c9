/** @file What is said of a laboratory's file: what it holds, what came of it, and why it cannot be read. */

import { networkName } from '../../names/network.js';
import { brief, percent, whole } from '../format.js';
import { translator } from '../language.js';
import { messageOf } from '../messages.js';
import { texts } from './texts.js';

export const text = translator(texts);

/** Runs that are named, and parts that were left out. */
const [NAMED, LEFT] = [8, 5];

/**
 * @typedef {import('../../../storage/laboratory/read.js').Laboratory} Laboratory
 * @typedef {import('../../../storage/laboratory/merge.js').Merged} Merged
 */

/** @param {'runs' | 'samples' | 'dataSets'} what @param {number} count */
export function counted(what, count) {
  return text(what, { count, number: whole(count) });
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return brief(bytes / 1e6, 2);
}

/**
 * @param {Laboratory} laboratory
 * @param {File} file
 * @returns {[name: string, values: string[]][]}
 */
export function factsOf({ manifest }, file) {
  const { runs, samples, dataSets, inkgrad } = manifest;
  const more = runs.length - NAMED;
  const lines = runs.slice(0, NAMED).map(lineOf);
  return [
    [counted('runs', runs.length), more > 0 ? [...lines, text('more', { count: more, number: whole(more) })] : lines],
    .../** @type {[string, string[]][]} */ (samples === null ? [] : [[text('samplesTitle'), ['✓']]]),
    .../** @type {[string, string[]][]} */ (
      dataSets.length === 0 ? [] : [[text('dataTitle'), dataSets.slice(0, NAMED).map(({ name }) => name)]]
    ),
    [text('size'), [text('megabytes', { size: megabytes(file.size) })]],
    [text('version'), [`inkgrad ${inkgrad}`]],
  ];
}

/** @param {Laboratory['manifest']['runs'][number]} run */
function lineOf({ name, experiment, position, validation }) {
  const network = networkName(experiment);
  const step = text('step', { count: position.step, number: whole(position.step) });
  const accuracy = validation?.accuracy;
  return [name || network, step, typeof accuracy === 'number' ? percent(accuracy) : ''].filter(Boolean).join(' · ');
}

/** @param {Merged} merged @returns {string[]} sentences */
export function outcomeOf({ runs, samples, dataSets, errors }) {
  const { copied } = runs;
  const skipped = runs.skipped + samples.skipped + dataSets.skipped;
  const left = errors.length;
  const what = errors.slice(0, LEFT).map(partOf).join(', ');
  const done = {
    runs: counted('runs', runs.added + copied),
    samples: counted('samples', samples.added),
    dataSets: counted('dataSets', dataSets.added),
  };
  return [
    text('done', done),
    ...(copied > 0 ? [text('copied', { count: copied, number: whole(copied) })] : []),
    ...(skipped > 0 ? [text('skipped', { count: skipped, number: whole(skipped) })] : []),
    ...(left > 0 ? [text('left', { count: left, number: whole(left), what })] : []),
  ];
}

/** @param {unknown} error */
function partOf(error) {
  const { what, name } = Object(error).values ?? {};
  return String(what ?? name ?? reasonOf(error));
}

/** @param {unknown} error @returns {string} */
export function reasonOf(error) {
  const { id, values } = /** @type {{ id?: string, values?: Record<string, string> }} */ (Object(error));
  if (id && id in texts.en) return text(/** @type {keyof typeof texts.en} */ (id), values);
  return text('failed', { why: messageOf(error) });
}
