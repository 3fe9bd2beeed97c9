/** @file Permutation importance on a table where one column alone matters, with the real package. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from 'inkgrad';
import { placesOf } from '../../www/shared/table.js';
import { importanceOf } from '../../www/worker/queries/importance.js';
import { counterRandom } from '../../www/worker/random.js';

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;

before(async () => {
  inkgrad = await load({ build: 'simd128' });
});

const columns = /** @type {const} */ ([
  { name: 'noise', kind: 'numeric' },
  { name: 'kind', kind: 'categorical', categories: ['a', 'b', 'c'] },
  { name: 'more noise', kind: 'numeric' },
]);

/** @param {number} count @param {number} seed */
function made(count, seed) {
  const random = counterRandom(seed);
  const inputs = new Float32Array(5 * count);
  const kinds = new Uint8Array(count);
  for (let row = 0; row < count; row += 1) {
    const kind = Math.floor(3 * random());
    inputs.set([2 * random() - 1, 0, 0, 0, 2 * random() - 1], 5 * row);
    inputs[5 * row + 1 + kind] = 1;
    kinds[row] = kind;
  }
  return { inputs, kinds };
}

/** @param {object} change */
const options = (change = {}) => ({
  times: 4,
  seed: 1,
  signal: new AbortController().signal,
  onProgress: () => {},
  turn: async () => {},
  ...change,
});

/** @param {boolean} isClass */
async function trained(isClass) {
  const { inputs, kinds } = made(300, 5);
  const labels = isClass ? kinds : Float32Array.from(kinds, (kind) => kind - 1);
  const session = await inkgrad.Session.create({
    input: [5],
    layers: [
      { kind: 'dense', units: 8, activation: 'relu' },
      { kind: 'dense', units: isClass ? 3 : 1 },
    ],
    loss: { kind: isClass ? 'cross_entropy' : 'mse' },
    optimizer: { kind: 'adam', learning_rate: 0.02 },
    batch_size: 32,
  });
  await session.setData('train', { inputs, labels });
  await session.step(400);
  const rows = made(200, 6);
  return {
    session,
    part: { inputs: rows.inputs, labels: isClass ? rows.kinds : Float32Array.from(rows.kinds, (kind) => kind - 1) },
  };
}

for (const isClass of [true, false])
  test(`of a ${isClass ? 'class' : 'number'}: the column that alone decides is important, categories are shuffled together`, async () => {
    const { session, part } = await trained(isClass);
    const places = placesOf(columns);
    const progress = /** @type {number[]} */ ([]);
    const found = await importanceOf(
      session,
      part,
      places,
      { isClass },
      options({ onProgress: (/** @type {number} */ done) => progress.push(done) }),
    );
    assert.ok(found.score > 0.98, `the network has learned it: ${found.score}`);
    const [noise, kind, more] = found.columns.map(({ loss, score }) => ({ loss: loss.mean, score: score.mean }));
    assert.ok(Number(kind?.score) > 0.5 && Number(kind?.loss) > 1, JSON.stringify(kind));
    for (const one of [noise, more]) assert.ok(Math.abs(Number(one?.score)) < 0.05, JSON.stringify(one));
    assert.deepEqual(
      progress,
      Array.from({ length: 12 }, (_, at) => at),
    );
    const again = await importanceOf(session, part, places, { isClass }, options());
    assert.deepEqual(again, found);
    const other = await importanceOf(session, part, places, { isClass }, options({ seed: 2 }));
    assert.notEqual(other.columns[1]?.loss.mean, found.columns[1]?.loss.mean);
    session.free();
  });
