/** @file Compatibility with the first release: its links and its stored data open. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { keptDrawing, keptNetwork } from '../../www/page/kept.js';
import { readLink } from '../../www/shared/links.js';

const folder = new URL('../fixtures/release-1/', import.meta.url);
const read = (/** @type {string} */ name) => readFileSync(new URL(name, folder));
const links = JSON.parse(read('links.json').toString());
const kept = JSON.parse(read('kept.json').toString());
const bytes = new Uint8Array(read('kept-network.safetensors'));

/** Storage as written by the first release. */
const storage = /** @type {import('../../www/page/storage.js').Database} */ (
  /** @type {unknown} */ ({
    get: async (/** @type {string} */ key) => structuredClone({ ...kept, network: { ...kept.network, bytes } }[key]),
  })
);

/** What the settings of the first release were called in what a link gives now. */
const places = /** @type {Record<string, (link: import('../../www/shared/links.js').Link) => unknown>} */ ({
  data: ({ experiment }) => experiment.dataset.name,
  epochs: ({ experiment }) => experiment.run.epochs,
  workers: ({ experiment }) => experiment.run.workers,
  gpu: ({ experiment }) => experiment.run.gpu,
  optimizer: ({ experiment: { spec } }) =>
    spec.optimizer.nesterov ? 'nesterov' : spec.optimizer.momentum ? 'momentum' : spec.optimizer.kind,
  learning_rate: ({ experiment }) => experiment.spec.optimizer.learning_rate,
  weight_decay: ({ experiment }) => experiment.spec.optimizer.weight_decay ?? 0,
  schedule: ({ experiment }) => experiment.spec.schedule?.kind ?? 'constant',
  steps: ({ experiment }) => experiment.spec.schedule?.steps,
  warmup_steps: ({ experiment }) => experiment.spec.schedule?.warmup_steps,
  minimum: ({ experiment }) => experiment.spec.schedule?.minimum,
  maximum: ({ experiment }) => experiment.spec.schedule?.maximum,
  every: ({ experiment }) => experiment.spec.schedule?.every,
  factor: ({ experiment }) => experiment.spec.schedule?.factor,
  clip_norm: ({ experiment }) => experiment.spec.clip_norm ?? 0,
  shift: ({ experiment }) => experiment.spec.augment?.shift ?? 0,
  rotate: ({ experiment }) => experiment.spec.augment?.rotate ?? 0,
  zoom: ({ experiment }) => experiment.spec.augment?.scale ?? 0,
  elastic: ({ experiment }) => experiment.spec.augment?.elastic ?? 0,
  patience: ({ experiment }) => experiment.spec.early_stopping?.patience ?? 0,
  monitor: ({ experiment }) => experiment.spec.early_stopping?.monitor ?? 'validation_loss',
  // The rate of the first release stood for dropout after every dense layer.
  dropout: ({ experiment: { spec } }) =>
    spec.layers.find(({ kind }, at) => kind === 'dropout' && spec.layers[at - 1]?.kind === 'dense')?.rate ?? 0,
  layers: ({ experiment }) =>
    experiment.spec.layers.filter(({ kind }) => kind !== 'flatten' && kind !== 'dropout').slice(0, -1),
  theme: ({ preferences }) => preferences.theme ?? 'system',
  pen: ({ preferences }) => Number(preferences.pen ?? 0.06),
  lang: () => undefined,
});

/** @param {string} name @returns {number | undefined} what the first release had where no schedule reads it */
function scheduleDefault(name) {
  return { steps: 4000, warmup_steps: 200, every: 1000, factor: 0.5, maximum: 0.01 }[name];
}

test('a link of the first release gives its experiment', () => {
  for (const { search, hash, values } of links) {
    const link = readLink({ search, hash });
    assert.deepEqual(link.refused, [], hash);
    for (const [name, value] of Object.entries(values)) {
      if (name === 'lang') continue;
      const wanted =
        name === 'layers'
          ? value.filter((/** @type {{ kind: string }} */ { kind }) => !['flatten', 'dropout'].includes(kind))
          : value;
      const found = (places[name] ?? (() => /** @type {any} */ (link.experiment.spec)[name]))(link);
      // What the chosen schedule does not read, and what is at its default, is not in the spec.
      if (found !== undefined || value !== 0)
        assert.deepEqual(found ?? scheduleDefault(name), wanted, `${name} of ${hash}`);
    }
  }
});

test('a network stored by the first release is restored with its curves, and its own layers', async () => {
  const { experiment } = readLink(kept);
  const found = await keptNetwork(storage, experiment);
  assert.ok(found, 'a kept network');
  assert.deepEqual(found.checkpoint.bytes, bytes);
  assert.deepEqual(found.checkpoint.position, kept.network.standing);
  assert.equal(found.state.progress?.step, 20);
  assert.equal(found.state.validation?.step, 16);
  assert.deepEqual(found.state.configuration, kept.network.record);
  assert.deepEqual(found.state.history?.rows, kept.network.history.rows);
  assert.equal(found.state.points, 5);
  const kinds = found.state.experiment?.spec.layers.map(({ kind }) => kind);
  assert.deepEqual(kinds, ['flatten', 'dense', 'dropout', 'dense']);
});

test('a drawing stored by the first release is restored', async () => {
  const { strokes } = await keptDrawing(storage);
  assert.deepEqual(strokes, kept.drawing.strokes);
  assert.deepEqual(
    strokes.map(({ erase, points }) => [erase, points.length]),
    [
      [false, 9],
      [true, 3],
    ],
  );
});
