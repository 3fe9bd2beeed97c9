/** @file The look into a saved session's file: what it says of it, and that bad files are refused before they cost anything. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { experimentOf, factsOf, fileName } from '../../www/page/app/files/look.js';
import { dataSetOf } from '../../www/shared/data-sets.js';
import { defaultExperiment, specOf } from '../../www/shared/experiment.js';
import { MOST_MODEL_BYTES } from '../../www/shared/fit.js';
import { compactSpec } from '../../www/shared/plain-spec.js';
import { applyPreset, presets } from '../../www/shared/presets/index.js';
import { textsOf } from '../../www/shared/session-file.js';
import { lookInto, positionIn } from '../../www/worker/model-file.js';
import { modelFile } from '../../www/worker/queries/model-file.js';

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;

before(async () => {
  inkgrad = await load({ workers: 1, gpu: 'off' });
});

const run = defaultExperiment().run;
const control = /** @type {any} */ ({});

/**
 * @param {import('inkgrad').Spec} spec
 * @param {number} [steps]
 * @returns {Promise<{ bytes: Uint8Array, epoch: number }>}
 */
async function saved(spec, steps = 0) {
  const session = await inkgrad.Session.create(spec);
  let epoch = 0;
  if (steps > 0) {
    const size = spec.input.reduce((product, side) => product * side, 1);
    const [inputs, labels] = [
      new Uint8Array(50 * size).map((_, at) => at % 17),
      new Uint8Array(50).map((_, at) => at % 10),
    ];
    await session.setData('train', { inputs, labels, scale: 1 / 16 });
    epoch = (await session.step(steps)).epoch;
  }
  const bytes = await session.save();
  session.free();
  return { bytes, epoch };
}

const small = /** @type {import('inkgrad').Spec} */ ({
  input: [1, 8, 8],
  layers: [{ kind: 'flatten' }, { kind: 'dense', units: 10 }],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.01 },
  batch_size: 16,
});

/**
 * @param {unknown} header text, or what is written as JSON
 * @param {number} [numbers] bytes after it
 * @param {bigint} [length] that it is said to have
 */
function fileOf(header, numbers = 0, length = undefined) {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + numbers);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

/** @param {unknown} spec */
function fileOfSpec(spec) {
  return fileOf({ __metadata__: { 'inkgrad.format': '1', 'inkgrad.spec': JSON.stringify(spec) } });
}

test('every preset comes back from its file as it is written in links', async () => {
  for (const preset of presets) {
    const experiment = applyPreset(preset, defaultExperiment());
    const { bytes } = await saved(specOf(experiment));
    const look = await lookInto(bytes, inkgrad);
    const found = experimentOf(look, run);
    const sorted = (/** @type {object} */ spec) => Object.fromEntries(Object.entries(spec).sort());
    assert.deepEqual(sorted(found.spec), sorted(compactSpec(experiment.spec)), preset.name);
    assert.deepEqual(found.dataset, experiment.dataset);
    assert.equal(fileName(found, 7), `inkgrad-${preset.name}-step-7.safetensors`);
  }
});

test('names and initialisers that somebody has given stay', async () => {
  const layers = [{ kind: 'flatten' }, { kind: 'dense', units: 10, init: 'zeros', name: 'mine' }];
  const { bytes } = await saved(/** @type {import('inkgrad').Spec} */ ({ ...small, layers }));
  const { spec } = experimentOf(await lookInto(bytes, inkgrad), run);
  assert.equal(spec.layers[1]?.init, 'zeros');
  assert.equal(spec.layers[1]?.name, 'mine');
});

test('its place in training is that of the session', async () => {
  const { bytes, epoch } = await saved(small, 5);
  const look = await lookInto(bytes, inkgrad);
  assert.deepEqual(look.position, { wholeSince: 0, step: 5, epoch });
  assert.equal(look.parameters, 650);
  assert.deepEqual(look.dataset, { name: 'digits' });
  assert.equal(look.version, inkgrad.info.version);
  assert.equal(look.accuracy, null);
  const values = factsOf(look).map(([, value]) => value);
  for (const value of ['Flatten → Dense 10', '650', `inkgrad ${inkgrad.info.version}`])
    assert.ok(values.includes(value), value);
});

