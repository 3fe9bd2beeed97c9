/**
 * @file One state of the copy: a saved session and its samples. It knows the values and gradients of every layer for one
 * sample, all computed by the core: a part of the network is a session of its own with the same parameters.
 */

import { Saved } from './saved.js';

/**
 * @typedef {import('inkgrad').Inkgrad} Inkgrad
 * @typedef {import('inkgrad').Session} Session
 * @typedef {{ name: string, shape: number[], data: Float32Array }} Tensor
 * @typedef {{ kind: string, activation?: string, [field: string]: unknown }} LayerSpec
 *
 * @typedef {object} LayerAt
 * @property {number} index
 * @property {string} kind
 * @property {LayerSpec} spec
 * @property {number[]} input shape
 * @property {number[]} output shape
 * @property {number} size of the output
 *
 * @typedef {object} Samples
 * @property {Float32Array} inputs scaled
 * @property {Uint8Array | Float32Array} labels classes, or targets
 * @property {number} count
 */

const product = (/** @type {readonly number[]} */ shape) => shape.reduce((all, length) => all * length, 1);

export class State {
  #inkgrad;
  /** @type {Map<string, Promise<any>>} what was computed, by name */
  #known = new Map();

  /**
   * @param {Inkgrad} inkgrad
   * @param {Uint8Array} bytes of the saved session
   * @param {Samples} samples
   */
  constructor(inkgrad, bytes, samples) {
    this.#inkgrad = inkgrad;
    this.bytes = bytes;
    this.samples = samples;
    this.saved = new Saved(bytes);
    /** @type {any} */
    this.spec = JSON.parse(this.saved.metadata['inkgrad.spec'] ?? '{}');
    const rows = inkgrad.describe(this.spec).layers;
    /** @type {LayerAt[]} */
    this.layers = rows.map(({ kind, outputShape }, index) => ({
      index,
      kind,
      spec: this.spec.layers[index],
      input: rows[index - 1]?.outputShape ?? this.spec.input,
      output: outputShape,
      size: product(outputShape),
    }));
  }

