/**
 * @file Shows that training needs no more memory the longer it lasts: `node benches/memory.js [NAME…] [--steps N] [--batch N]`
 * trains presets of the page for ten thousand steps each, and prints the binary's memory on the way and the last loss.
 */

import { parseArgs } from 'node:util';
import { load } from '../pkg/inkgrad.js';
import { dataSets } from '../www/shared/data-sets.js';
import { applyPreset, presets } from '../www/shared/presets/index.js';
import { initialSettings } from '../www/shared/settings.js';
import { specOf } from '../www/shared/spec.js';
import { watchMemory } from './memory-watch.js';
import { sets } from './sets.js';

/** Of each set: what is measured is what training takes, not the data. */
const SAMPLES = 1280;

const { values: options, positionals: names } = parseArgs({
  options: { steps: { type: 'string', default: '10000' }, batch: { type: 'string' } },
  allowPositionals: true,
});
const memory = watchMemory();

/** @param {import('../www/shared/presets/index.js').Preset} preset */
async function train(preset) {
  const settings = applyPreset(preset, initialSettings());
  const { train: data } = sets[settings.data]();
  const { scale } = dataSets[settings.data];
  const { Session } = await load();
  const batch = Number(options.batch ?? settings.batch_size);
  const session = await Session.create({ ...specOf(settings), batch_size: batch });
  const features = data.inputs.length / data.labels.length;
  const inputs = data.inputs.slice(0, SAMPLES * features);
  await session.setData('train', { inputs, labels: data.labels.slice(0, SAMPLES), scale });
  const steps = Number(options.steps);
  const marks = [1, 10, 100, 1000, steps].filter((mark, at, all) => mark <= steps && all.indexOf(mark) === at);
  const seen = [];
  let done = 0;
  let loss = Number.NaN;
  for (const mark of marks) {
    ({ loss } = await session.step(mark - done));
    done = mark;
    seen.push(`${(memory() / 2 ** 20).toFixed(2)} after ${mark}`);
  }
  console.log(`${preset.name}, batches of ${batch}: MiB ${seen.join(', ')}; loss ${loss.toFixed(4)}`);
  session.free();
}

for (const preset of presets) if (names.length === 0 || names.includes(preset.name)) await train(preset);