test('a warm-up is no epoch, and the whole set is still to come', () => {
  const texts = { 'inkgrad.step': '40', 'inkgrad.epoch': '0', 'inkgrad.position': '3', 'inkgrad.samples': '9' };
  assert.deepEqual(positionIn({ ...texts, 'inkgrad.warmup': '1' }), { wholeSince: null, step: 40, epoch: 0 });
  const whole = { ...texts, 'inkgrad.warmup': '0', 'inkgrad.schedule_start': '30' };
  assert.deepEqual(positionIn(whole), { wholeSince: 30, step: 40, epoch: 1 / 3 });
});

test('the best accuracy is told where early stopping has monitored it', async () => {
  const stopping = { patience: 3, monitor: 'validation_accuracy' };
  const session = await inkgrad.Session.create(/** @type {any} */ ({ ...small, early_stopping: stopping }));
  const [inputs, labels] = [
    new Uint8Array(32 * 64).map((_, at) => at % 17),
    new Uint8Array(32).map((_, at) => at % 10),
  ];
  for (const part of /** @type {const} */ (['train', 'validation']))
    await session.setData(part, { inputs, labels, scale: 1 / 16 });
  await session.step(3);
  const { accuracy } = await session.evaluate('validation');
  const look = await lookInto(await session.save(), inkgrad);
  session.free();
  assert.ok(look.accuracy !== null && look.accuracy >= 0 && look.accuracy <= 1);
  assert.ok(accuracy !== null);
});

test('what is no such file is refused by name', async () => {
  const { bytes } = await saved(small, 3);
  const spec = JSON.parse(textsOf(bytes)?.['inkgrad.spec'] ?? '');
  const flipped = bytes.slice();
  // The first weight is no number.
  const numbers = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  flipped.fill(0xff, numbers, numbers + 4);
  const huge = {
    ...spec,
    layers: [{ kind: 'flatten' }, { kind: 'dense', units: 4_000_000 }, { kind: 'dense', units: 10 }],
  };
  const large = {
    ...spec,
    layers: [{ kind: 'flatten' }, { kind: 'dense', units: 100_000 }, { kind: 'dense', units: 10 }],
  };
  const newer = fileOf({
    __metadata__: { 'inkgrad.format': '9', 'inkgrad.spec': '{"layers":[{"kind":"from_tomorrow"}]}' },
  });
  /** @type {[string, Uint8Array, string][]} */
  const cases = [
    ['nothing', new Uint8Array(0), 'format.no_safetensors'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0), 'format.found_png'],
    ['a zip', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0), 'format.found_zip'],
    ['JSON', new TextEncoder().encode('{"layers": [1, 2, 3]}'), 'format.found_json'],
    ['cut off in the numbers', bytes.subarray(0, bytes.length - 10), 'format.wrong_offsets'],
    ['cut off in the header', bytes.subarray(0, 200), 'format.header_too_long'],
    ['a length that lies', fileOf('{}', 0, 2n ** 63n), 'format.header_too_long'],
    ['garbage in the header', fileOf('{"__metadata__": nonsense', 8), 'format.damaged_header'],
    ['deep nesting', fileOf('['.repeat(200_000)), 'format.damaged_header'],
    ['no metadata', fileOf({ w: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, 4), 'format.no_spec'],
    ['more bytes at the end', Uint8Array.of(...bytes, 1, 2, 3), 'format.surplus_bytes'],
    ['a newer format', newer, 'format.newer_format'],
    ['a spec that is none', fileOfSpec('text'), 'format.wrong_spec'],
    ['an unknown layer', fileOfSpec({ ...spec, layers: [{ kind: 'magic' }] }), 'spec.unknown_kind'],
    ['a huge network in a small file', fileOfSpec(huge), 'page.too_large'],
    ['a large network in a small file', fileOfSpec(large), 'format.file_too_short'],
    ['another shape', fileOfSpec({ ...spec, input: [3, 32, 32] }), 'page.no_data_of_shape'],
    [
      'other outputs',
      fileOfSpec({ ...spec, layers: [{ kind: 'flatten' }, { kind: 'dense', units: 3 }] }),
      'page.outputs',
    ],
  ];
  for (const [what, file, id] of cases) {
    await assert.rejects(
      lookInto(file, inkgrad),
      (/** @type {any} */ error) => {
        assert.equal(error.id, id, `${what}: ${error.message}`);
        // Any other name would end the worker.
        assert.ok(['InkgradError', 'WorkerError'].includes(error.name), error.name);
        return true;
      },
      what,
    );
  }
  await assert.rejects(lookInto(flipped, inkgrad), { id: 'format.array_not_finite' });
  // After all that the instance still reads a good file.
  assert.equal((await lookInto(bytes, inkgrad)).position.step, 3);
});

