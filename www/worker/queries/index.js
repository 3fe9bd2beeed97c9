/** @file The queries of both workers, by name: a file and a line each. */

import { activations } from './activations.js';
import { lazily } from './lazily.js';
import { sample } from './sample.js';
import { statistics } from './statistics.js';

/**
 * What a query to the prediction worker may read.
 *
 * @typedef {object} PredictionContext
 * @property {import('../../shared/predictor.js').Predictor} predictor with the latest weights
 * @property {import('../analysis.js').Analysis} analysis a copy of it with the pictures of the data set
 * @property {Float32Array | null} input the drawing as the network's input; null where there is no ink
 * @property {number} generation of the drawing
 * @property {() => boolean} isCurrent whether the drawing is still the newest
 */

/**
 * What a query to the training worker may read. The session learns between two calls, unless training is paused.
 *
 * @typedef {object} TrainingContext
 * @property {import('inkgrad').Session} session
 * @property {import('../../shared/protocol.js').TrainingPosition} position
 * @property {import('../data-source.js').Parts | null} data in use; null while they are loaded
 * @property {import('../recent-states.js').RecentStates | null} recent states of the run; null before the first
 */

/**
 * What a query to the prediction worker about a file, or a kept session, may use: it needs no network.
 *
 * @typedef {object} FileContext
 * @property {(options?: import('inkgrad').LoadOptions) => Promise<import('inkgrad').Inkgrad>} load
 * @property {import('../prediction-server.js').Environment['open']} open a data set
 */

/** @type {Record<string, import('../query-runner.js').Handler<FileContext>>} */
export const fileQueries = {
  augmented: lazily(async () => (await import('./augmented.js')).augmented),
  'data-counts': lazily(async () => (await import('./data-samples.js')).dataCounts),
  'data-export': lazily(async () => (await import('./data-export.js')).dataExport),
  'data-samples': lazily(async () => (await import('./data-samples.js')).dataSamples),
  'first-steps': lazily(async () => (await import('./first-steps.js')).firstStepsOf),
  'import-files': lazily(async () => (await import('./import-files.js')).importFiles),
  'import-pictures': lazily(async () => (await import('./import-pictures.js')).importPictures),
  'import-pictures-use': lazily(async () => (await import('./import-pictures.js')).importPicturesUse),
  'import-samples': lazily(async () => (await import('./import-pictures.js')).importSamples),
  'import-table': lazily(async () => (await import('./import-table.js')).importTable),
  'import-table-use': lazily(async () => (await import('./import-table.js')).importTableUse),
  'kept-state': lazily(async () => (await import('./kept-state.js')).keptState),
  'model-export': lazily(async () => (await import('./model-export.js')).modelExport),
  'model-file': lazily(async () => (await import('./model-file.js')).modelFile),
};

/** @type {Record<string, import('../query-runner.js').Handler<PredictionContext>>} */
export const predictionQueries = {
  activations,
  'broken-accuracy': lazily(async () => (await import('./broken-accuracy.js')).brokenAccuracy),
  explain: lazily(async () => (await import('./explain.js')).explain),
  importance: lazily(async () => (await import('./importance.js')).importance),
  'ink-change': lazily(async () => (await import('./ink-change.js')).inkChange),
  'layer-outputs': lazily(async () => (await import('./layer-outputs.js')).layerOutputs),
  map: lazily(async () => (await import('./map.js')).map),
  nearest: lazily(async () => (await import('./nearest.js')).nearest),
  'nearest-progress': lazily(async () => (await import('./nearest.js')).nearestProgress),
  'one-step': lazily(async () => (await import('./one-step.js')).oneStep),
  'own-accuracy': lazily(async () => (await import('./own-accuracy.js')).ownAccuracy),
  pictures: lazily(async () => (await import('./pictures.js')).pictures),
  predictions: lazily(async () => (await import('./predictions.js')).predictions),
  'test-accuracy': lazily(async () => (await import('./test-accuracy.js')).testAccuracy),
  umap: lazily(async () => (await import('./umap.js')).umap),
  unfamiliarity: lazily(async () => (await import('./unfamiliarity.js')).unfamiliarity),
  'validation-answers': lazily(async () => (await import('./validation-answers.js')).validationAnswers),
  weights: lazily(async () => (await import('./weights.js')).weights),
};

/** @type {Record<string, import('../query-runner.js').Handler<TrainingContext>>} */
export const trainingQueries = {
  'input-range': lazily(async () => (await import('./input-range.js')).inputRange),
  'recent-state': lazily(async () => (await import('./recent-state.js')).recentState),
  sample,
  'saved-run': lazily(async () => (await import('./saved-run.js')).savedRun),
  statistics,
};
