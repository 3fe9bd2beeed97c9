/**
 * @file What drawings are compared with: training pictures, described by the directions of their strokes. It depends on the
 * data alone, so it is made once for each data set.
 */

import { describeStrokes, descriptorSize } from './stroke-directions.js';

/** Pictures of each part at most. Fewer training pictures find fewer letters, more take longer for each drawing. */
const TRAINING_PICTURES = 6000;
const VALIDATION_PICTURES = 2000;

/** A distance is the mean over so many nearest pictures of a class: one odd training picture makes nothing familiar. */
const NEAREST = 2;

/** Pictures that are described, or compared, before everything more urgent goes first. */
const BATCH = 100;

/**
 * @typedef {import('../query-runner.js').Control} Control
 * @typedef {{ size: number, values: Float32Array }} Descriptors one after the other
 */

export class Reference {
  /**
   * @param {readonly [number, number, number]} shape of a picture
   * @param {Descriptors} training
   * @param {Uint8Array | Float32Array} labels of the training pictures
   * @param {number} classes
   */
  constructor(shape, training, labels, classes) {
    this.shape = shape;
    this.classes = classes;
    this.labels = labels;
    this.training = training;
    /** @type {{ labels: Uint8Array | Float32Array, distances: Float32Array }} validation pictures × classes */
    this.validation = { labels: new Uint8Array(0), distances: new Float32Array(0) };
  }

  /**
   * @param {import('../analysis.js').Analysis} analysis
   * @param {Control} control
   * @returns {Promise<Reference>}
   */
  static async of(analysis, control) {
    const { classes } = analysis.dataSet;
    const shape = /** @type {[number, number, number]} */ (analysis.dataSet.shape);
    const train = await analysis.part('train', TRAINING_PICTURES);
    const validation = await analysis.part('validation', VALIDATION_PICTURES);
    const training = await describeAll(train.inputs, shape, TRAINING_PICTURES, control);
    const reference = new Reference(shape, training, train.labels.slice(0, TRAINING_PICTURES), classes);
    const compared = await describeAll(validation.inputs, shape, VALIDATION_PICTURES, control);
    reference.validation = {
      labels: validation.labels.slice(0, VALIDATION_PICTURES),
      distances: await reference.#compareAll(analysis.inkgrad, compared, control),
    };
    return reference;
  }

  /**
   * @param {Float32Array} input of a network, one picture
   * @returns {Float32Array} for each class the distance to its nearest training pictures, 0 to √2
   */
  distances(input) {
    const { size, values } = this.training;
    const drawing = new Float32Array(size);
    describeStrokes(input, this.shape, drawing);
    const cosines = new Float32Array(this.labels.length);
    for (let picture = 0; picture < cosines.length; picture += 1) {
      const first = picture * size;
      // Four sums at a time: each addition need not wait for the one before. Every size is a multiple of eight.
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let at = 0; at < size; at += 4) {
        a += drawing[at] * values[first + at];
        b += drawing[at + 1] * values[first + at + 1];
        c += drawing[at + 2] * values[first + at + 2];
        d += drawing[at + 3] * values[first + at + 3];
      }
      cosines[picture] = a + b + c + d;
    }
    return this.#nearest(cosines);
  }

  /**
   * Many at once: their cosines with all training pictures are what a dense layer gives whose weights those are.
   *
   * @param {import('inkgrad').Inkgrad} inkgrad
   * @param {Descriptors} compared
   * @param {Control} control
   */
  async #compareAll({ Session }, { size, values }, { signal }) {
    const units = this.labels.length;
    const layer = await Session.create({
      input: [size],
      layers: [{ kind: 'dense', units, bias: false, init: 'zeros' }],
      loss: { kind: 'mse' },
      optimizer: { kind: 'sgd', learning_rate: 1 },
    });
    const count = values.length / size;
    const distances = new Float32Array(count * this.classes);
    try {
      await layer.setParameters([{ name: 'layers.0.weight', shape: [units, size], data: this.training.values }]);
      for (let from = 0; from < count; from += BATCH) {
        const batch = values.subarray(from * size, Math.min(count, from + BATCH) * size);
        const cosines = await layer.predict(batch, { scale: 1, signal });
        for (let at = 0; at < batch.length / size; at += 1) {
          const found = this.#nearest(cosines.subarray(at * units, (at + 1) * units));
          distances.set(found, (from + at) * this.classes);
        }
      }
    } finally {
      layer.free();
    }
    return distances;
  }

  /**
   * @param {Float32Array} cosines with each training picture
   * @returns {Float32Array} of each class; the greatest distance of one that has too few pictures
   */
  #nearest(cosines) {
    const greatest = new Float32Array(NEAREST * this.classes);
    for (let picture = 0; picture < cosines.length; picture += 1) {
      const first = NEAREST * this.labels[picture];
      const cosine = cosines[picture];
      if (cosine <= greatest[first + NEAREST - 1]) continue;
      let at = first + NEAREST - 1;
      for (; at > first && greatest[at - 1] < cosine; at -= 1) greatest[at] = greatest[at - 1];
      greatest[at] = cosine;
    }
    const distances = new Float32Array(this.classes);
    for (let at = 0; at < greatest.length; at += 1) {
      // Both have length 1: the square of their distance is 2 − 2 cos.
      distances[Math.floor(at / NEAREST)] += Math.sqrt(Math.max(0, 2 - 2 * greatest[at])) / NEAREST;
    }
    return distances;
  }
}

/**
 * @param {Uint8Array | Float32Array} inputs of at least one picture
 * @param {readonly [number, number, number]} shape
 * @param {number} most pictures
 * @param {Control} control
 * @returns {Promise<Descriptors>}
 */
async function describeAll(inputs, shape, most, { turn }) {
  const [channels, height, width] = shape;
  const pixels = channels * height * width;
  const [count, size] = [Math.min(most, inputs.length / pixels), descriptorSize(shape)];
  const values = new Float32Array(count * size);
  for (let picture = 0; picture < count; picture += 1) {
    if (picture % BATCH === 0) await turn();
    const into = values.subarray(picture * size, (picture + 1) * size);
    describeStrokes(inputs.subarray(picture * pixels, (picture + 1) * pixels), shape, into);
  }
  return { size, values };
}
