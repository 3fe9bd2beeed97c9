/**
 * @file Measures in Node which pictures a network calls unknown: `FASHION=FOLDER node tests/page/measure-unfamiliar.js`.
 * FOLDER holds Fashion-MNIST's `t10k-images-idx3-ubyte.gz`, as Debian's `dataset-fashion-mnist` has it; without it the rest
 * is measured. It is not a test; it prints each figure and its target. The page must have been built (`dist`).
 */

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { load } from 'inkgrad';
import { dataSetOf } from '../../www/shared/data-sets.js';
import { defaultExperiment, specOf } from '../../www/shared/experiment.js';
import { Predictor } from '../../www/shared/predictor.js';
import { applyPreset, presets } from '../../www/shared/presets/index.js';
import { Analysis } from '../../www/worker/analysis.js';
import { DataSource } from '../../www/worker/data-source.js';
import { unfamiliarity } from '../../www/worker/queries/unfamiliarity.js';
import { preparedDrawing } from './drawing.js';
import { harderDrawings } from './strokes/harder.js';
import { dotDrawings, letterDrawings, scribbleDrawings } from './strokes/strange.js';
import { drawings } from './strokes/styles.js';

/** @typedef {Float32Array[]} Pictures inputs of a network */

const COUNT = 500;
const DATA = new URL('../../dist/build/data/', import.meta.url);

/** Steps after which each network is measured: about 97 % of validation, and its best after that. */
const networks = /** @type {const} */ ([
  ['mlp', [0, 860, 3440]],
  ['convolutional', [0, 430, 3440]],
]);

const inkgrad = await load();
for (const [name, steps] of networks) await measure(name, steps);

/**
 * @param {string} name of a preset
 * @param {readonly number[]} steps
 */
async function measure(name, steps) {
  const preset = presets.find((one) => one.name === name);
  if (!preset) throw new Error(`there is no preset ${name}`);
  const experiment = applyPreset(preset, defaultExperiment());
  const [spec, dataset] = [specOf(experiment), experiment.dataset];
  const dataSet = dataSetOf(dataset);
  const { scale } = dataSet;
  const known = /** @type {import('../../www/shared/data-sets.js').DataSetName} */ (dataset.name);
  const source = new DataSource(known, inkgrad.readIdx, DATA, async (url) => new Response(await readFile(url)));
  const session = await inkgrad.Session.create(spec);
  await session.setData('train', { ...(await source.part('train')), scale });
  await session.setData('validation', { ...(await source.part('validation')), scale });
  const sets = await pictures(source);
  const predictor = await Predictor.open(inkgrad, spec, dataSet);
  const analysis = new Analysis(inkgrad, predictor, source);
  for (const step of steps) {
    await session.step(step - (await position(session)));
    predictor.queueWeights({ step, parameters: await session.parameters() });
    await predictor.applyQueued();
    const { accuracy } = await session.evaluate('validation');
    console.log(`\n${name} after ${step} steps: ${percent(accuracy ?? 0)} of validation`);
    for (const { title, inputs, target } of sets) {
      const begun = performance.now();
      const values = await all({ predictor, analysis }, inputs);
      const each = (performance.now() - begun) / inputs.length;
      const unknown = values.filter((value) => value >= 0.5).length;
      const share = `${unknown} of ${inputs.length} unknown, ${percent(unknown / inputs.length)}`;
      console.log(`${title.padEnd(34)} ${share.padEnd(34)} ${step > 0 ? target : 'all'} (${each.toFixed(1)} ms each)`);
    }
  }
  analysis.free();
  predictor.free();
  session.free();
}

/** @param {import('inkgrad').Session} session */
async function position(session) {
  return (await session.step(0)).step;
}

/**
 * @param {{ predictor: Predictor, analysis: Analysis }} network
 * @param {Pictures} inputs
 * @returns {Promise<number[]>} 0..1
 */
async function all(network, inputs) {
  const { signal } = new AbortController();
  const control = { signal, deadline: Number.POSITIVE_INFINITY, now: () => performance.now(), turn: async () => true };
  const values = [];
  for (const input of inputs) {
    const context = { ...network, input, generation: 0, isCurrent: () => true };
    const told = /** @type {{ value: number | null }} */ (await unfamiliarity(context, {}, control));
    values.push(Number(told.value));
  }
  return values;
}

/**
 * @param {DataSource} source
 * @returns {Promise<{ title: string, inputs: Pictures, target: string }[]>}
 */
async function pictures(source) {
  const test = await source.part('test', COUNT);
  const prepared = (/** @type {Parameters<typeof preparedDrawing>[0][]} */ drawn) =>
    drawn.map((drawing) => preparedDrawing(drawing, inkgrad, source.dataSet));
  return [
    { title: 'Fashion-MNIST', inputs: fashion(), target: 'at least 90 %' },
    { title: 'test digits', inputs: split(test.inputs), target: 'at most 2 %' },
    { title: 'hand-made digits', inputs: prepared([...drawings, ...harderDrawings]), target: 'at most one' },
    { title: 'letters', inputs: prepared(letterDrawings), target: 'most' },
    { title: 'dots and dashes', inputs: prepared(dotDrawings), target: 'all' },
    { title: 'scribbles', inputs: prepared(scribbleDrawings), target: 'most' },
  ];
}

/** @returns {Pictures} the first pictures of its test part, none without the folder */
function fashion() {
  const folder = process.env.FASHION;
  if (!folder) return [];
  const bytes = gunzipSync(readFileSync(`${folder}/t10k-images-idx3-ubyte.gz`));
  return split(inkgrad.readIdx(new Uint8Array(bytes)).data);
}

/** @param {Uint8Array | Float32Array} pixels */
function split(pixels) {
  const size = 28 * 28;
  return Array.from({ length: COUNT }, (_, at) =>
    Float32Array.from(pixels.subarray(at * size, (at + 1) * size), (value) => value / 255),
  );
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
