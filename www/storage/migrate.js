/** @file Takes over what earlier releases kept: up to four networks and a drawing, as runs and as the place. */

import { dataSetNames, dataSets } from '../shared/data-sets.js';
import { defaultExperiment } from '../shared/experiment.js';
import { compactSpec } from '../shared/plain-spec.js';
import { specIn, textsOf } from '../shared/session-file.js';
import { curvesKey, PLACE_KEY, runKey, stateKey } from './records.js';

/** A network for each tab that was open at once. */
const NETWORKS = ['network', 'network.1', 'network.2', 'network.3'];

const DRAWING = 'drawing';

/** Newest forms of what the earlier releases kept; what a newer one wrote stays. */
const KNOWN = { network: 2, drawing: 1 };

/**
 * @typedef {import('./two-slots.js').Writer} Writer
 * @typedef {import('./records.js').RunRecord} RunRecord
 * @typedef {import('./records.js').Curves} Curves
 * @typedef {{ run: RunRecord, curves: Curves, bytes: Uint8Array }} Old
 *
 * @typedef {object} Environment
 * @property {() => string} newId
 * @property {() => number} now time in milliseconds
 * @property {(key: string) => boolean} inUse whether a tab with the earlier page still trains the network
 */

/**
 * What is taken over is removed in the same transaction, so that it is there once.
 *
 * @param {import('./two-slots.js').TwoSlots} records
 * @param {Environment} environment
 * @returns {Promise<string[]>} ids of the runs that were taken over
 */
export function takeOver(records, { newId, now, inUse }) {
  return records.transact(async (writer) => {
    /** @type {string[]} */
    const ids = [];
    for (const key of NETWORKS) {
      const kept = inUse(key) ? null : await writer.raw.get(key);
      const old = kept && oldRun(kept, newId(), now());
      if (!old) continue;
      await keepRun(writer, old);
      await writer.raw.delete(key);
      ids.push(old.run.id);
    }
    const drawing = await writer.raw.get(DRAWING);
    const strokes = drawing?.version === KNOWN.drawing ? drawing.strokes : null;
    if (ids.length === 0 && !strokes) return ids;
    const before = (await writer.get(PLACE_KEY)) ?? { strokes: [], route: 'train', tab: 'weights', run: null };
    await writer.set(PLACE_KEY, { ...before, ...(strokes && { strokes }), run: before.run ?? ids[0] ?? null });
    if (strokes) await writer.raw.delete(DRAWING);
    return ids;
  });
}

/**
 * @param {Writer} writer
 * @param {Old} old
 */
async function keepRun(writer, { run, curves, bytes }) {
  const size = await writer.set(stateKey(run.id), { bytes, position: run.position, build: run.build });
  await writer.set(runKey(run.id), { ...run, state: { step: run.position.step, bytes: size } });
  await writer.set(curvesKey(run.id), curves);
}

/**
 * @param {any} kept
 * @param {string} id
 * @param {number} now
 * @returns {Old | null} null where it cannot be read, or a newer release has written it
 */
function oldRun(kept, id, now) {
  if (!(kept.bytes instanceof Uint8Array) || !(kept.version <= KNOWN.network)) return null;
  const texts = textsOf(kept.bytes);
  const spec = texts && specIn(texts);
  if (!texts || !spec) return null;
  const first = kept.version === 1;
  const { position, progress, validation, history, events, configuration } = first
    ? { ...kept, position: kept.standing, events: [], configuration: kept.record }
    : kept.run;
  const experiment = first ? firstExperiment(spec) : kept.experiment;
  const run = {
    ...{ id, parent: null, experiment, position, progress, validation, events, configuration },
    points: history.rows.filter((/** @type {{ loss: number | null }} */ row) => row.loss !== null).length,
    ...{ name: '', notes: '', pinned: false, created: now, changed: now, deleted: null },
    seed: spec.seed ?? 0,
    dataHash: texts['inkgrad.data_hash'] ?? null,
    build: null,
    state: null,
    checkpoints: [],
    nextCheckpoint: position.step + 1,
  };
  return { run, curves: history, bytes: kept.bytes };
}

/**
 * The first release kept no experiment: the file has the spec, and the data follow from its input.
 *
 * @param {import('../shared/experiment.js').PlainSpec} spec
 * @returns {import('./records.js').Experiment}
 */
function firstExperiment(spec) {
  const shape = JSON.stringify(spec.input);
  const name = dataSetNames.find((one) => JSON.stringify(dataSets[one].shape) === shape);
  const usual = defaultExperiment();
  return { ...usual, spec: withoutUsual(compactSpec(spec)), dataset: name ? { name } : usual.dataset };
}

/** Initialisers that the core takes where none is given. */
const USUAL_INIT = ['he_uniform', 'glorot_uniform'];

/**
 * @param {import('../shared/experiment.js').PlainSpec} spec
 * @returns {import('../shared/experiment.js').PlainSpec} without the names and initialisers that the core fills in
 */
function withoutUsual(spec) {
  const layers = spec.layers.map(({ name: _, init, ...rest }) => {
    const given = init === undefined || USUAL_INIT.includes(String(init));
    return /** @type {import('../shared/experiment.js').Layer} */ (given ? rest : { ...rest, init });
  });
  return { ...spec, layers };
}
