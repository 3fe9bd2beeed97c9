/** @file The query `umap`: the same pictures as `map`, placed by UMAP, which keeps neighbours together. */

import { UMAP } from 'umap-js';
import { Answer } from '../answer.js';
import { long } from '../long-query.js';
import { alignment, turned } from '../plane/alignment.js';
import { frameOf } from '../plane/frame.js';
import { neighbours } from '../plane/neighbours.js';
import { counterRandom } from '../random.js';

/** UMAP's own defaults. */
const NEIGHBOURS = 15;
const EPOCHS = 500;

/** Parameters `count` of pictures and `seed`. The answer is a `UmapLayout`. */
export const umap = long(
  /** @param {import('./index.js').PredictionContext} context */
  async ({ analysis }, { count, seed }, { signal, onProgress, turn }) => {
    const frame = await analysis.use((copy) => frameOf(analysis, copy, Number(count), { signal, turn }));
    const { step, features, size, labels } = frame;
    if (!frame.finite || labels.length <= NEIGHBOURS) return { step, positions: null };
    let done = 0;
    const total = labels.length + EPOCHS;
    const advance = () => {
      done += 1;
      onProgress(done, total);
      return turn();
    };
    const found = await neighbours(features, size, NEIGHBOURS, advance);
    const layout = new UMAP({ nNeighbors: NEIGHBOURS, nEpochs: EPOCHS, random: counterRandom(Number(seed)) });
    layout.setPrecomputedKNN(found.indices, found.distances);
    layout.initializeFit(Array.from(labels, (_, at) => [...features.subarray(at * size, (at + 1) * size)]));
    for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
      layout.step();
      await advance();
    }
    const positions = centred(Float32Array.from(layout.getEmbedding().flat()));
    const value = { step, positions: turned(positions, alignment(positions, frame.positions)) };
    return new Answer(value, [value.positions]);
  },
);

/** @param {Float32Array} positions points × 2 */
function centred(positions) {
  const mean = [0, 1].map((column) => {
    const own = positions.filter((_, at) => at % 2 === column);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
  return positions.map((value, at) => value - Number(mean[at % 2]));
}
