/** @file The contenders: a name, its adapter in `peers/`, and its options. */

/**
 * @typedef {object} Contender
 * @property {string} peer a file of `peers/`
 * @property {Record<string, unknown>} options passed to the adapter
 * @property {boolean} [ours] excluded from the best peer
 * @property {boolean} [isolated] whether its page is cross-origin isolated [true]; some are faster without
 * @property {boolean} [slow] trains fewer steps before timing, on the larger workloads
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