  /**
   * @template Value
   * @param {string} key
   * @param {() => Promise<Value>} compute
   * @returns {Promise<Value>}
   */
  once(key, compute) {
    const found = this.#known.get(key) ?? compute();
    this.#known.set(key, found);
    found.catch(() => this.#known.delete(key));
    return found;
  }

  /** Forgets what can be computed again: a state behind or ahead of the shown one keeps its bytes alone. */
  rest() {
    this.#known.clear();
  }

  /**
   * @template Value
   * @param {(session: Session) => Promise<Value>} use
   * @returns {Promise<Value>} with the session as it was saved
   */
  async withSession(use) {
    const session = await this.#inkgrad.Session.load(this.bytes);
    try {
      return await use(session);
    } finally {
      session.free();
    }
  }

  /** @returns {Promise<Map<string, Tensor>>} */
  parameters() {
    return this.once('parameters', () =>
      this.withSession(async (session) => new Map((await session.parameters()).map((one) => [one.name, one]))),
    );
  }

  /** @param {number} sample */
  input(sample) {
    const size = product(this.spec.input);
    return this.samples.inputs.subarray(sample * size, (sample + 1) * size);
  }

  /** @param {number} sample */
  labels(sample) {
    const { labels, count } = this.samples;
    const size = labels.length / count;
    return labels.slice(sample * size, (sample + 1) * size);
  }

  /**
   * @param {number} sample
   * @returns {Promise<Float32Array[]>} what each layer gives
   */
  activations(sample) {
    return this.once(`activations ${sample}`, () =>
      this.withSession(async (session) =>
        (await session.activations(this.input(sample), { scale: 1 })).map(({ data }) => data),
      ),
    );
  }

  /** @param {number} layer @param {number} sample @returns {Promise<Float32Array>} what the layer is given */
  async given(layer, sample) {
    return layer === 0 ? this.input(sample) : /** @type {Float32Array} */ ((await this.activations(sample))[layer - 1]);
  }

  /**
   * @param {number} sample
   * @returns {Promise<Map<string, Tensor> & { loss: number }>} gradients of this sample's loss
   */
  gradients(sample) {
    return this.once(`gradients ${sample}`, () => this.#gradients(this.input(sample), this.labels(sample)));
  }

  /** @returns {Promise<Map<string, Tensor> & { loss: number }>} gradients of the mean loss of all samples */
  meanGradients() {
    if (this.samples.count === 1) return this.gradients(0);
    return this.once('mean', () => this.#gradients(this.samples.inputs, this.samples.labels));
  }

  /** @param {Float32Array} inputs @param {Uint8Array | Float32Array} labels */
  #gradients(inputs, labels) {
    return this.withSession(async (session) => {
      const { loss, parameters } = await session.gradients(inputs, labels, { scale: 1 });
      return Object.assign(new Map(parameters.map((one) => [one.name, one])), { loss });
    });
  }

  /**
   * @param {number} layer
   * @param {number} sample
   * @returns {Promise<Float32Array>} z: the layer's output before its activation
   */
  weightedSums(layer, sample) {
    const { input, spec, size } = this.#layer(layer);
    return this.once(`z ${layer} ${sample}`, async () => {
      const given = (await this.given(layer, sample)).slice();
      if (!given.every(Number.isFinite)) return new Float32Array(size).fill(Number.NaN);
      const part = await this.#part(input, [{ ...spec, activation: 'linear' }], layer, 0);
      return use(part, async () => (await part.activations(given, { scale: 1 }))[0]?.data ?? given);
    });
  }

  /**
   * @param {number} layer
   * @param {number} sample
   * @returns {Promise<Float32Array>} ∂L/∂a: with respect to the layer's output
   */
  outputGradient(layer, sample) {
    return this.once(`a ${layer} ${sample}`, async () => {
      const values = /** @type {Float32Array} */ ((await this.activations(sample))[layer]);
      return this.#tailGradient(layer, sample, values, 'linear');
    });
  }

  /**
   * @param {number} layer with an activation
   * @param {number} sample
   * @returns {Promise<Float32Array>} δ = ∂L/∂z: with respect to its weighted sums
   */
  delta(layer, sample) {
    return this.once(`delta ${layer} ${sample}`, async () => {
      const values = await this.weightedSums(layer, sample);
      return this.#tailGradient(layer, sample, values, this.#layer(layer).spec.activation ?? 'linear');
    });
  }

  /**
   * The gradient of the rest of the network with respect to what it is given.
   *
   * @param {number} layer
   * @param {number} sample
   * @param {Float32Array} values of the layer, before the activation
   * @param {string} activation
   */
  async #tailGradient(layer, sample, values, activation) {
    // The core refuses such inputs.
    if (!values.every(Number.isFinite)) return values.map(() => Number.NaN);
    const first = { kind: 'activation', function: activation };
    const rest = this.spec.layers.slice(layer + 1);
    const part = await this.#part(this.#layer(layer).output, [first, ...rest], layer + 1, 1);
    return use(part, async () => (await part.gradients(values.slice(), this.labels(sample), { scale: 1 })).input);
  }

  /** @param {number} index */
  #layer(index) {
    return /** @type {LayerAt} */ (this.layers[index]);
  }

  /**
   * @param {number[]} input
   * @param {LayerSpec[]} layers
   * @param {number} first index of the first layer whose parameters are taken
   * @param {number} at its index in the part
   */
  async #part(input, layers, first, at) {
    const { loss } = this.spec;
    const unnamed = layers.map(({ name, ...layer }) => layer);
    const kept = at === 0 ? { kind: 'mse' } : loss;
    const optimizer = { kind: 'sgd', learning_rate: 1 };
    const spec = /** @type {any} */ ({ input, layers: unnamed, loss: kept, optimizer });
    const session = await this.#inkgrad.Session.create(spec);
    const given = [];
    for (const tensor of (await this.parameters()).values()) {
      const [, index, rest] = /^layers\.(\d+)\.(.*)$/.exec(tensor.name) ?? [];
      const moved = Number(index) - first + at;
      if (moved >= at && moved < layers.length) given.push({ ...tensor, name: `layers.${moved}.${rest}` });
    }
    if (given.length > 0) await session.setParameters(given);
    return session;
  }
}

/**
 * @template Value
 * @param {Session} session
 * @param {() => Promise<Value>} work
 */
async function use(session, work) {
  try {
    return await work();
  } finally {
    session.free();
  }
}
