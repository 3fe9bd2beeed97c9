/** @file The thirty-four pairs of network and batch size of the scaling benchmark; most of them are small. */

/** @typedef {{ input: number[], layers: object[], batch: number }} Network */

/** @param {number[]} units */
const dense = (...units) =>
  units.map((count, index) => ({
    kind: 'dense',
    units: count,
    activation: index < units.length - 1 ? 'relu' : 'linear',
  }));

/** @param {number[]} filters of 5×5, each followed by max pooling */
const convolutional = (...filters) => [
  ...filters.flatMap((count) => [
    { kind: 'conv2d', filters: count, kernel: 5, activation: 'relu' },
    { kind: 'max_pool2d', size: 2 },
  ]),
  { kind: 'flatten' },
  ...dense(10),
];

/** Name, input shape, layers and batch sizes. @type {[string, number[], object[], number[]][]} */
const families = [
  ['64-32-10', [64], dense(32, 10), [8, 32, 256]],
  ['64-128-128-10', [64], dense(128, 128, 10), [32, 256]],
  ['784-10', [784], dense(10), [32, 256]],
  ['784-32-10', [784], dense(32, 10), [16, 64, 256]],
  ['784-128-10', [784], dense(128, 10), [8, 32, 64, 128, 512]],
  ['784-256-10', [784], dense(256, 10), [32, 128]],
  ['784-512-256-10', [784], dense(512, 256, 10), [8, 32, 128, 512]],
  ['784-1024-1024-10', [784], dense(1024, 1024, 10), [16, 64]],
  ['cnn 4', [1, 28, 28], convolutional(4), [8, 64]],
  ['cnn 8-16', [1, 28, 28], convolutional(8, 16), [4, 16, 64]],
  [
    'cnn 8×8',
    [1, 8, 8],
    [{ kind: 'conv2d', filters: 4, kernel: 3, activation: 'relu' }, { kind: 'flatten' }, ...dense(10)],
    [16, 64],
  ],
  ['lstm 32', [1, 28, 28], [{ kind: 'rows' }, { kind: 'lstm', units: 32 }, ...dense(10)], [8, 64]],
  [
    'transformer',
    [1, 28, 28],
    [
      { kind: 'patches', size: 7, units: 32 },
      { kind: 'transformer_encoder', heads: 4, hidden: 64 },
      { kind: 'mean_pool' },
      ...dense(10),
    ],
    [8, 64],
  ],
];

/** @type {Record<string, Network>} */
export const networks = Object.fromEntries(
  families.flatMap(([name, input, layers, batches]) =>
    batches.map((batch) => [`${name}, batch ${batch}`, { input, layers, batch }]),
  ),
);
