/** @file A copy of a run that goes one step forward or back, and shows what happens in one unit and one of its weights. */

import { backwardOf } from './backward.js';
import { forwardOf } from './forward.js';
import { lossOf } from './loss.js';
import { State } from './state.js';
import { stepOf, updateOf } from './update.js';
import { isWeighted, rowOf } from './weighted.js';

/**
 * @typedef {import('./state.js').LayerAt} LayerAt
 *
 * @typedef {object} Choice
 * @property {number} layer the first one with weighted sums where it is −1
 * @property {number} unit index into the layer's output, the one with the greatest value where it is −1
 * @property {number} [sample] of the batch
 * @property {number | null} [weight] index among the unit's weights; the one with the largest product unless given
 * @property {number} [step] of a recurrent layer
 *
 * @typedef {object} View
 * @property {{ kind: string, input: number[], output: number[], activation: string, parameters: number }[]} layers
 * @property {number} layer
 * @property {number} unit
 * @property {number} sample
 * @property {number} samples
 * @property {number} weight index among the unit's weights, −1 where it is not one of them
 * @property {number} step of the run that the copy has reached
 * @property {number} back states behind this one
 * @property {boolean} random whether the copy leaves out dropout or augmentation that training has
 * @property {boolean} batchStatistics whether a step normalises by the statistics of its batch
 * @property {boolean} needsBatch whether one sample is too few for a step: batch normalisation of features
 * @property {boolean} finite whether all outputs are numbers
 * @property {Float32Array} input of the sample
 * @property {number[]} shape of the input
 * @property {import('./forward.js').Forward} forward
 * @property {import('./loss.js').LossView} loss
 * @property {number} meanLoss of all samples
 * @property {import('./backward.js').Backward} backward
 * @property {import('./update.js').Update | null} update null for a layer without parameters, or without a step
 */

/** States that are kept behind the present one, and their bytes in all. */
const MOST = { states: 50, bytes: 128e6 };

export class Microscope {
  #inkgrad;
  /** @type {State[]} */
  #past = [];
  #state;

  /**
   * @param {import('inkgrad').Inkgrad} inkgrad
   * @param {Uint8Array} bytes of a saved session
   * @param {import('./state.js').Samples} samples
   */
  constructor(inkgrad, bytes, samples) {
    this.#inkgrad = inkgrad;
    this.#state = new State(inkgrad, bytes, samples);
  }

