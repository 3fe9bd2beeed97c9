/**
 * @file The query `augmented`: training pictures as the augmentation of the core distorts them. No copy of its formulas is
 * needed: one step of training shows what it was given. A dense layer without bias begins at zero, so that its answers are
 * zero; with ½ Σ (answer − target)², one-hot targets over n samples and a learning rate of n, the weights of unit k become
 * the k-th input of the batch.
 */

import { hasPictures, sizeOf } from '../../shared/data-sets.js';
import { Answer } from '../answer.js';

/**
 * @typedef {import('./index.js').FileContext} FileContext
 */

/**
 * Parameters `data`, `augment` of the spec, `seed`, `indices` of training samples and `draws` of each. The first picture of a
 * sample is as it is.
 *
 * @type {import('../query-runner.js').Handler<FileContext>}
 * @returns {Promise<Answer>} `{ width, height, pixels, labels, draws }`, sample by sample
 */
export async function augmented({ load, open }, params, { turn }) {
  const { data, augment, seed, indices, draws } =
    /** @type {{ data: import('../../shared/protocol.js').DataCommand, augment: import('inkgrad').Spec['augment'], seed: number,
     *   indices: number[], draws: number }} */ (/** @type {unknown} */ (params));
  const inkgrad = await load();
  const source = await open(data, inkgrad);
  const { shape, scale } = source.dataSet;
  if (!hasPictures(source.dataSet)) return new Answer(null, []);
  const { inputs, labels } = await source.part('train');
  const known = indices.filter((index) => index < labels.length);
  const size = sizeOf(shape);
  const batch = new Float32Array(known.length * size);
  for (const [at, index] of known.entries())
    for (let pixel = 0; pixel < size; pixel += 1)
      batch[at * size + pixel] = scale * Number(inputs[index * size + pixel]);
  const pixels = new Uint8ClampedArray(known.length * (draws + 1) * size);
  const put = (/** @type {number} */ draw, /** @type {Float32Array} */ pictures) => {
    for (let at = 0; at < known.length; at += 1)
      for (let pixel = 0; pixel < size; pixel += 1)
        pixels[(at * (draws + 1) + draw) * size + pixel] = 255 * Number(pictures[at * size + pixel]);
  };
  put(0, batch);
  if (known.length > 0) {
    const reader = await BatchReader.open(inkgrad, { shape: [...shape], augment, seed, batch });
    try {
      for (let draw = 1; draw <= draws; draw += 1) {
        put(draw, await reader.next());
        await turn();
      }
    } finally {
      reader.free();
    }
  }
  const [, height = 1, width = 1] = shape;
  const value = { width, height, pixels, labels: known.map((index) => Number(labels[index])), draws };
  return new Answer(value, [pixels]);
}

/** A session whose weights after each step are the batch that it was given. */
export class BatchReader {
  #session;
  #size;

  /** @param {import('inkgrad').Session} session @param {number} size of the batch in values */
  constructor(session, size) {
    this.#session = session;
    this.#size = size;
  }

  /**
   * @param {import('inkgrad').Inkgrad} inkgrad
   * @param {{ shape: number[], augment: import('inkgrad').Spec['augment'], seed: number, batch: Float32Array }} given `batch`:
   *   inputs that are scaled already
   */
  static async open({ Session }, { shape, augment, seed, batch }) {
    const count = batch.length / sizeOf(shape);
    const session = await Session.create({
      seed,
      input: shape,
      layers: [{ kind: 'flatten' }, { kind: 'dense', units: count, init: 'zeros', bias: false }],
      loss: { kind: 'half_squared_error' },
      optimizer: { kind: 'sgd', learning_rate: count },
      batch_size: count,
      shuffle: false,
      ...(augment && { augment }),
    });
    const labels = new Float32Array(count * count);
    for (let at = 0; at < count; at += 1) labels[at * count + at] = 1;
    await session.setData('train', { inputs: batch, labels, scale: 1 });
    return new BatchReader(session, batch.length);
  }

  /** @returns {Promise<Float32Array>} the inputs of the next step, one after the other */
  async next() {
    const [weight] = await this.#session.parameters();
    if (weight) await this.#session.setParameters([{ ...weight, data: new Float32Array(this.#size) }]);
    await this.#session.step(1);
    return (await this.#session.parameters())[0]?.data ?? new Float32Array(this.#size);
  }

  free() {
    this.#session.free();
  }
}
