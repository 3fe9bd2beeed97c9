/** @file One frame of the map: the last hidden layer's outputs of some pictures, and where they lie in the plane. */

import { answersOf } from '../answers.js';
import { alignment, turned, turnedAxes } from './alignment.js';
import { positionsIn, principalPlane } from './principal-plane.js';

/**
 * @typedef {object} Frame
 * @property {number} step of the weights
 * @property {readonly import('../../shared/protocol.js').Parameter[]} parameters the weights
 * @property {Float32Array} features pictures × size
 * @property {number} size
 * @property {Uint8Array | Float32Array} labels
 * @property {Uint16Array} answers
 * @property {boolean} finite whether features and outputs are numbers; else there is no plane
 * @property {import('./principal-plane.js').Plane} plane
 * @property {Float32Array} positions pictures × 2
 */

/** @type {WeakMap<object, Frame>} the latest of each network */
const frames = new WeakMap();

/**
 * Inside `use` of the analysis.
 *
 * @param {import('../analysis.js').Analysis} analysis
 * @param {import('../analysis.js').Copy} copy
 * @param {number} count of pictures
 * @param {{ signal: AbortSignal, turn: () => Promise<unknown> }} control
 * @returns {Promise<Frame>} the former one where nothing was learned since
 */
export async function frameOf(analysis, { session, step, parameters }, count, { signal, turn }) {
  const before = frames.get(analysis);
  // Weights that were set by hand have the same step.
  if (before?.parameters === parameters && before.labels.length <= count) return before;
  const part = await analysis.part('validation', count);
  const labels = part.labels.slice(0, count);
  const inputs = part.inputs.subarray(0, (part.inputs.length / part.labels.length) * labels.length);
  const { scale } = analysis.dataSet;
  const { values, size } = await analysis.features(session, inputs, scale, signal);
  const { answers, finite } = answersOf(await session.predict(inputs, { scale, signal }), labels.length);
  const numbers = finite && values.every(Number.isFinite);
  const frame = { step, parameters, features: values, size, labels, answers, finite: numbers };
  const placed = { ...frame, ...(await place(frame, before, turn)) };
  frames.set(analysis, placed);
  return placed;
}

/**
 * @param {Pick<Frame, 'features' | 'size' | 'finite' | 'labels'>} frame
 * @param {Frame | undefined} before
 * @param {() => Promise<unknown>} turn
 */
async function place({ features, size, finite, labels }, before, turn) {
  const nowhere = { plane: { mean: new Float64Array(size), axes: [], shares: [] } };
  if (!finite) return { ...nowhere, positions: new Float32Array(2 * labels.length) };
  const plane = await principalPlane(features, size, { start: before?.plane.axes ?? [], turn });
  const positions = positionsIn(features, plane);
  if (plane.axes.length < 2) return { plane, positions };
  const change = alignment(positions, before?.positions ?? positions);
  const axes = turnedAxes(plane.axes, change);
  return { plane: { ...plane, axes }, positions: turned(positions, change) };
}
