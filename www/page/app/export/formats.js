/** @file The formats of an export, in the order of the dialog, with the commands that are shown for each. */

/**
 * @typedef {import('inkgrad').ExportFormat} Format
 *
 * @typedef {object} FormatRow
 * @property {Format} id
 * @property {string} name a proper name, the same in both languages
 * @property {'network' | 'onward'} group
 * @property {readonly string[]} commands to be run in the unpacked folder; those of a network compare its predictions
 * @property {string} [back] the file that is opened here again
 */

/** @type {readonly FormatRow[]} */
export const formats = [
  {
    id: 'safetensors',
    name: 'safetensors',
    group: 'network',
    commands: ['npm install inkgrad', 'node check.mjs'],
  },
  { id: 'pytorch', name: 'PyTorch', group: 'network', commands: ['pip install torch', 'python check.py'] },
  { id: 'onnx', name: 'ONNX', group: 'network', commands: ['pip install onnxruntime', 'python check.py'] },
  { id: 'keras', name: 'Keras', group: 'network', commands: ['pip install keras torch', 'python check.py'] },
  {
    id: 'tfjs',
    name: 'TensorFlow.js',
    group: 'network',
    commands: ['npm install @tensorflow/tfjs', 'node check.mjs'],
  },
  { id: 'spec', name: 'JSON', group: 'network', commands: [] },
  {
    id: 'torchrun',
    name: 'torchrun',
    group: 'onward',
    commands: [
      'pip install -r requirements.txt',
      'torchrun --nproc_per_node=2 train.py --steps 1000 --data data --out trained.safetensors',
    ],
    back: 'trained.safetensors',
  },
  {
    id: 'flower',
    name: 'Flower',
    group: 'onward',
    commands: [
      'pip install -r requirements.txt',
      'python simulate.py --data clients --rounds 10 --out federated.safetensors',
    ],
    back: 'federated.safetensors',
  },
];

/** The page of the documentation about torchrun and Flower, beside the page. */
export const ONWARD_PAGE = 'docs/onward.html';
