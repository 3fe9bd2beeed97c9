/** @file In the page: creates one contender, trains it, and times its steps. */
import { batches, mnist } from './data.js';

/**
 * @typedef {object} Peer
 * @property {number} [stepsPerCall] steps per call of `step` [1]
 * @property {() => unknown} step
 * @property {() => unknown} settle waits until all queued steps are done
 * @property {(inputs: Float32Array) => Float32Array | Promise<Float32Array>} predict ten probabilities per sample
 */

const TEST_SAMPLES = 2000;
const PREDICTIONS = 200;
/** Milliseconds between two yields to the event loop. */
const YIELD_INTERVAL = 250;

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
  let yielded = performance.now();
  for (let done = 0; done < steps; done += peer.stepsPerCall ?? 1) {
    await peer.step();
    if (performance.now() - yielded > YIELD_INTERVAL) {
      await new Promise((resolve) => setTimeout(resolve));
      yielded = performance.now();
    }
  }
  await peer.settle();
  return { accuracy: await accuracy(peer, test), predictMilliseconds: await prediction(peer, test) };
}

/**
 * Steps per second over at least `seconds`.
 *
 * @param {number} seconds
 * @returns {Promise<number>}
 */
export async function time(seconds) {
  if (!peer) throw new Error('call prepare first');
  const { stepsPerCall = 1 } = peer;
  const start = performance.now();
  let steps = 0;
  let calls = 0;
  do {
    await peer.step();
    steps += stepsPerCall;
    calls += 1;
    // Bounds the queue of an asynchronous library without a wait at each step.
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
  const probabilities = await peer.predict(inputs.subarray(0, TEST_SAMPLES * features));
  let correct = 0;
  for (let sample = 0; sample < TEST_SAMPLES; sample += 1) {
    const own = probabilities.subarray(sample * 10, sample * 10 + 10);
    if (own.indexOf(Math.max(...own)) === labels[sample]) correct += 1;
  }
  return correct / TEST_SAMPLES;
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
