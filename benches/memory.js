/**
 * @file Shows that memory does not grow during training: `node benches/memory.js [NAME…] [--steps N] [--batch N]`
 * trains presets of the page for ten thousand steps each, and prints the instance's memory at several steps and the
 * final loss.
 */

import { parseArgs } from 'node:util';
import { load } from '../pkg/inkgrad.js';
import { dataSetOf } from '../www/shared/data-sets.js';
import { defaultExperiment, specOf } from '../www/shared/experiment.js';
import { applyPreset, presets } from '../www/shared/presets/index.js';
import { sets } from './data-sets.js';
import { watchMemory } from './memory-watch.js';

/** Samples of each data set: the memory of training is measured, not that of the data. */
const SAMPLES = 1280;

const { values: options, positionals: names } = parseArgs({
  options: { steps: { type: 'string', default: '10000' }, batch: { type: 'string' } },
  allowPositionals: true,
});
const memory = watchMemory();

/** @param {import('../www/shared/presets/index.js').Preset} preset */
async function train(preset) {
  const experiment = applyPreset(preset, defaultExperiment());
  const { name, scale } = dataSetOf(experiment.dataset);
  const { train: data } = sets[/** @type {keyof typeof sets} */ (name)]();
  const { Session } = await load();
  const batch = Number(options.batch ?? experiment.spec.batch_size);
  const session = await Session.create({ ...specOf(experiment), batch_size: batch });
  const features = data.inputs.length / data.labels.length;
  const inputs = data.inputs.slice(0, SAMPLES * features);
  await session.setData('train', { inputs, labels: data.labels.slice(0, SAMPLES), scale });
  const steps = Number(options.steps);
  const checkpoints = [1, 10, 100, 1000, steps].filter((mark, at, all) => mark <= steps && all.indexOf(mark) === at);
  const sizes = [];
  let done = 0;
  let loss = Number.NaN;
  for (const mark of checkpoints) {
    ({ loss } = await session.step(mark - done));
    done = mark;
    sizes.push(`${(memory() / 2 ** 20).toFixed(2)} after ${mark}`);
  }
  console.log(`${preset.name}, batches of ${batch}: MiB ${sizes.join(', ')}; loss ${loss.toFixed(4)}`);
  session.free();
}

for (const preset of presets) if (names.length === 0 || names.includes(preset.name)) await train(preset);
