/** @file The order of the pages. The titles are the pages' own headings. A page that is missing here stops the build. */

/**
 * @typedef {object} Group
 * @property {string} title
 * @property {string[]} pages paths inside `docs/`, without their ends
 */

/** @type {Group[]} */
export const contents = [
  { title: 'Start', pages: ['index'] },
  {
    title: 'Guide',
    pages: [
      'guide/five-minutes',
      'guide/own-data',
      'guide/runs',
      'guide/networks',
      'guide/insight',
      'guide/teaching',
      'data',
      'formats',
      'onward',
      'hosting',
    ],
  },
  {
    title: 'Recipes for Node',
    pages: [
      'recipes/first-network',
      'recipes/images',
      'recipes/csv',
      'recipes/own-images',
      'recipes/early-stopping',
      'recipes/save',
      'recipes/drawing',
      'recipes/onnx',
      'recipes/import-onnx',
      'recipes/explain',
      'recipes/cores',
      'recipes/abort',
      'recipes/fine-tuning',
    ],
  },
  { title: 'Recipes for Rust', pages: ['recipes/rust', 'recipes/rust-own-data', 'recipes/rust-export'] },
  {
    title: 'The spec',
    pages: [
      'spec/spec',
      'spec/layers',
      'spec/activations',
      'spec/losses',
      'spec/optimizers',
      'spec/schedules',
      'spec/early-stopping',
      'spec/augment',
    ],
  },
  {
    title: 'The package',
    pages: ['api/inkgrad', 'api/calls', 'api/results', 'api/data-formats', 'api/model-formats', 'api/spec-types'],
  },
  { title: 'Design and figures', pages: ['presets', 'keras', 'performance', 'cores', 'webgpu', 'dependencies'] },
];
