/** @file The query `activations`: what each layer gives for the drawing, and its strongest connections. */

import { Answer } from '../answer.js';
import { strongest } from '../strongest-connections.js';

/**
 * Parameter `generation`: of the drawing that is asked about, the newest unless given.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').PredictionContext>}
 * @returns {Promise<Answer | null>} an `Activations`; null where the drawing is no longer, or not yet, the newest
 */
export async function activations({ predictor, input, generation, isCurrent }, params, { signal, turn }) {
  if (params.generation !== undefined && params.generation !== generation) return null;
  const { session, parametersInUse, step } = predictor;
  const weights = new Map(parametersInUse.map(({ name, data }) => [name, data]));
  const outputs = input ? await session.activations(input, { scale: 1, signal }) : null;
  /** @type {import('../../shared/answers.js').InspectedLayer[]} */
  const layers = [];
  let partial = false;
  for (const [at, { kind, outputShape }] of session.summary().entries()) {
    const weight = kind === 'dense' && outputShape.length === 1 ? weights.get(`layers.${at}.weight`) : undefined;
    const inTime = weight ? await turn() : true;
    if (!isCurrent()) return null;
    const source = outputs ? (outputs[at - 1]?.data ?? input) : null;
    const connections = weight && inTime ? strongest(weight, weight.length / (outputShape[0] ?? 1), source) : null;
    partial ||= !inTime;
    layers.push({ kind, shape: outputShape, activations: outputs?.[at]?.data ?? null, connections });
  }
  const arrays = layers.flatMap((layer) => layer.activations ?? []);
  return new Answer({ generation, step, empty: input === null, layers, partial }, arrays);
}
