/** @file Kept drawings: which are held back, which measure a network, and in which order they are asked for. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { dataSets } from '../../shared/data-sets.js';
import { beginCollection, keepNext, promptOf, takeBackLast } from './collection.js';
import { withPictures } from './pictures.js';
import { preparedSample } from './prepared.js';
import { balancedOrder, classOf, digits, HAND, measuring, newSample, setFor } from './samples.js';

/** @param {number} seed @returns {() => number} (Park and Miller) */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const strokes = [{ erase: false, points: [0.5, 0.5, 0.05] }];

/** @param {string[]} labels @param {string} [set] */
function drawn(labels, set = HAND) {
  /** @type {import('./samples.js').KeptSample[]} */
  const samples = [];
  for (const label of labels) samples.push(newSample(samples, { set, label, strokes }));
  return samples;
}

test('of every five samples of a class one is held back, whatever is drawn between them', () => {
  const samples = drawn(['1', '2', '1', '1', '2', '1', '1', '1']);
  assert.deepEqual(
    samples.map(({ held }) => held),
    [false, false, false, false, false, false, true, false],
  );
});

test('a deleted sample changes nothing about the others', () => {
  const samples = drawn(['1', '1', '1', '1', '1']);
  const rest = samples.slice(1);
  assert.deepEqual(
    rest.map(({ held }) => held),
    [false, false, false, true],
  );
  assert.equal(new Set(samples.map(({ id }) => id)).size, samples.length);
});

test('each class is asked for equally often, and none twice in a row', () => {
  for (const [names, count] of /** @type {const} */ ([
    [digits, 50],
    [['a', 'b'], 11],
    [['a', 'b', 'c'], 30],
  ])) {
    for (let seed = 1; seed < 30; seed += 1) {
      const order = balancedOrder(names, count, randomOf(seed));
      assert.equal(order.length, count);
      const counts = names.map((name) => order.filter((one) => one === name).length);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, `${counts}`);
      assert.ok(
        order.every((name, at) => name !== order[at - 1]),
        order.join(' '),
      );
    }
  }
  assert.deepEqual(balancedOrder(['a'], 3), ['a', 'a', 'a']);
});

test('a collection keeps what is drawn under the class that is asked for, and takes the last back', () => {
  let now = { collection: beginCollection(HAND, digits, 3, randomOf(4)), samples: drawn(['7']) };
  const asked = now.collection.order;
  now = keepNext(now.collection, now.samples, strokes);
  now = keepNext(now.collection, now.samples, []);
  now = keepNext(now.collection, now.samples, strokes);
  assert.deepEqual(
    now.samples.map(({ label }) => label),
    ['7', ...asked.slice(0, 2)],
  );
  now = takeBackLast(now.collection, now.samples);
  assert.equal(promptOf(now.collection), asked[1]);
  assert.equal(now.samples.length, 2);
  for (let left = 0; left < 4; left += 1) now = keepNext(now.collection, now.samples, strokes);
  assert.equal(promptOf(now.collection), null);
  assert.deepEqual(
    now.samples.map(({ label }) => label),
    ['7', ...asked],
  );
});

test('a network that has learned from own drawings is measured on those that were held back', () => {
  const samples = [...drawn(['1', '1', '1', '1', '1']), ...drawn(['a'], 'letters')];
  const before = measuring(samples, { name: 'mnist' });
  assert.deepEqual([before.samples.length, before.unseen], [5, true]);
  const after = measuring(samples, { name: 'mnist', hand: { name: 'own-1', share: 0.5 } });
  assert.deepEqual([after.samples.map(({ held }) => held), after.unseen], [[true], true]);
  const few = measuring(drawn(['1']), { name: 'mnist', hand: { name: 'own-1', share: 0.5 } });
  assert.deepEqual([few.samples.length, few.unseen], [1, false]);
});

test('drawings go to the set of the classes that the network learns', () => {
  const letters = { id: 'x', title: 'A, B', names: ['A', 'B'] };
  const own = { name: 'own-1', shape: [1, 28, 28], classes: 2, classNames: ['A', 'B'], scale: 1 };
  assert.equal(setFor({ name: 'mnist' }, [letters])?.set, HAND);
  assert.equal(setFor({ name: own.name, own }, [letters])?.set, 'x');
  assert.equal(setFor({ name: own.name, own }, []), null);
  assert.deepEqual([classOf(own, 'B'), classOf(own, '1'), classOf(dataSets.mnist, '9')], [1, -1, 9]);
});

test('pictures of files become samples of the classes that their folders name; others are told', () => {
  const pictures = { values: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]), side: 1, empty: 0, over: 0 };
  const labels = ['a', 'b', 'c', null, 'a', 'a', 'a', 'a'];
  const classOf = (/** @type {string | null} */ label) => (label === 'a' || label === 'b' ? label : null);
  const { samples, added, others } = withPictures(drawn(['7']), 'x', { ...pictures, labels }, classOf);
  assert.deepEqual([added, others], [6, ['c', '']]);
  assert.deepEqual(
    samples.slice(1).map(({ label, held, pixels }) => [label, held, pixels?.values[0], pixels?.shape]),
    [
      ['a', false, 1, [1, 1, 1]],
      ['b', false, 2, [1, 1, 1]],
      ['a', false, 5, [1, 1, 1]],
      ['a', false, 6, [1, 1, 1]],
      ['a', false, 7, [1, 1, 1]],
      ['a', true, 8, [1, 1, 1]],
    ],
  );
});

test('a picture of the shape that is asked for is an input as it is; for another shape it is prepared as ink', () => {
  const [sample] = drawn(['1'], 'x');
  assert.ok(sample);
  const pixels = { values: Uint8Array.from([0, 51, 102, 255]), shape: [1, 2, 2] };
  const given = /** @type {{ width: number }[]} */ ([]);
  /** @type {any} */
  const core = {
    prepareDrawing: (/** @type {any} */ drawing) => {
      given.push(drawing);
      return { input: Float32Array.of(0.5) };
    },
  };
  const dataSet = { name: 'own-1', shape: [1, 2, 2], classes: 2, scale: 1 / 255 };
  const picture = { ...sample, strokes: [], pixels };
  assert.deepEqual(preparedSample(picture, dataSet, core), Float32Array.of(0, 0.2, 0.4, 1));
  assert.deepEqual(preparedSample(picture, { ...dataSet, shape: [1, 1, 1] }, core), Float32Array.of(0.5));
  assert.deepEqual(
    given.map(({ width }) => width),
    [2],
  );
});
