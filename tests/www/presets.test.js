/** @file Every preset reaches a stated validation accuracy in a few epochs on the start of its data set. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { sets } from '../../benches/data-sets.js';
import { dataSetOf } from '../../www/shared/data-sets.js';
import { defaultExperiment, specOf } from '../../www/shared/experiment.js';
import { applyPreset, presetOf, presets } from '../../www/shared/presets/index.js';

/** @type {Record<string, { epochs: number, least: number }>} epochs on the images below, and minimum validation accuracy */
const expected = {
  mlp: { epochs: 5, least: 0.85 },
  convolutional: { epochs: 4, least: 0.85 },
  lenet: { epochs: 4, least: 0.85 },
  recurrent: { epochs: 5, least: 0.75 },
  transformer: { epochs: 6, least: 0.7 },
  best: { epochs: 4, least: 0.9 },
  article: { epochs: 50, least: 0.2 },
  sensible: { epochs: 10, least: 0.85 },
};

/** Training and validation images: as many as the page's first shard. */
const HEAD = { train: 2000, validation: 500 };

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;

before(async () => {
  inkgrad = await load({ build: 'simd128' });
});

/**
 * @param {import('../../benches/data-sets.js').Part} part
 * @param {number} count
 */
function head({ inputs, labels }, count) {
  const size = inputs.length / labels.length;
  return { inputs: inputs.subarray(0, count * size), labels: labels.subarray(0, count) };
}

test('every preset has an expectation', () => {
  assert.deepEqual(presets.map(({ name }) => name).sort(), Object.keys(expected).sort());
});

test('an applied preset is recognised, and what the person has chosen stays', () => {
  for (const preset of presets) {
    const before = defaultExperiment();
    before.spec.seed = 9;
    before.run.workers = 3;
    const applied = applyPreset(preset, before);
    assert.equal(presetOf(applied)?.name, preset.name);
    assert.deepEqual([applied.spec.seed, applied.run.workers], [9, 3]);
  }
  assert.equal(presetOf(defaultExperiment())?.name, 'mlp');
});

for (const preset of presets) {
  const { epochs, least } = expected[preset.name] ?? { epochs: 1, least: 1 };
  test(`${preset.name} reaches ${100 * least} % after ${epochs} epochs`, async () => {
    const experiment = applyPreset(preset, defaultExperiment());
    const { name } = experiment.dataset;
    const { scale } = dataSetOf(experiment.dataset);
    const parts = sets[/** @type {keyof typeof sets} */ (name)]();
    const session = await inkgrad.Session.create(specOf(experiment));
    const train = head(parts.train, HEAD.train);
    await session.setData('train', { ...train, scale });
    await session.setData('validation', { ...head(parts.validation, HEAD.validation), scale });
    await session.step(epochs * Math.ceil(train.labels.length / session.spec.batch_size));
    const { accuracy } = await session.evaluate('validation');
    session.free();
    assert.ok((accuracy ?? 0) >= least, `it reached ${accuracy}`);
  });
}