  /** Goes one step on. Where the numbers are not finite, nothing changes. */
  async forward() {
    const step = await this.#step();
    if (!step || step.finished === 'diverged') return;
    this.#state.rest();
    this.#past.push(this.#state);
    this.#state = step.next;
    let kept = this.#past.reduce((sum, { bytes }) => sum + bytes.length, 0);
    while (this.#past.length > MOST.states || (kept > MOST.bytes && this.#past.length > 1))
      kept -= this.#past.shift()?.bytes.length ?? 0;
  }

  back() {
    this.#state = this.#past.pop() ?? this.#state;
  }

  /**
   * @param {Choice} choice
   * @returns {Promise<View>}
   */
  async view(choice) {
    const state = this.#state;
    const { samples, spec } = state;
    const first = state.layers.findIndex(isWeighted);
    const index = within(choice.layer < 0 ? first : choice.layer, state.layers.length);
    const layer = /** @type {LayerAt} */ (state.layers[index]);
    const sample = within(choice.sample ?? 0, samples.count);
    const activations = await state.activations(sample);
    const unit = choice.unit < 0 ? greatest(activations[index]) : within(choice.unit, layer.size);
    const outputs = activations.at(-1) ?? new Float32Array();
    const forward = await forwardOf(state, sample, index, unit, choice.step);
    const parameters = await state.parameters();
    const count = (/** @type {number} */ at) => {
      const own = [...parameters.values()].filter(({ name }) => name.startsWith(`layers.${at}.`));
      return own.reduce((sum, { data }) => sum + data.length, 0);
    };
    const step = await this.#step();
    const { place, weight } = await this.#placeOf(layer, unit, forward, choice.weight ?? null);
    return {
      layers: state.layers.map(({ kind, input, output, spec: { activation = 'linear' } }, at) => {
        return { kind, input, output, activation, parameters: count(at) };
      }),
      ...{ layer: index, unit, sample, samples: samples.count, weight },
      step: state.saved.counter('step'),
      back: this.#past.length,
      random: usesRandomness(spec),
      batchStatistics: uses(spec.layers, 'batch_norm'),
      finite: outputs.every(Number.isFinite),
      input: state.input(sample).slice(),
      shape: spec.input,
      forward,
      loss: lossOf(spec.loss, outputs, state.labels(sample)),
      meanLoss: (await state.meanGradients()).loss,
      backward: await backwardOf(state, sample, index, unit, forward),
      needsBatch: step === null,
      update: place && step && (await updateOf(state, step, place)),
    };
  }

  /** @returns {Promise<import('./update.js').Step | null>} null where the core asks for more samples */
  async #step() {
    try {
      return await stepOf(this.#state, this.#inkgrad);
    } catch (error) {
      if (this.#state.samples.count === 1 && Object(error).code === 'spec') return null;
      throw error;
    }
  }

  /**
   * @param {LayerAt} layer
   * @param {number} unit
   * @param {import('./forward.js').Forward} forward
   * @param {number | null} wanted
   * @returns {Promise<{ place: import('./update.js').Place | null, weight: number }>} the weight whose update is shown
   */
  async #placeOf(layer, unit, forward, wanted) {
    const prefix = `layers.${layer.index}.`;
    if (isWeighted(layer) && forward.form === 'weighted') {
      const row = rowOf(layer, unit);
      const first = forward.terms.find(({ source }) => source >= 0)?.index ?? 0;
      const weight = wanted !== null && wanted >= 0 && wanted < row.sources.length ? wanted : first;
      return { place: { name: `${prefix}weight`, index: row.offset + weight }, weight };
    }
    if (forward.form === 'norm')
      return { place: { name: `${prefix}weight`, index: featureOf(layer, unit) }, weight: -1 };
    return { place: await this.#steepest(prefix), weight: -1 };
  }

  /** @param {string} prefix @returns {Promise<import('./update.js').Place | null>} the layer's largest gradient */
  async #steepest(prefix) {
    /** @type {import('./update.js').Place | null} */
    let found = null;
    let most = -1;
    for (const { name, data } of (await this.#state.meanGradients()).values()) {
      if (!name.startsWith(prefix)) continue;
      for (const [index, value] of data.entries()) {
        if (Math.abs(value) <= most) continue;
        most = Math.abs(value);
        found = { name, index };
      }
    }
    return found;
  }
}

/** @param {number} value @param {number} count */
function within(value, count) {
  return Math.min(count - 1, Math.max(0, Math.floor(value) || 0));
}

/** @param {Float32Array} [values] @returns {number} index of the greatest */
function greatest(values = new Float32Array()) {
  return values.reduce((best, value, at) => (value > (values[best] ?? 0) ? at : best), 0);
}

/** @param {LayerAt} layer of kind batch_norm or layer_norm @param {number} unit */
function featureOf({ kind, input }, unit) {
  const last = input.at(-1) ?? 1;
  return kind === 'batch_norm' && input.length === 3 ? Math.floor(unit / ((input[1] ?? 1) * last)) : unit % last;
}

/** @param {any} spec */
function usesRandomness(spec) {
  return Boolean(spec.augment) || uses(spec.layers, 'dropout');
}

/** @param {any[]} layers @param {string} kind @returns {boolean} */
function uses(layers, kind) {
  return layers.some((layer) => layer.kind === kind || (layer.layers ? uses(layer.layers, kind) : false));
}
