/**
 * @file Every preset trained straight on, and trained, kept, taken away and brought back: the same parameters to the bit,
 * through a kept state and through a saved file. STEPS says how many steps are taken in all.
 */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { sets } from '../../benches/data-sets.js';
import { dataSetOf } from '../../www/shared/data-sets.js';
import { defaultExperiment, specOf } from '../../www/shared/experiment.js';
import { applyPreset, presets } from '../../www/shared/presets/index.js';
import { Library } from '../../www/storage/library.js';
import { MemoryStore } from '../../www/storage/memory-store.js';
import { TrainingRun } from '../../www/worker/training-run.js';

/** The whole set takes the first shard's place at step 100, in the middle of either half. */
const STEPS = Number(process.env.STEPS ?? 120);

/** Pictures of the first shard, and of the whole set. */
const COUNTS = { first: 1000, whole: 2500, validation: 200 };

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;

before(async () => {
  inkgrad = await load({ build: 'simd128' });
});

/**
 * @param {import('../../www/shared/experiment.js').Experiment} experiment
 * @param {number} count
 * @returns {any} parts of its data
 */
function parts({ dataset }, count) {
  const { train, validation } = sets[/** @type {keyof typeof sets} */ (dataset.name)]();
  const head = (
    /** @type {import('../../benches/data-sets.js').Part} */ { inputs, labels },
    /** @type {number} */ most,
  ) => {
    const size = inputs.length / labels.length;
    return { inputs: inputs.subarray(0, most * size), labels: labels.subarray(0, most) };
  };
  return { dataSet: dataSetOf(dataset), train: head(train, count), validation: head(validation, COUNTS.validation) };
}

/**
 * @param {import('../../www/shared/experiment.js').Experiment} experiment
 * @param {import('../../www/shared/protocol.js').Saved | null} saved
 * @param {number} until step
 */
async function trained(experiment, saved, until) {
  const { Session } = inkgrad;
  const session = saved ? await Session.load(saved.bytes) : await Session.create(specOf(experiment));
  const start = saved?.position ?? { wholeSince: null, step: 0, epoch: 0 };
  const run = new TrainingRun({ run: 1, runId: 'a' }, session, start, () => performance.now());
  const isWhole = start.wholeSince !== null;
  await run.setData(parts(experiment, isWhole ? COUNTS.whole : COUNTS.first), isWhole);
  if (!isWhole) run.queueWholeSet(parts(experiment, COUNTS.whole));
  while (run.position.step < until) {
    await run.applyWholeSet();
    await run.advance(until - run.position.step);
  }
  return run;
}

/** @param {TrainingRun} run */
async function resultOf(run) {
  const parameters = await run.session.parameters();
  const values = parameters.map(({ name, data }) => [name, new Uint32Array(data.buffer, data.byteOffset, data.length)]);
  const { bytes, position } = await run.saved();
  run.session.free();
  return { values, bytes, position };
}

for (const preset of presets) {
  test(`${preset.name}: ${STEPS} steps, and ${STEPS / 2}, kept, and ${STEPS / 2}: the same bits`, async () => {
    const experiment = applyPreset(preset, defaultExperiment());
    const straight = await resultOf(await trained(experiment, null, STEPS));
    const half = await trained(experiment, null, STEPS / 2);
    const { runs } = new Library(new MemoryStore());
    await runs.keepState('a', { ...(await half.saved()), build: 'simd128' });
    half.session.free();
    const kept = await runs.state('a');
    assert.ok(kept);
    const returned = await resultOf(await trained(experiment, kept, STEPS));
    assert.deepEqual(returned.position, straight.position);
    assert.deepEqual(returned.values, straight.values);
    assert.deepEqual(returned.bytes, straight.bytes, 'the optimiser too');
  });
}
