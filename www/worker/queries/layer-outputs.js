/** @file The query `layer-outputs`: what every layer gives for the drawing, attention weights and states included. */

import { Answer } from '../answer.js';
import { attentionOf } from '../attention.js';

/**
 * @typedef {import('./index.js').PredictionContext} Context
 * @typedef {import('inkgrad').Session} Session
 * @typedef {import('../../shared/answers.js').LayerOutput} LayerOutput
 * @typedef {readonly import('../../shared/protocol.js').Parameter[]} Parameters that gave the outputs
 */

/** Recurrent layers: what they give is the state. */
const recurrent = ['rnn', 'lstm', 'gru'];

/**
 * @type {import('../query-runner.js').Handler<Context>}
 * @returns {Promise<Answer | null>} a `LayerOutputs`; null where the drawing is no longer the newest
 */
export async function layerOutputs(context, _, { signal, turn }) {
  const { predictor, generation, input, isCurrent } = context;
  // Taken together: newer weights may be applied at every turn.
  const { session, step, parametersInUse: parameters } = predictor;
  const { spec } = session;
  if (!input) return new Answer({ generation, step, spec, input, probabilities: null, layers: [] }, []);
  const [outputs, probabilities] = await Promise.all([
    session.activations(input, { scale: 1, signal }),
    session.predict(input, { scale: 1, signal }),
  ]);
  /** @type {LayerOutput[]} */
  const layers = [];
  for (const [at, { name, kind, outputShape }] of session.summary().entries()) {
    await turn();
    if (!isCurrent()) return null;
    const values = outputs[at]?.data ?? new Float32Array(0);
    const attention =
      kind === 'transformer_encoder' ? attentionAt(context, parameters, at, outputs[at - 1]?.data ?? input) : null;
    const states = recurrent.includes(kind) ? await statesAt(context, parameters, at, values, signal) : null;
    layers.push({ name, kind, shape: outputShape, values, attention, states });
  }
  const picture = input.slice();
  const arrays = layers.flatMap(({ values, attention, states }) => [
    values,
    ...(attention ? [attention.weights] : []),
    ...(states ? [states.values] : []),
  ]);
  return new Answer({ generation, step, spec, input: picture, probabilities, layers }, [
    picture,
    probabilities,
    ...arrays,
  ]);
}

/**
 * @param {Context} context
 * @param {Parameters} parameters
 * @param {number} at
 * @param {Float32Array} x what the layer is given
 */
function attentionAt({ predictor: { session } }, parameters, at, x) {
  const read = (/** @type {string} */ own) =>
    parameters.find(({ name }) => name === `layers.${at}.${own}`)?.data ?? new Float32Array(0);
  return attentionOf(x, {
    scale: read('norm1.weight'),
    shift: read('norm1.bias'),
    weight: read('attention.in_proj.weight'),
    bias: read('attention.in_proj.bias'),
    heads: Number(Object(session.spec.layers[at]).heads),
  });
}

/**
 * @param {Context} context
 * @param {Parameters} parameters
 * @param {number} at
 * @param {Float32Array} output of the layer
 * @param {AbortSignal} signal
 * @returns {Promise<LayerOutput['states']>} after each step
 */
async function statesAt(context, parameters, at, output, signal) {
  const layer = Object(context.predictor.session.spec.layers[at]);
  const units = Number(layer.units);
  const values = layer.return_sequences ? output.slice() : await everyState(context, parameters, at, signal);
  return { steps: values.length / units, units, values };
}

/**
 * @param {Context} context
 * @param {Parameters} parameters
 * @param {number} at
 * @param {AbortSignal} signal
 * @returns {Promise<Float32Array>} steps × units, by a copy of the network that ends with this layer
 */
async function everyState({ predictor, analysis, input }, parameters, at, signal) {
  const { spec } = predictor.session;
  const last = /** @type {import('inkgrad').Layer} */ ({ ...Object(spec.layers[at]), return_sequences: true });
  const copy = await analysis.inkgrad.Session.create({
    input: spec.input,
    layers: [...spec.layers.slice(0, at), last],
    loss: { kind: 'mse' },
    optimizer: { kind: 'sgd', learning_rate: 1 },
  });
  try {
    const names = new Set((await copy.parameters()).map(({ name }) => name));
    await copy.setParameters(parameters.filter(({ name }) => names.has(name)));
    return await copy.predict(/** @type {Float32Array} */ (input), { scale: 1, signal });
  } finally {
    copy.free();
  }
}
