/**
 * @file The query `unfamiliarity`: how unlike anything that the network has learned the drawing is. It compares the drawing
 * with training pictures of the classes that the network answers rightly; the threshold comes from validation pictures.
 */

import { hasPictures, sizeOf } from '../../shared/data-sets.js';
import { knowledge, learnedClasses, unlikeness } from '../unfamiliarity/knowledge.js';
import { Reference } from '../unfamiliarity/reference.js';

/** Validation pictures that the network is asked about, to see what it has learned. */
const ASKED = 500;

/** After that, it is not asked again for so many times the duration: at most a twelfth of the worker's time. */
const DURATIONS = 12;

/**
 * @typedef {import('../analysis.js').Analysis} Analysis
 * @typedef {import('../query-runner.js').Control} Control
 * @typedef {import('../unfamiliarity/knowledge.js').Knowledge} Knowledge
 * @typedef {object} Fitted
 * @property {readonly import('../../shared/protocol.js').Parameter[]} parameters with which it was fitted
 * @property {number} step of them
 * @property {number} next when it may be fitted again, while training goes on
 * @property {Knowledge} knowledge
 */

/** @type {WeakMap<object, Promise<Reference>>} of each source of data */
const references = new WeakMap();

/** @type {WeakMap<Analysis, Fitted>} of each network */
const fitted = new WeakMap();

/**
 * @type {import('../query-runner.js').Handler<import('./index.js').PredictionContext>}
 * @returns {Promise<import('../../shared/answers.js').Unfamiliarity>}
 */
export async function unfamiliarity({ predictor, analysis, input, generation }, _, control) {
  const { step } = predictor;
  if (!input || !hasPictures(analysis.dataSet)) return { generation, step, newest: true, value: null };
  // A network that was never trained knows nothing, however its answers to a few pictures fall out.
  const untrained = step === 0;
  const wanted = referenceOf(analysis, control);
  if (untrained) {
    // It will be asked for again once training has begun, and is made meanwhile.
    wanted.catch(() => {});
    return { generation, step, newest: true, value: 1 };
  }
  const reference = await wanted;
  const known = await knowledgeOf(analysis, reference, predictor, control);
  const value = unlikeness(known.knowledge, reference.distances(input));
  return { generation, step: known.step, newest: known.parameters === predictor.parameters, value };
}

/**
 * @param {Analysis} analysis
 * @param {Control} control
 * @returns {Promise<Reference>}
 */
function referenceOf(analysis, control) {
  const { source } = analysis;
  const found = references.get(source);
  if (found) return found;
  const reference = Reference.of(analysis, control);
  references.set(source, reference);
  reference.catch(() => references.delete(source));
  return reference;
}

/**
 * @param {Analysis} analysis
 * @param {Reference} reference
 * @param {Pick<import('../../shared/predictor.js').Predictor, 'step' | 'parameters'>} latest
 * @param {Control} control
 * @returns {Promise<Fitted>}
 */
async function knowledgeOf(analysis, reference, { step, parameters }, { now, signal }) {
  const before = fitted.get(analysis);
  if (before && (before.parameters === parameters || (before.step < step && now() < before.next))) return before;
  const begun = now();
  const found = await analysis.use(async (copy) => {
    const { shape, classes, scale } = analysis.dataSet;
    const { inputs, labels } = await analysis.part('validation', ASKED);
    const outputs = await copy.session.predict(inputs.subarray(0, ASKED * sizeOf(shape)), { scale, signal });
    const { step, parameters } = copy;
    return { step, parameters, knowledge: knowledge(learnedClasses(outputs, labels, classes), reference.validation) };
  });
  const ended = now();
  const next = ended + DURATIONS * (ended - begun);
  fitted.set(analysis, { ...found, next });
  return { ...found, next };
}
