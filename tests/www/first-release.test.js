/** @file Compatibility with the first release: its links and its stored data open. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Claims } from '../../www/page/keeping/claims.js';
import { restoreRun } from '../../www/page/keeping/restore.js';
import { readLink } from '../../www/shared/links.js';
import { Library } from '../../www/storage/library.js';
import { MemoryStore } from '../../www/storage/memory-store.js';
import { newId } from '../../www/storage/new-id.js';

const folder = new URL('../fixtures/release-1/', import.meta.url);
const read = (/** @type {string} */ name) => readFileSync(new URL(name, folder));
const links = JSON.parse(read('links.json').toString());
const kept = JSON.parse(read('kept.json').toString());
const bytes = new Uint8Array(read('kept-network.safetensors'));

/** The values that the first release has written. */
const written = { network: { ...kept.network, bytes }, drawing: kept.drawing };

/** @param {Record<string, unknown>} values that earlier releases have written */
function storeOf(values) {
  return new MemoryStore(new Map(Object.entries(structuredClone(values))));
}

/** @param {MemoryStore} store */
async function takenOver(store, inUse = () => false) {
  const library = new Library(store);
  return { library, ids: await library.takeOver({ newId, inUse }) };
}

/**
 * @param {Library} library
 * @param {import('../../www/shared/experiment.js').Experiment} experiment of the address
 */
async function restored(library, experiment, plain = false) {
  const claims = new Claims(
    undefined,
    () => undefined,
    () => {},
  );
  const place = await library.places.last();
  return restoreRun(library, claims, { last: place?.run ?? null, experiment, plain, isAddressOf: () => false });
}

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
  const { library, ids } = await takenOver(storeOf(written));
  assert.equal(ids.length, 1);
  const found = await restored(library, experiment);
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
  const { library } = await takenOver(storeOf(written));
  const strokes = /** @type {any[]} */ ((await library.places.last())?.strokes);
  assert.deepEqual(strokes, kept.drawing.strokes);
  assert.deepEqual(
    strokes.map(({ erase, points }) => [erase, points.length]),
    [
      [false, 9],
      [true, 3],
    ],
  );
});

test('what was taken over is a run of its own, once; it opens from a plain address with its own settings', async () => {
  const store = storeOf(written);
  const { library, ids } = await takenOver(store);
  const { runs } = await library.runs.list();
  assert.deepEqual(
    runs.map(({ id, dataHash, seed, position }) => [id, typeof dataHash, seed, position.step]),
    [[ids[0], 'string', 42, 20]],
  );
  assert.deepEqual((await takenOver(store)).ids, [], 'not twice');
  const found = await restored(library, readLink({ search: '', hash: '' }).experiment, true);
  const { experiment } = found?.state ?? {};
  assert.equal(experiment?.dataset.name, 'digits');
  assert.equal(experiment?.spec.optimizer.learning_rate, 0.01);
  assert.equal(experiment?.spec.batch_size, undefined, 'what is at its default is left out');
});

test('a network of the release before this one is taken over with all that it kept', async () => {
  const { experiment } = readLink(kept);
  const { history, progress, validation, record, standing } = kept.network;
  const event = { step: 8, kind: 'changed', label: 'learning_rate' };
  const run = { position: standing, progress, validation, history, events: [event], configuration: record, points: 5 };
  const network = { version: 2, experiment, bytes, run };
  const { library, ids } = await takenOver(storeOf({ network, 'network.2': network }));
  assert.equal(ids.length, 2);
  const found = await restored(library, experiment);
  assert.deepEqual(found?.state.events, [event]);
  assert.deepEqual(found?.state.position, standing);
  assert.deepEqual(found?.checkpoint.bytes, bytes);
});

test('what a newer release has written, and what an earlier page still trains, stays as it is', async () => {
  const store = storeOf({ network: { ...written.network, version: 3 }, 'network.1': written.network });
  assert.deepEqual((await takenOver(store, () => true)).ids, []);
  const { ids } = await takenOver(store);
  assert.equal(ids.length, 1);
  assert.deepEqual(await store.read((reading) => reading.keys('network')), ['network']);
});
