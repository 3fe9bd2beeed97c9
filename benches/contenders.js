/** @file Who trains: a name, the file of `peers/` that does it, and its options. One entry a contender. */

/**
 * @typedef {object} Contender
 * @property {string} peer a file of `peers/`
 * @property {Record<string, unknown>} options handed to the peer
 * @property {boolean} [ours] not one of those to be compared with
 * @property {boolean} [isolated] whether its page has shared memory [true]; some are faster without
 * @property {boolean} [slow] trains fewer steps before it is timed, on the larger workloads
 */

/** @type {Record<string, Contender>} */
export const contenders = {
  inkgrad: { peer: 'inkgrad', options: { workers: 1 }, ours: true },
  'inkgrad, step(100)': { peer: 'inkgrad', options: { workers: 1, stepsPerCall: 100 }, ours: true },
  'inkgrad, simd128': { peer: 'inkgrad', options: { workers: 1, build: 'simd128' }, ours: true },
  'TensorFlow.js wasm, 1 thread': { peer: 'tensorflow', options: { backend: 'wasm', threads: 1 } },
  'TensorFlow.js wasm, 2 threads': { peer: 'tensorflow', options: { backend: 'wasm', threads: 2 } },
  'TensorFlow.js cpu': { peer: 'tensorflow', options: { backend: 'cpu' }, slow: true },
  'jax-js wasm, 1 thread': { peer: 'jax', options: { backend: 'wasm' }, isolated: false },
  'jax-js wasm, threads': { peer: 'jax', options: { backend: 'wasm' } },
  ConvNetJS: { peer: 'convnet', options: {}, slow: true },
};
