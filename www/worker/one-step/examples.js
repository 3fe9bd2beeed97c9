/** @file The article's worked examples: three dense layers of three units, one sample, one step of gradient descent. */

/**
 * @typedef {'relu' | 'binary' | 'softmax'} ExampleName
 * @typedef {{ activation: string, last: string, loss: string, target: number[], rate: number }} Example
 */

/**
 * The article sums binary cross-entropy over the three outputs, the core takes the mean: at three times the rate the
 * step is the same.
 *
 * @type {Record<ExampleName, Example>}
 */
export const examples = {
  relu: { activation: 'relu', last: 'relu', loss: 'half_squared_error', target: [0.5, 0.5, 0.5], rate: 0.1 },
  binary: { activation: 'sigmoid', last: 'linear', loss: 'binary_cross_entropy', target: [1, 0, 0], rate: 0.3 },
  softmax: { activation: 'sigmoid', last: 'linear', loss: 'cross_entropy', target: [1, 0, 0], rate: 0.1 },
};

/** Every weight of a layer is the same number, and every bias 0. */
const WEIGHTS = [0.5, 0.8, 0.6];

/**
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @param {ExampleName} name
 * @returns {Promise<{ bytes: Uint8Array, samples: import('./state.js').Samples }>}
 */
export async function exampleOf({ Session }, name) {
  const { activation, last, loss, target, rate } = examples[name];
  const layers = [activation, activation, last].map((one) => ({ kind: 'dense', units: 3, activation: one }));
  const optimizer = { kind: 'sgd', learning_rate: rate };
  const spec = /** @type {any} */ ({ input: [3], layers, loss: { kind: loss }, optimizer, batch_size: 1 });
  const session = await Session.create(spec);
  try {
    const weights = WEIGHTS.map((weight, at) => {
      return { name: `layers.${at}.weight`, shape: [3, 3], data: new Float32Array(9).fill(weight) };
    });
    await session.setParameters(weights);
    const labels = loss === 'cross_entropy' ? Uint8Array.of(target.indexOf(1)) : Float32Array.from(target);
    const samples = { inputs: Float32Array.of(0.1, 0.2, 0.3), labels, count: 1 };
    return { bytes: await session.save(), samples };
  } finally {
    session.free();
  }
}
