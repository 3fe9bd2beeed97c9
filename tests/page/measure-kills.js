/**
 * @file Kills the process of a tab COUNT times at random moments while the presets train, each for some kills, and prints how
 * old the restored states were. It fails where one could not be read, or was older than two seconds and the time of a step.
 */

import { defaultExperiment } from '../../www/shared/experiment.js';
import { writeLink } from '../../www/shared/links.js';
import { applyPreset, presets } from '../../www/shared/presets/index.js';
import { randomFrom } from '../www/random.js';
import { startKills } from './kills.js';

const COUNT = Number(process.env.COUNT ?? 500);

/** Kills of one preset in a row. */
const EACH = 5;

/** Milliseconds by which a state may be older than the kill. */
const MOST = 2000;

const random = randomFrom(Number(process.env.SEED ?? 23));
const kills = await startKills();
/** @type {(import('./kills.js').Kill & { preset: string })[]} */
const results = [];
try {
  while (results.length < COUNT) {
    const preset = /** @type {import('../../www/shared/presets/index.js').Preset} */ (
      presets[Math.floor(results.length / EACH) % presets.length]
    );
    const { hash } = writeLink('train', applyPreset(preset, defaultExperiment()), '?lang=en');
    let page = await kills.open(hash === '' ? '#/train?v=2&' : hash);
    for (let turn = 0; turn < EACH && results.length < COUNT; turn += 1) {
      const begun = await kills.stepOf(page);
      const { page: next, kill } = await kills.kill(page, { milliseconds: random.between(100, 5000) });
      page = next;
      results.push({ preset: preset.name, ...kill });
      const bad = kill.restored < begun || (kill.restored > 0 && kill.points === 0);
      if (bad) process.exitCode = 1;
      console.log(`${results.length}`, preset.name, JSON.stringify(kill), bad ? 'NOT AS IT WAS' : '');
    }
    await page.close();
  }
} finally {
  await kills.close();
}
const ages = results.map(({ age }) => age).sort((a, b) => a - b);
const at = (/** @type {number} */ share) => Math.round(ages[Math.floor(share * (ages.length - 1))] ?? Number.NaN);
console.log(
  `${ages.length} kills: age of the restored state ${at(0.5)} ms (median), ${at(0.95)} ms (95 %), ${at(1)} ms`,
);
const late = results.filter(({ age, slowest }) => age > MOST + slowest);
console.log(`${late.length} older than ${MOST / 1000} s and a step`, late.length > 0 ? JSON.stringify(late) : '');
if (late.length > 0) process.exitCode = 1;
