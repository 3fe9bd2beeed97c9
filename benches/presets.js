/**
 * @file Trains presets of the page to the end in Node. Prints test accuracy, time, seed and memory of each: `node
 * benches/presets.js [NAME…] [--epochs N] [--seed N]`. A preset without a number of epochs trains for five.
 */

import { parseArgs } from 'node:util';
import { load } from '../pkg/inkgrad.js';
import { dataSetOf } from '../www/shared/data-sets.js';
import { defaultExperiment, specOf } from '../www/shared/experiment.js';
import { applyPreset, presets } from '../www/shared/presets/index.js';
import { sets } from './data-sets.js';
import { watchMemory } from './memory-watch.js';

/** Epochs of a preset without a number of epochs. */
const EPOCHS = 5;

const { values: options, positionals: names } = parseArgs({
  options: { epochs: { type: 'string' }, seed: { type: 'string', default: '42' } },
  allowPositionals: true,
});

const memory = watchMemory();

/** @param {import('../www/shared/presets/index.js').Preset} preset */
async function train(preset) {
  const seed = Number(options.seed);
  const usual = defaultExperiment();
  const experiment = applyPreset(preset, { ...usual, spec: { ...usual.spec, seed } });
  const epochs = Number(options.epochs ?? (experiment.run.epochs || EPOCHS));
  const { name: data, scale } = dataSetOf(experiment.dataset);
  const parts = sets[/** @type {keyof typeof sets} */ (data)]();
  const { Session, info } = await load();
  const before = memory();
  const session = await Session.create(specOf(experiment));
  for (const name of /** @type {const} */ (['train', 'validation', 'test'])) {
    await session.setData(name, { ...parts[name], scale });
  }
  const steps = Math.ceil(parts.train.labels.length / session.spec.batch_size);
  const startTime = performance.now();
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    const { loss, accuracy, finished } = await session.step(steps);
    const validated = await session.evaluate('validation');
    const metrics = `loss ${loss.toFixed(4)}, ${percent(accuracy)}, validation ${percent(validated.accuracy)}`;
    console.log(`  ${preset.name}, epoch ${epoch}: ${metrics}, ${elapsed(startTime)}`);
    if (finished) break;
  }
  const seconds = elapsed(startTime);
  const { accuracy } = await session.evaluate('test');
  const parameters = session.summary().reduce((sum, row) => sum + row.parameters, 0);
  const mebibytes = ((memory() - before) / 2 ** 20).toFixed(0);
  const result = `test ${percent(accuracy)} after ${epochs} epochs in ${seconds}, seed ${seed}, ${parameters} parameters`;
  console.log(`${preset.name}: ${result}, ${mebibytes} MiB with the data, ${info.build}, Node ${process.version}\n`);
  session.free();
}

/** @param {number | null} accuracy */
function percent(accuracy) {
  return `${(100 * (accuracy ?? 0)).toFixed(2)} %`;
}

/** @param {number} startTime */
function elapsed(startTime) {
  return `${((performance.now() - startTime) / 1000).toFixed(1)} s`;
}

for (const name of names) {
  if (!presets.some((preset) => preset.name === name)) throw new RangeError(`no preset is called ${name}`);
}
for (const preset of presets) if (names.length === 0 || names.includes(preset.name)) await train(preset);
