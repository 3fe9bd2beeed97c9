/** @file The query `first-weights`: the weights of the first layer with weights, as pictures. */

import { Answer } from '../answer.js';
import { firstTiles } from '../weight-tiles.js';

/**
 * @type {import('../query-runner.js').Handler<import('./index.js').PredictionContext>}
 * @returns {Answer | null} `WeightTiles`; null where the weights form no images
 */
export function firstWeights({ predictor: { session, weights, shape, step } }) {
  const tiles = firstTiles(session.summary(), weights, shape);
  return tiles && new Answer({ step, ...tiles }, [tiles.units, tiles.values]);
}
