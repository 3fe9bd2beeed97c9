/** @file The queries of both workers, by name: a file and a line each. */

import { activations } from './activations.js';
import { firstWeights } from './first-weights.js';
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
 */

/** @type {Record<string, import('../query-runner.js').Handler<PredictionContext>>} */
export const predictionQueries = {
  activations,
  'first-weights': firstWeights,
  'one-step': lazily(async () => (await import('./one-step.js')).oneStep),
};

/** @type {Record<string, import('../query-runner.js').Handler<TrainingContext>>} */
export const trainingQueries = {
  sample,
  'saved-run': lazily(async () => (await import('./saved-run.js')).savedRun),
  statistics,
};
