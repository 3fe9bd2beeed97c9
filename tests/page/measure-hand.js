/**
 * @file Measures what a network gains and forgets that learns from somebody's own digits: `node tests/page/measure-hand.js`.
 * Three made hands draw fifty digits each; the network learns from forty of them as the page does it, with replay of the
 * data set and without. It is not a test; it prints a table. The page must have been built (`dist`).
 */

import { readFile } from 'node:fs/promises';
import { load } from 'inkgrad';
import { tunedExperiment } from '../../www/page/features/hand/tuned.js';
import { HOLD_EVERY } from '../../www/page/samples/samples.js';
import { dataSets } from '../../www/shared/data-sets.js';
import { defaultExperiment, specOf } from '../../www/shared/experiment.js';
import { applyPreset, presets } from '../../www/shared/presets/index.js';
import { DataSource } from '../../www/worker/data-source.js';
import { mixed } from '../../www/worker/hand-source.js';
import { preparedDrawing } from './drawing.js';
import { drawingsOf, hands } from './hands.js';

/**
 * @typedef {import('inkgrad').Session} Session
 * @typedef {import('../../www/worker/data-source.js').Part} Part
 */

/** Drawings of a hand, and others of the same hand that measure more exactly what it has gained. */
const [COUNT, FRESH] = [50, 500];

/** Steps of the first training: about 97 % of validation. */
const STEPS = 860;

const DATA = new URL('../../dist/build/data/', import.meta.url);
const { mnist } = dataSets;
const size = 28 * 28;
const inkgrad = await load();
const source = new DataSource('mnist', inkgrad.readIdx, DATA, async (url) => new Response(await readFile(url)));
const data = { train: await source.part('train'), validation: await source.part('validation') };

for (const name of ['mlp', 'convolutional']) await measure(name);

/** @param {string} name of a preset */
async function measure(name) {
  const preset = presets.find((one) => one.name === name);
  if (!preset) throw new Error(`there is no preset ${name}`);
  const experiment = applyPreset(preset, defaultExperiment());
  const session = await opened(experiment, data.train);
  await session.step(STEPS);
  console.log(`\n${name} after ${STEPS} steps, accuracies in per cent`);
  console.log(row(['hand', 'learning', 'held back', 'all fifty', `${FRESH} others`, 'MNIST']));
  for (const [at, hand] of hands.entries()) {
    const drawn = prepared(hand, COUNT, 100 + at);
    const others = prepared(hand, FRESH, 900 + at);
    const held = (/** @type {number} */ index) => Math.floor(index / 10) % HOLD_EVERY === HOLD_EVERY - 1;
    const sets = [only(drawn, held), drawn, others];
    const practised = only(drawn, (index) => !held(index));
    console.log(row([hand.name, 'before', ...(await accuracies(session, sets))]));
    for (const replay of [false, true]) {
      const tuned = tunedExperiment(experiment, 'own', replay);
      const { share = 1 } = tuned.dataset.hand ?? {};
      const train = mixed(data.train, practised, size, share);
      const next = await opened(tuned, train);
      await next.setParameters(await session.parameters());
      const batches = Math.ceil(train.labels.length / (tuned.spec.batch_size ?? 32));
      await next.step(tuned.run.epochs * batches);
      console.log(row(['', replay ? 'with replay' : 'without replay', ...(await accuracies(next, sets))]));
      next.free();
    }
  }
  session.free();
}

/**
 * @param {import('../../www/shared/experiment.js').Experiment} experiment
 * @param {Part} train
 */
async function opened(experiment, train) {
  const session = await inkgrad.Session.create(specOf(experiment));
  await session.setData('train', { ...train, scale: mnist.scale });
  await session.setData('validation', { ...data.validation, scale: mnist.scale });
  return session;
}

/**
 * @param {import('./hands.js').Hand} hand
 * @param {number} count
 * @param {number} seed
 * @returns {Part}
 */
function prepared(hand, count, seed) {
  const drawings = drawingsOf(hand, count, seed);
  const inputs = new Uint8Array(count * size);
  for (const [at, drawing] of drawings.entries())
    inputs.set(
      preparedDrawing(drawing, inkgrad, mnist).map((value) => Math.round(value / mnist.scale)),
      at * size,
    );
  return { inputs, labels: Uint8Array.from(drawings, ({ digit }) => digit) };
}

/**
 * @param {Part} part
 * @param {(index: number) => boolean} wanted
 * @returns {Part}
 */
function only({ inputs, labels }, wanted) {
  const indices = [...labels.keys()].filter(wanted);
  return {
    inputs: Uint8Array.from(indices.flatMap((at) => [...inputs.subarray(at * size, (at + 1) * size)])),
    labels: Uint8Array.from(indices, (at) => Number(labels[at])),
  };
}

/**
 * @param {Session} session
 * @param {Part[]} sets
 * @returns {Promise<string[]>} of each, and of validation
 */
async function accuracies(session, sets) {
  const found = [];
  for (const set of sets) {
    await session.setData('test', { ...set, scale: mnist.scale });
    found.push((await session.evaluate('test')).accuracy);
  }
  found.push((await session.evaluate('validation')).accuracy);
  return found.map((accuracy) => (100 * Number(accuracy)).toFixed(1));
}

/** @param {string[]} cells */
function row([hand = '', learning = '', ...numbers]) {
  return `${hand.padEnd(36)} ${learning.padEnd(15)} ${numbers.map((cell) => cell.padStart(11)).join(' ')}`;
}