test('a file of any single damaged byte in its header is refused or read, and never fails otherwise', async () => {
  const { bytes } = await saved(small, 3);
  const end = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  for (let at = 0; at < end; at += 3) {
    const damaged = bytes.slice();
    damaged[at] = (damaged[at] ?? 0) ^ 0x15;
    try {
      await lookInto(damaged, inkgrad);
    } catch (error) {
      const { name, id } = /** @type {any} */ (error);
      assert.ok(
        ['InkgradError', 'WorkerError'].includes(name) && !id.endsWith('instance_lost'),
        `byte ${at}: ${error}`,
      );
    }
  }
});

test('gigabytes are refused unread, and so is what the browser cannot read', async () => {
  const never = () => Promise.reject(new Error('it was loaded'));
  const file = { size: MOST_MODEL_BYTES + 1, arrayBuffer: () => Promise.reject(new Error('it was read')) };
  const files = (/** @type {unknown} */ one) => ({
    files: [{ name: 'saved.safetensors', file: one }],
    present: null,
    own: [],
  });
  await assert.rejects(async () => modelFile({ load: never, open: never }, files(file), control), {
    id: 'format.file_too_large',
  });
  await assert.rejects(async () => modelFile({ load: never, open: never }, files({ ...file, size: 10 }), control), {
    id: 'format.file_unreadable',
  });
  const { bytes } = await saved(small);
  const answer = /** @type {any} */ (
    await modelFile({ load: async () => inkgrad, open: never }, files(new Blob([/** @type {any} */ (bytes)])), control)
  );
  assert.deepEqual(answer.value.bytes, bytes);
  assert.equal(dataSetOf(answer.value.dataset).shape[1], 8);
});

test('a session with a spec beside it keeps its step, whatever its optimiser', async () => {
  for (const optimizer of [
    { kind: 'sgd', learning_rate: 0.01 },
    { kind: 'adam', learning_rate: 0.01 },
  ]) {
    const spec = /** @type {import('inkgrad').Spec} */ ({ ...small, optimizer });
    const { bytes } = await saved(spec, 7);
    const files = [
      { name: 'model.safetensors', file: new Blob([/** @type {any} */ (bytes)]) },
      { name: 'spec.json', file: new Blob([JSON.stringify(spec)]) },
    ];
    const open = () => Promise.reject(new Error('no data are needed'));
    const params = { files, present: null, own: [] };
    const answer = /** @type {any} */ (await modelFile({ load: async () => inkgrad, open }, params, control));
    assert.equal(answer.value.position.step, 7, optimizer.kind);
    assert.equal(answer.value.foreign, null);
  }
});

test('a spec alone is a network at its first step; one too large for the page is refused by its size', async () => {
  const ask = (/** @type {object} */ spec) => {
    const files = [{ name: 'spec.json', file: new Blob([JSON.stringify(spec)]) }];
    const open = () => Promise.reject(new Error('no data are needed'));
    return modelFile({ load: async () => inkgrad, open }, { files, present: null, own: [] }, control);
  };
  assert.equal(/** @type {any} */ (await ask(small)).value.position.step, 0);
  const layers = [{ kind: 'flatten' }, { kind: 'dense', units: 400_000 }, { kind: 'dense', units: 10 }];
  await assert.rejects(async () => ask({ ...small, layers }), { id: 'page.too_large', path: 'layers[1]' });
});
