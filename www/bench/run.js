/** @file Trains and times one network: some steps until it can read, rounds of steps, and predictions of one sample. */

import { median } from './arithmetic.js';

/** Steps before anything is timed; what the accuracy speaks of. */
const STEPS = 200;
const ROUND_MILLISECONDS = 400;
/** A call lasts about so long: the page of the product trains so too. */
const CALL_MILLISECONDS = 12;
const PREDICTIONS = { rounds: 40, each: 10 };

/** MNIST's mean and deviation: with them no input is exactly zero. */
const STANDARD = { mean: 0.1307, deviation: 0.3081 };

/**
 * @typedef {import('../../benches/workloads.js').Workload} Workload
 * @typedef {import('../worker/data-source.js').Parts} Parts
 * @typedef {{ rates: number[], predictMicroseconds: number, accuracy: number }} Figures steps per second, one a round
 */

/**
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @param {Workload} workload
 * @param {Parts} parts
 * @param {number} rounds
 * @param {() => number} [now] milliseconds
 * @returns {Promise<Figures>}
 */
export async function run({ Session }, workload, parts, rounds, now = () => performance.now()) {
  const { input, layers, optimizer, batch } = workload;
  const session = await Session.create({
    seed: 1,
    input,
    layers,
    optimizer,
    batch_size: batch,
    loss: { kind: 'cross_entropy' },
  });
  try {
    const { train, validation } = {
      train: samples(workload, parts, 'train'),
      validation: samples(workload, parts, 'validation'),
    };
    await session.setData('train', train);
    await session.setData('validation', validation);
    await session.step(STEPS);
    const { accuracy } = await session.evaluate('validation');
    const rates = await timeSteps(session, rounds, now);
    const one = validation.inputs.slice(
      0,
      input.reduce((product, size) => product * size, 1),
    );
    return { rates, predictMicroseconds: await timePredictions(session, one, now), accuracy: accuracy ?? 0 };
  } finally {
    session.free();
  }
}

/**
 * @param {Workload} workload
 * @param {Parts} parts
 * @param {'train' | 'validation'} name
 */
function samples({ standardise }, parts, name) {
  const { inputs, labels } = parts[name];
  const { scale } = parts.dataSet;
  if (!standardise) return { inputs, labels, scale };
  return { inputs: Float32Array.from(inputs, (value) => (value * scale - STANDARD.mean) / STANDARD.deviation), labels };
}

/**
 * @param {import('inkgrad').Session} session
 * @param {number} rounds
 * @param {() => number} now
 * @returns {Promise<number[]>} steps per second, one a round
 */
async function timeSteps(session, rounds, now) {
  const begun = now();
  await session.step(STEPS);
  const calls = Math.max(1, Math.round((STEPS * CALL_MILLISECONDS) / Math.max(0.01, now() - begun)));
  const rates = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = now();
    let steps = 0;
    do {
      await session.step(calls);
      steps += calls;
    } while (now() - start < ROUND_MILLISECONDS);
    rates.push((1000 * steps) / (now() - start));
  }
  return rates;
}

/**
 * @param {import('inkgrad').Session} session
 * @param {Float32Array | Uint8Array} one sample
 * @param {() => number} now
 */
async function timePredictions(session, one, now) {
  const times = [];
  for (let round = 0; round < PREDICTIONS.rounds; round += 1) {
    const start = now();
    for (let at = 0; at < PREDICTIONS.each; at += 1) await session.predict(one);
    times.push((1000 * (now() - start)) / PREDICTIONS.each);
  }
  return median(times);
}
