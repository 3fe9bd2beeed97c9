/**
 * @file The package's side of the tests of the export, for Python: makes or loads a session, trains it, saves it.
 *
 *     node tests/onward/package.js TASK.json
 *
 * A task is a list of jobs; the answer is a list of what each gave, as JSON on the standard output.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'inkgrad';
import { epochOrder } from './reveal.js';

/**
 * @typedef {object} Job
 * @property {import('inkgrad').Spec} [spec] of a new session; else there is a file
 * @property {string} [file] of a saved one
 * @property {string} [data] the folder of `train.npz` and `validation.npz`, where there are such; or of MNIST's files
 * @property {number} [samples] of MNIST to train on; the rest is for validation
 * @property {number} [scale]
 * @property {number} [steps]
 * @property {number} [every] steps between two reports [20]
 * @property {string} [save] the file to write
 * @property {boolean} [evaluate] the validation data, at the end
 * @property {{ format: 'torchrun' | 'flower', folder: string }} [export] the folder to write an export to
 * @property {{ seed: number, count: number, epoch: number }} [order] reveals an epoch's order instead
 */

const inkgrad = await load({ build: 'simd128' });

/** @param {Uint32Array} order */
const hashOf = (order) => createHash('sha256').update(new Uint8Array(order.buffer)).digest('hex').slice(0, 16);

/** @param {string} path */
const bytesOf = (path) => new Uint8Array(readFileSync(path));

/**
 * @param {string} path
 * @param {number | undefined} scale
 */
async function partOf(path, scale) {
  const archive = await inkgrad.readFile(bytesOf(path), { name: path });
  if (archive.kind !== 'archive') throw new Error(`${path} is no archive`);
  const [inputs, labels] = ['inputs.npy', 'labels.npy'].map((name) => {
    const file = archive.files.find((each) => each.name === name);
    if (file?.kind !== 'array') throw new Error(`${path} has no ${name}`);
    return file.data;
  });
  return /** @type {import('inkgrad').LabelledSamples} */ ({
    inputs,
    labels,
    ...(scale === undefined ? {} : { scale }),
  });
}

/**
 * MNIST as the page divides it: the last images are for validation.
 *
 * @param {import('inkgrad').Session} session
 * @param {string} folder
 * @param {number} samples
 */
async function setMnist(session, folder, samples) {
  const [images, classes] = ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte'].map((name) =>
    inkgrad.readIdx(bytesOf(join(folder, name))),
  );
  if (!images || !classes) return;
  const [count = 0, ...sides] = images.shape;
  const size = sides.reduce((product, side) => product * side, 1);
  const part = (/** @type {number} */ from, /** @type {number} */ to) => ({
    inputs: images.data.slice(from * size, to * size),
    labels: classes.data.slice(from, to),
    scale: 1 / 255,
  });
  await session.setData('train', part(0, samples));
  await session.setData('validation', part(samples, count));
}

/**
 * @param {import('inkgrad').Session} session
 * @param {Job} job
 */
async function setData(session, { data, scale, samples }) {
  if (!data) return;
  if (samples) return setMnist(session, data, samples);
  for (const name of /** @type {const} */ (['train', 'validation'])) {
    const path = join(data, `${name}.npz`);
    if (existsSync(path)) await session.setData(name, await partOf(path, scale));
  }
}

/**
 * @param {import('inkgrad').Session} session
 * @param {NonNullable<Job['export']>} job
 */
async function writeExport(session, { format, folder }) {
  mkdirSync(folder, { recursive: true });
  for (const { name, bytes } of await session.export(format)) writeFileSync(join(folder, name), bytes);
}

/** @param {Job} job */
async function run({ spec, file = '', steps = 0, every = 20, order, ...job }) {
  if (order) return { order: hashOf(await epochOrder(inkgrad, order)) };
  const session = spec ? await inkgrad.Session.create(spec) : await inkgrad.Session.load(bytesOf(file));
  await setData(session, job);
  const reports = [];
  for (let done = 0; done < steps; done += every) {
    const report = await session.step(Math.min(every, steps - done), { blocking: true });
    reports.push(report);
    if (report.finished) break;
  }
  const evaluation = job.evaluate ? await session.evaluate('validation') : null;
  if (job.save) writeFileSync(job.save, await session.save());
  if (job.export) await writeExport(session, job.export);
  session.free();
  return { reports, validation: evaluation && { loss: evaluation.loss, accuracy: evaluation.accuracy } };
}

const answers = [];
for (const job of JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))) answers.push(await run(job));
process.stdout.write(JSON.stringify(answers));
