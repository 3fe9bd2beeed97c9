/** @file In the page: makes one contender, trains it until it can read, and times its steps. */
import { batches, mnist } from './data.js';

/**
 * @typedef {object} Peer
 * @property {number} [stepsPerCall] steps that one call of `step` takes [1]
 * @property {() => unknown} step
 * @property {() => unknown} settle waits until every step asked for is done
 * @property {(inputs: Float32Array) => Float32Array | Promise<Float32Array>} predict ten probabilities a sample
 */

const TESTED = 2000;
const PREDICTIONS = 200;
/** Milliseconds between two pauses in which the page may breathe. */
const BREATH = 250;

/** @type {Peer | undefined} */
let peer;

/**
 * @param {import('./contenders.js').Contender} contender
 * @param {import('./workloads.js').Workload} workload
 * @param {number} steps
 * @returns {Promise<{ accuracy: number, predictMilliseconds: number }>}
 */
export async function prepare(contender, workload, steps) {
  const { train, test } = await mnist(workload);
  const module = await import(`./peers/${contender.peer}.js`);
  peer = /** @type {Peer} */ (await module.create(workload, batches(train, workload.batch), contender.options));
  let rested = performance.now();
  for (let done = 0; done < steps; done += peer.stepsPerCall ?? 1) {
    await peer.step();
    if (performance.now() - rested > BREATH) {
      await new Promise((resolve) => setTimeout(resolve));
      rested = performance.now();
    }
  }
  await peer.settle();
  return { accuracy: await accuracy(peer, test), predictMilliseconds: await prediction(peer, test) };
}

/**
 * Steps a second over at least `seconds`.
 *
 * @param {number} seconds
 * @returns {Promise<number>}
 */
export async function time(seconds) {
  if (!peer) throw new Error('prepare comes first');
  const { stepsPerCall = 1 } = peer;
  const start = performance.now();
  let steps = 0;
  let calls = 0;
  do {
    await peer.step();
    steps += stepsPerCall;
    calls += 1;
    // A library that queues its work must not run ahead of it, nor wait for it at each step.
    if (calls % 32 === 0) await peer.settle();
  } while (performance.now() - start < seconds * 1000);
  await peer.settle();
  return (steps / (performance.now() - start)) * 1000;
}

/**
 * @param {Peer} peer
 * @param {import('./data.js').Samples} test
 */
async function accuracy(peer, { inputs, labels }) {
  const features = inputs.length / labels.length;
  const probabilities = await peer.predict(inputs.subarray(0, TESTED * features));
  let right = 0;
  for (let sample = 0; sample < TESTED; sample += 1) {
    const own = probabilities.subarray(sample * 10, sample * 10 + 10);
    if (own.indexOf(Math.max(...own)) === labels[sample]) right += 1;
  }
  return right / TESTED;
}

/**
 * The median time of predicting one sample, in milliseconds.
 *
 * @param {Peer} peer
 * @param {import('./data.js').Samples} test
 */
async function prediction(peer, { inputs, labels }) {
  const one = inputs.slice(0, inputs.length / labels.length);
  const times = [];
  for (let index = 0; index < PREDICTIONS; index += 1) {
    const start = performance.now();
    await peer.predict(one);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[PREDICTIONS / 2];
}
