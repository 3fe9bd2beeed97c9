/** @file The query `map`: validation pictures in the plane of the last hidden layer's greatest variance, and the drawing. */

import { Answer } from '../answer.js';
import { frameOf } from '../plane/frame.js';
import { nearestTo } from '../plane/neighbours.js';
import { positionsIn } from '../plane/principal-plane.js';

/** Pictures next to the drawing that are named. */
const NEIGHBOURS = 5;

/**
 * Parameter `count`: of pictures.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').PredictionContext>}
 * @returns {Promise<Answer>} a `MapFrame`
 */
export function map({ analysis, input }, { count }, { signal, turn }) {
  return analysis.use(async (copy) => {
    const frame = await frameOf(analysis, copy, Number(count), { signal, turn });
    const { step, size, labels, finite, plane } = frame;
    const [positions, answers] = [frame.positions.slice(), frame.answers.slice()];
    const drawn = input && finite ? await placeDrawing(analysis, copy, frame, input) : null;
    const share = plane.shares.reduce((sum, one) => sum + one, 0);
    const value = { step, size, finite, share, positions, answers, labels: labels.slice(), drawing: drawn };
    return new Answer(value, [positions, answers, value.labels]);
  });
}

/**
 * @param {import('../analysis.js').Analysis} analysis
 * @param {import('../analysis.js').Copy} copy
 * @param {import('../plane/frame.js').Frame} frame
 * @param {Float32Array} input
 */
async function placeDrawing(analysis, { session }, { features, size, plane }, input) {
  const { values } = await analysis.features(session, input, 1);
  if (!values.every(Number.isFinite)) return null;
  const [x = 0, y = 0] = positionsIn(values, plane);
  return { x, y, neighbours: nearestTo(features, size, values, NEIGHBOURS).indices };
}
