/**
 * @file The query `nearest`: the training pictures that are nearest to the drawing in what the last layer with parameters
 * is given. That of the training pictures is kept, so that a drawing is compared while it is drawn.
 */

import { Answer } from '../answer.js';
import { abortedError } from '../worker-error.js';
import { AS_ANSWERED, answerOf } from './explain.js';

/** How many neighbours there are. */
const COUNT = 5;

/** Training pictures of a slow network, or of one with large features. */
const FEWER = 10_000;

/** Multiply-adds over all pictures, and values that are kept, above which there are `FEWER`. */
const MOST_MULTIPLY_ADDS = 40e9;
const MOST_VALUES = 16e6;

/** Pictures between two looks at whether there is something more urgent. */
const BLOCK = 1024;

/** While training goes on, new weights are taken after so many times the duration of the last pass. */
const DURATIONS = 10;

/**
 * @typedef {import('../analysis.js').Analysis} Analysis
 * @typedef {import('../analysis.js').Copy} Copy
 * @typedef {import('../query-runner.js').Control} Control
 *
 * @typedef {object} Kept features of the training pictures
 * @property {number} step of the weights
 * @property {Copy['parameters']} parameters the weights
 * @property {import('../data-source.js').Part} part
 * @property {number} total pictures to compare with
 * @property {number} done pictures that are in `values`
 * @property {number} size features of a picture
 * @property {Float32Array} values total × size
 * @property {number} next earliest time of the next pass while training goes on
 *
 * @typedef {object} Neighbour
 * @property {number} index in the training data
 * @property {number} label
 * @property {number} distance Euclidean
 * @property {Float32Array} input
 *
 * @typedef {object} Neighbours
 * @property {number} generation of the drawing
 * @property {number} step of the weights
 * @property {number} compared pictures
 * @property {number} total of the training data
 * @property {number | null} answer the class that the network answers; null where it gives no numbers
 * @property {Float32Array} input the drawing
 * @property {Neighbour[]} neighbours the nearest first
 */

/** @type {WeakMap<Analysis, Kept>} */
const keeping = new WeakMap();

/**
 * Parameter `exact`: with the latest weights. Else it may be with those of the last pass over the training pictures.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').PredictionContext>}
 * @returns {Promise<Answer | null>} `Neighbours`; null where nothing is drawn
 */
export async function nearest({ analysis, input, generation }, params, control) {
  if (!input) return null;
  return analysis.use(async (copy) => {
    if (control.signal.aborted) throw abortedError();
    const kept = await featuresOfTraining(analysis, copy, params.exact === true, control);
    const query = await analysis.features(withWeights(copy, kept), input, 1, control.signal);
    const outputs = await copy.session.predict(input, { scale: 1, signal: control.signal });
    const found = await nearestTo(query.values, kept, control);
    const neighbours = found.map((one) => describe(one, kept, analysis.dataSet.scale));
    /** @type {Neighbours} */
    const value = {
      generation,
      step: kept.step,
      compared: kept.total,
      total: await analysis.count('train'),
      answer: outputs.every(Number.isFinite) ? answerOf(outputs) : null,
      input,
      neighbours,
    };
    return new Answer(
      value,
      neighbours.map((one) => one.input),
    );
  }, AS_ANSWERED);
}

/**
 * The query `nearest-progress`: how many of the training pictures are done.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').PredictionContext>}
 * @returns {{ done: number, total: number } | null} null before it has begun
 */
export function nearestProgress({ analysis }) {
  const kept = keeping.get(analysis);
  return kept ? { done: kept.done, total: kept.total } : null;
}

/**
 * @param {Analysis} analysis
 * @param {Copy} copy
 * @param {boolean} exact
 * @param {Control} control
 * @returns {Promise<Kept>}
 */
async function featuresOfTraining(analysis, copy, exact, { signal, turn, now }) {
  const before = keeping.get(analysis);
  const whole = before?.done === before?.total;
  if (before && whole && !exact && now() < before.next) return before;
  const kept = before?.parameters === copy.parameters ? before : await begin(analysis, copy);
  keeping.set(analysis, kept);
  const begun = now();
  const { inputs } = kept.part;
  const length = inputs.length / kept.part.labels.length;
  while (kept.done < kept.total) {
    const end = Math.min(kept.total, kept.done + BLOCK);
    const block = inputs.subarray(kept.done * length, end * length);
    const { values } = await analysis.features(withWeights(copy, kept), block, analysis.dataSet.scale, signal);
    kept.values.set(values, kept.done * kept.size);
    kept.done = end;
    kept.next = now() + DURATIONS * (now() - begun);
    await turn();
  }
  return kept;
}

/**
 * @param {Analysis} analysis
 * @param {Copy} copy
 * @returns {Promise<Kept>}
 */
async function begin(analysis, { session, step, parameters }) {
  const [first, count] = [await analysis.part('train', 1), await analysis.count('train')];
  const length = first.inputs.length / first.labels.length;
  const { size } = await analysis.features(session, first.inputs.subarray(0, length), analysis.dataSet.scale);
  const multiplyAdds = session.summary().reduce((sum, row) => sum + row.multiplyAdds, 0);
  const fits = multiplyAdds * count <= MOST_MULTIPLY_ADDS && size * count <= MOST_VALUES;
  const part = await analysis.part('train', fits ? count : FEWER);
  const total = fits ? part.labels.length : Math.min(FEWER, part.labels.length);
  return { step, parameters, part, total, done: 0, size, values: new Float32Array(total * size), next: 0 };
}

/**
 * @param {Copy} copy
 * @param {Kept} kept
 * @returns {Pick<import('inkgrad').Session, 'spec' | 'summary' | 'parameters'>} the network with the kept weights
 */
function withWeights({ session }, { parameters }) {
  return { spec: session.spec, summary: () => session.summary(), parameters: async () => [...parameters] };
}

/**
 * @param {Float32Array} query
 * @param {Kept} kept
 * @param {Control} control
 * @returns {Promise<{ index: number, distance: number }[]>} the nearest first
 */
async function nearestTo(query, { values, size, total }, { turn }) {
  /** @type {{ index: number, distance: number }[]} */
  const best = [];
  for (let index = 0; index < total; index += 1) {
    if (index % BLOCK === 0) await turn();
    const square = squareDistance(query, values, index * size);
    if (best.length === COUNT && square >= (best.at(-1)?.distance ?? 0)) continue;
    const place = best.findIndex(({ distance }) => distance > square);
    best.splice(place < 0 ? best.length : place, 0, { index, distance: square });
    best.length = Math.min(best.length, COUNT);
  }
  return best.map(({ index, distance }) => ({ index, distance: Math.sqrt(distance) }));
}

/**
 * @param {Float32Array} query
 * @param {Float32Array} values
 * @param {number} first
 */
function squareDistance(query, values, first) {
  let sum = 0;
  for (let at = 0; at < query.length; at += 1) {
    const difference = (query[at] ?? 0) - (values[first + at] ?? 0);
    sum += difference * difference;
  }
  return sum;
}

/**
 * @param {{ index: number, distance: number }} found
 * @param {Kept} kept
 * @param {number} scale
 * @returns {Neighbour}
 */
function describe({ index, distance }, { part: { inputs, labels } }, scale) {
  const length = inputs.length / labels.length;
  const input = Float32Array.from(inputs.subarray(index * length, (index + 1) * length), (value) => scale * value);
  return { index, label: labels[index] ?? 0, distance, input };
}
