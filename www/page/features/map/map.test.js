/** @file Where points of the map lie, and which one is meant. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitPlane, glide, middleOf, onCanvas, pointAt, pointByKey, wholly } from './places.js';

const size = { width: 400, height: 200 };

test('the plane fills the canvas by one scale, and its y grows upwards', () => {
  const positions = [-1, -1, 1, 1, 0, 0];
  const places = onCanvas(positions, fitPlane(positions, size), size);
  assert.deepEqual([...places], [114, 186, 286, 14, 200, 100]);
});

test('far points stay on the canvas and squeeze nothing; one place for all is the middle', () => {
  const positions = Array.from({ length: 400 }, (_, at) => (at >> 1) % 10);
  positions.push(5, 1e6);
  const places = onCanvas(positions, fitPlane(positions, size), size);
  assert.ok(places.every((at, axis) => at >= 0 && at <= (axis % 2 === 0 ? 400 : 200)));
  assert.ok(Number(places[3]) < Number(places[1]) - 10, 'neighbours are told apart');
  assert.deepEqual([...onCanvas([3, 3, 3, 3], fitPlane([3, 3, 3, 3], size), size)], [200, 100, 200, 100]);
});

test('a name at the edge is seen wholly', () => {
  assert.deepEqual([wholly(395, 20, 400), wholly(3, 20, 400), wholly(200, 20, 400)], [388, 12, 200]);
  const corner = [0, 0, 1, 1];
  const places = onCanvas(corner, { scale: 1e6, x: 200, y: 100 }, size);
  assert.ok(places.every((at, axis) => at >= 11 && at <= (axis % 2 === 0 ? 389 : 189)));
});

test('points glide to their goal and arrive', () => {
  const [shown, goal] = [Float32Array.of(0, 0), Float32Array.of(100, -50)];
  assert.equal(glide(shown, goal), false);
  let frames = 1;
  while (!glide(shown, goal)) frames += 1;
  assert.ok(frames < 40, `${frames} frames`);
  assert.deepEqual(shown, goal);
});

test('a press means the nearest point, within reach', () => {
  const places = Float32Array.of(10, 10, 30, 10, 200, 100);
  assert.equal(pointAt(places, 22, 10), 1);
  assert.equal(pointAt(places, 120, 60), null);
});

test('arrow keys lead to the nearest point in their direction', () => {
  const places = Float32Array.of(100, 100, 120, 105, 100, 60, 60, 100, 300, 100);
  assert.equal(pointByKey(places, 0, 'ArrowRight'), 1);
  assert.equal(pointByKey(places, 0, 'ArrowUp'), 2);
  assert.equal(pointByKey(places, 0, 'ArrowLeft'), 3);
  assert.equal(pointByKey(places, 0, 'ArrowDown'), 0);
  assert.equal(pointByKey(places, null, 'ArrowUp'), 0);
  assert.equal(pointByKey(places, 0, 'toString'), undefined);
});

test('every point can be reached by arrow keys', () => {
  const places = Float32Array.from({ length: 120 }, (_, at) => (at % 2 === 0 ? 97 * at : 61 * at * at) % 199);
  const reached = new Set([0]);
  for (const from of reached) {
    for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'])
      reached.add(Number(pointByKey(places, from, key)));
  }
  assert.ok(reached.size >= 57, `${reached.size} of 60`);
});

test('a drawing without a place of its own stands in the middle of its neighbours', () => {
  assert.deepEqual(middleOf(Float32Array.of(0, 0, 2, 4, 9, 9), [0, 1]), { x: 1, y: 2 });
});
