/** @file The networks of `step-cost.js`: networks of growing size, and one for each kind of layer. */

/** @typedef {import('./step-cost-page.js').Shape} Shape */

/** @param {number} units @param {number} batch @returns {Shape} */
const dense = (units, batch) => ({
  input: [784],
  layers: [{ kind: 'dense', units, activation: 'relu' }],
  batch,
});

/** @param {number[]} values @param {(at: number) => Shape} shape */
const along = (values, shape) => values.map((at) => ({ at, shape: shape(at) }));
const doublings = (/** @type {number} */ from, /** @type {number} */ to) =>
  Array.from({ length: Math.log2(to / from) + 1 }, (_, power) => from * 2 ** power);

/** @type {Record<string, { at: number, shape: Shape }[]>} a network with one size varied */
export const growth = {
  'samples a batch, 784-128-10': along(doublings(1, 1024), (batch) => dense(128, batch)),
  'units of 784-units-10, batch 64': along(doublings(16, 1024), (units) => dense(units, 64)),
  'odd units of 784-units-10, batch 50': along([17, 33, 65, 129, 257, 513], (units) => dense(units, 50)),
  'filters of a 3×3 convolution of 8×14×14, batch 32': along(doublings(4, 64), (filters) => ({
    input: [8, 14, 14],
    layers: [{ kind: 'conv2d', filters, kernel: 3, padding: 'same' }],
    batch: 32,
  })),
};

/** @param {number[]} input @param {object} layer @returns {Shape} the layer between others, so that its input gradient is computed */
const after = (input, layer) => ({
  input,
  layers: [{ kind: 'dense', units: input.at(-1), activation: 'linear' }, layer],
  batch: 32,
});

/** @type {Record<string, Shape>} */
export const layers = {
  'dense 512 to 512': {
    input: [512],
    layers: [
      { kind: 'dense', units: 512 },
      { kind: 'dense', units: 512 },
    ],
    batch: 128,
  },
  'conv2d 5×5, 8 to 16, 12×12': {
    input: [1, 16, 16],
    layers: [
      { kind: 'conv2d', filters: 8, kernel: 5 },
      { kind: 'conv2d', filters: 16, kernel: 5 },
    ],
    batch: 64,
  },
  'conv2d 3×3 same, 16 to 32, 14×14': {
    input: [1, 14, 14],
    layers: [
      { kind: 'conv2d', filters: 16, kernel: 3, padding: 'same' },
      { kind: 'conv2d', filters: 32, kernel: 3, padding: 'same' },
    ],
    batch: 32,
  },
  'conv2d 3×3 stride 2, 16 to 32, 14×14': {
    input: [1, 14, 14],
    layers: [
      { kind: 'conv2d', filters: 16, kernel: 3, padding: 'same' },
      { kind: 'conv2d', filters: 32, kernel: 3, stride: 2 },
    ],
    batch: 32,
  },
  'lstm 64, 28 steps of 28': after([28, 28], { kind: 'lstm', units: 64 }),
  'gru 64, 28 steps of 28': after([28, 28], { kind: 'gru', units: 64 }),
  'rnn 64, 28 steps of 28': after([28, 28], { kind: 'rnn', units: 64 }),
  'patches 4, 64 units, 28×28': { input: [1, 28, 28], layers: [{ kind: 'patches', size: 4, units: 64 }], batch: 32 },
  'transformer_encoder 4 heads, 64, 49 steps': after([49, 64], { kind: 'transformer_encoder', heads: 4, hidden: 128 }),
  'batch_norm of 512': after([512], { kind: 'batch_norm' }),
  'layer_norm of 512': after([512], { kind: 'layer_norm' }),
  'dropout of 512': after([512], { kind: 'dropout', rate: 0.5 }),
  'alone: dense 512 to 512 before those three': after([512], { kind: 'flatten' }),
};
