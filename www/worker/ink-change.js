/**
 * @file Which strokes to add and which ink to rub out, so that a network answers another class. It searches greedily:
 * at each step the gradient proposes straight strokes of a pen or an eraser, the network tries the best of them, and one
 * is kept. At the end every stroke is taken away that is not needed.
 */

import { proposeStrokes, withStrokes } from './ink-strokes.js';

/** The target's probability at which the search ends. */
export const ENOUGH = 0.6;

/** Strokes at most. */
const MOST_STROKES = 24;

/** Strokes that the network tries at once, and how often while none of them helps. */
const TRIED = 24;
const ROUNDS = 6;

/** Of the logarithm of a probability: smaller ones are as good as 0. */
const LEAST_PROBABILITY = 1e-30;

/**
 * @typedef {import('./ink-strokes.js').Stroke} Stroke
 * @typedef {import('./ink-strokes.js').Size} Size
 *
 * @typedef {object} Network
 * @property {(input: Float32Array, target: number) => Promise<Float32Array>} gradient of one output by the input
 * @property {(inputs: Float32Array) => Promise<Float32Array>} predict n × outputs
 * @property {boolean} logarithmic whether the outputs are probabilities, whose logarithms are compared
 *
 * @typedef {object} Search
 * @property {Float32Array} input 0..1
 * @property {number} target a class
 * @property {Size} size of the picture
 * @property {Network} network
 * @property {() => Promise<unknown>} turn lets everything more urgent go first; throws where the search is cancelled
 *
 * @typedef {object} InkChange
 * @property {boolean} reached whether the target is answered with at least `ENOUGH`
 * @property {Float32Array} input the changed picture
 * @property {Float32Array} outputs for it
 * @property {number} strokes
 */

/**
 * @param {Search} search
 * @returns {Promise<InkChange>} where the target is not reached, the change that came nearest
 */
export async function findInkChange(search) {
  const { input, target, network, turn } = search;
  /** @type {Stroke[]} */
  const strokes = [];
  let state = { picture: input, outputs: await network.predict(input) };
  while (strokes.length < MOST_STROKES && !isReached(state.outputs, target)) {
    await turn();
    const next = await bestStroke(state, strokes, search);
    if (!next) break;
    strokes.push(next.stroke);
    state = next;
  }
  const reached = isReached(state.outputs, target);
  const needed = reached ? await withoutNeedless(strokes, search) : strokes;
  const picture = withStrokes(input, needed, search.size);
  return { reached, input: picture, outputs: await network.predict(picture), strokes: needed.length };
}

/**
 * @param {Float32Array} outputs
 * @param {number} target
 */
function isReached(outputs, target) {
  const value = outputs[target] ?? 0;
  return value >= ENOUGH && (outputs[rivalOf(outputs, target)] ?? 0) < value;
}

/**
 * @param {{ picture: Float32Array, outputs: Float32Array }} state
 * @param {Stroke[]} before
 * @param {Search} search
 * @returns {Promise<{ stroke: Stroke, picture: Float32Array, outputs: Float32Array } | null>} null where none helps
 */
async function bestStroke({ picture, outputs }, before, { target, size, network, turn }) {
  const toTarget = await network.gradient(picture, target);
  const toRival = await network.gradient(picture, rivalOf(outputs, target));
  const gradient = toTarget.map((value, at) => value - (toRival[at] ?? 0));
  const proposals = proposeStrokes(picture, gradient, before, size);
  const margin = marginOf(outputs, target, network);
  for (let round = 0; round < ROUNDS; round += 1) {
    const tried = proposals.slice(round * TRIED, (round + 1) * TRIED);
    if (tried.length === 0) return null;
    if (round > 0) await turn();
    const pictures = tried.map(({ stroke }) => withStrokes(picture, [stroke], size));
    const rows = await predictEach(pictures, network);
    const scores = rows.map((row, at) => {
      const gain = marginOf(row, target, network) - margin;
      return ((tried[at]?.bonus ?? 1) * gain) / Math.sqrt(tried[at]?.cost ?? 1);
    });
    const best = indexOfGreatest(scores);
    const [stroke, changed, row] = [tried[best]?.stroke, pictures[best], rows[best]];
    if (stroke && changed && row && (scores[best] ?? 0) > 0) return { stroke, picture: changed, outputs: row };
  }
  return null;
}

/**
 * Takes away strokes one by one, always the least needed, as long as the target is reached.
 *
 * @param {Stroke[]} strokes
 * @param {Search} search
 * @returns {Promise<Stroke[]>}
 */
async function withoutNeedless(strokes, { input, target, size, network, turn }) {
  let left = strokes;
  while (left.length > 1) {
    await turn();
    const fewer = left.map((_, without) => left.filter((_, at) => at !== without));
    const rows = await predictEach(
      fewer.map((some) => withStrokes(input, some, size)),
      network,
    );
    const best = indexOfGreatest(rows.map((row) => (isReached(row, target) ? (row[target] ?? 0) : 0)));
    const [row, next] = [rows[best], fewer[best]];
    if (!row || !next || !isReached(row, target)) return left;
    left = next;
  }
  return left;
}

/**
 * @param {Float32Array[]} pictures
 * @param {Network} network
 * @returns {Promise<Float32Array[]>} the outputs for each
 */
async function predictEach(pictures, network) {
  const length = pictures[0]?.length ?? 0;
  const inputs = new Float32Array(pictures.length * length);
  for (const [at, picture] of pictures.entries()) inputs.set(picture, at * length);
  const outputs = await network.predict(inputs);
  const count = outputs.length / pictures.length;
  return pictures.map((_, at) => outputs.slice(at * count, (at + 1) * count));
}

/**
 * @param {Float32Array} outputs
 * @param {number} target
 * @returns {number} the greatest other one
 */
function rivalOf(outputs, target) {
  return indexOfGreatest([...outputs].map((value, at) => (at === target ? Number.NEGATIVE_INFINITY : value)));
}

/**
 * @param {Float32Array} outputs
 * @param {number} target
 * @param {Network} network
 */
function marginOf(outputs, target, { logarithmic }) {
  const of = (/** @type {number} */ at) => outputs[at] ?? 0;
  const size = (/** @type {number} */ value) => (logarithmic ? Math.log(Math.max(LEAST_PROBABILITY, value)) : value);
  return size(of(target)) - size(of(rivalOf(outputs, target)));
}

/** @param {number[]} values */
function indexOfGreatest(values) {
  return values.reduce((best, value, at) => (value > (values[best] ?? Number.NEGATIVE_INFINITY) ? at : best), 0);
}
