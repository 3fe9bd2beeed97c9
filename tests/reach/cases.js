/** @file What the measure of the exports compares: every kind of layer, every activation, every preset. */

import { defaultExperiment } from '../../www/shared/experiment.js';
import { applyPreset, presets } from '../../www/shared/presets/index.js';

/** @typedef {{ name: string, spec: import('inkgrad').Spec }} Case */

const FUNCTIONS = [
  'linear',
  'sigmoid',
  'tanh',
  'relu',
  'leaky_relu',
  'elu',
  'gelu',
  'gelu_tanh',
  'silu',
  'softplus',
  'softmax',
];

const training = { optimizer: { kind: 'adam', learning_rate: 0.001 }, batch_size: 8 };

/**
 * @param {string} name
 * @param {number[]} input
 * @param {object[]} layers
 * @param {string} [loss]
 * @returns {Case}
 */
const one = (name, input, layers, loss = 'mse') =>
  /** @type {Case} */ ({ name, spec: { seed: 5, input, layers, loss: { kind: loss }, ...training } });

/** A dense layer behind it shows that the order of its outputs is right. */
const answer = { kind: 'dense', units: 3 };
const flatAnswer = [{ kind: 'flatten' }, answer];

/** @type {Case[]} */
const kinds = [
  one('dense', [5], [{ kind: 'dense', units: 4, activation: 'tanh' }, answer], 'cross_entropy'),
  one(
    'dense, sequence',
    [3, 5],
    [
      { kind: 'dense', units: 4, bias: false },
      { kind: 'dense', units: 2 },
    ],
  ),
  one('conv2d', [2, 6, 5], [{ kind: 'conv2d', filters: 3, kernel: 3, stride: 2, bias: false }, ...flatAnswer]),
  ...[
    [2, 1],
    [3, 2],
    [4, 3],
    [9, 2],
  ].map(([kernel, stride]) =>
    one(
      `conv2d, same ${kernel}/${stride}`,
      [2, 7, 6],
      [{ kind: 'conv2d', filters: 3, kernel, stride, padding: 'same', activation: 'relu' }, ...flatAnswer],
    ),
  ),
  one('conv2d, image out', [1, 5, 6], [{ kind: 'conv2d', filters: 2, kernel: 2 }], 'binary_cross_entropy'),
  one('max_pool2d', [2, 7, 6], [{ kind: 'max_pool2d', size: 3, stride: 2 }, ...flatAnswer]),
  one('avg_pool2d', [2, 7, 6], [{ kind: 'avg_pool2d', size: 2 }, ...flatAnswer]),
  one('global_avg_pool2d', [3, 4, 5], [{ kind: 'global_avg_pool2d' }, answer]),
  one('flatten', [2, 3, 4], flatAnswer, 'cross_entropy'),
  one(
    'reshape',
    [12],
    [{ kind: 'reshape', shape: [2, 2, 3] }, { kind: 'conv2d', filters: 2, kernel: 2 }, ...flatAnswer],
  ),
  one(
    'reshape, image',
    [2, 2, 3],
    [
      { kind: 'reshape', shape: [4, 3] },
      { kind: 'dense', units: 2 },
    ],
  ),
  one(
    'reshape, images',
    [2, 2, 3],
    [
      { kind: 'reshape', shape: [3, 2, 2] },
      { kind: 'conv2d', filters: 2, kernel: 2 },
    ],
  ),
  one('dropout', [5], [{ kind: 'dropout', rate: 0.4 }, answer]),
  one('batch_norm', [5], [{ kind: 'batch_norm', epsilon: 0.01 }, answer]),
  one('batch_norm, sequence', [3, 5], [{ kind: 'batch_norm' }, ...flatAnswer]),
  one('batch_norm, image', [2, 3, 4], [{ kind: 'batch_norm' }, ...flatAnswer]),
  one('layer_norm', [5], [{ kind: 'layer_norm', epsilon: 0.01 }, answer]),
  one('layer_norm, sequence', [3, 5], [{ kind: 'layer_norm' }, ...flatAnswer]),
  one('layer_norm, image', [2, 3, 4], [{ kind: 'layer_norm' }, ...flatAnswer]),
  ...['rnn', 'lstm', 'gru'].flatMap((kind) => [
    one(kind, [4, 3], [{ kind, units: 5 }, answer]),
    one(`${kind}, sequences`, [4, 3], [{ kind, units: 5, return_sequences: true }, ...flatAnswer]),
  ]),
  one('rows', [2, 3, 4], [{ kind: 'rows' }, ...flatAnswer]),
  one('patches', [2, 4, 6], [{ kind: 'patches', size: 2, units: 3 }, ...flatAnswer]),
  one(
    'patches, gelu',
    [1, 3, 6],
    [{ kind: 'patches', size: 3, units: 3, activation: 'gelu', bias: false }, ...flatAnswer],
  ),
  one('transformer_encoder', [4, 6], [{ kind: 'transformer_encoder', heads: 2, hidden: 5 }, ...flatAnswer]),
  one('mean_pool', [4, 6], [{ kind: 'mean_pool' }, answer], 'binary_cross_entropy'),
  one('residual', [5], [{ kind: 'residual', layers: [{ kind: 'dense', units: 5, activation: 'relu' }] }, answer]),
  one(
    'residual, nested',
    [2, 3, 3],
    [
      {
        kind: 'residual',
        layers: [
          { kind: 'conv2d', filters: 2, kernel: 3, padding: 'same', bias: false },
          { kind: 'batch_norm' },
          {
            kind: 'residual',
            layers: [{ kind: 'flatten' }, { kind: 'dense', units: 18 }, { kind: 'reshape', shape: [2, 3, 3] }],
          },
        ],
      },
      ...flatAnswer,
    ],
  ),
  one('mse, image out', [2, 3, 4], [{ kind: 'conv2d', filters: 2, kernel: 1 }]),
  one('binary_cross_entropy, sequence out', [2, 3], [{ kind: 'dense', units: 2 }], 'binary_cross_entropy'),
];

/** Each function as a layer after a sequence and an image, and within a dense layer. */
const functions = FUNCTIONS.flatMap((activation) => [
  one(`activation ${activation}`, [2, 3, 4], [{ kind: 'activation', function: activation }, ...flatAnswer]),
  one(`dense ${activation}`, [3, 4], [{ kind: 'dense', units: 5, activation }, ...flatAnswer]),
]);

const ofPresets = presets.map((preset) => ({
  name: `preset ${preset.name}`,
  spec: /** @type {import('inkgrad').Spec} */ (/** @type {unknown} */ (applyPreset(preset, defaultExperiment()).spec)),
}));

/** @param {boolean} quick without the presets */
export const cases = (quick) => [...kinds, ...functions, ...(quick ? [] : ofPresets)];
