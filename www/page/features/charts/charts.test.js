/** @file What the charts compute: smoothing, scales, zoom, marks, and the CSV file. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accuracyAt, errorScale, linearSplits, logarithmicSplits, scales } from '../../app/scales.js';
import { chooseCorner } from './corner.js';
import { runsThrough } from './crossing.js';
import { toCsv } from './csv.js';
import { curvesOf } from './curves.js';
import { placeMarks } from './marks.js';
import { smooth, timeConstant } from './smoothing.js';
import { pan, validZoom, zoomBy, zoomByKey, zoomTo } from './zoom.js';

/** @param {number} count */
const steps = (count, every = 1) => Array.from({ length: count }, (_, at) => (at + 1) * every);

test('smoothing is bias-corrected: it begins at the first value, and a constant stays what it is', () => {
  const smoothed = smooth(steps(50), Array(50).fill(3), 20);
  assert.ok(smoothed.every((value) => Math.abs(Number(value) - 3) < 1e-12));
  assert.equal(smooth([5], [7], 1000)[0], 7);
  const [, second] = smooth([1000, 1001], [0, 1], 1e9);
  assert.ok(Number(second) > 0.0099 && Number(second) < 0.011, 'at first it is the mean, by step');
});

test('smoothing goes by step: reports half as often give the same curve where they meet', () => {
  const often = smooth(steps(400), steps(400), 30);
  const seldom = smooth(steps(200, 2), steps(200, 2), 30);
  assert.ok(Math.abs(Number(often[399]) - Number(seldom[199])) < 1, 'less than half a report apart');
});

test('a steep beginning is not dragged along, however strong the smoothing', () => {
  const values = steps(1000).map((step) => 2 / step);
  const smoothed = smooth(steps(1000), values, 500);
  values.forEach((value, row) => {
    assert.ok(Number(smoothed[row]) < 1.3 * value, `step ${row + 1}`);
  });
});

test('smoothing leaves gaps, what was not measured, and everything where it is off', () => {
  const values = [4, undefined, null, 2];
  assert.deepEqual(smooth(steps(4), values, 1).slice(1, 3), [undefined, null]);
  assert.equal(smooth(steps(4), values, 0), values);
});

test('the time constant is a share of what is shown', () => {
  assert.equal(timeConstant(0.02, 12_345), 250);
  assert.equal(timeConstant(0, 12_345), 0);
});

test('curves are what was measured, and the loss that is not finite is a gap', () => {
  const row = { accuracy: null, validationLoss: null, validationAccuracy: null };
  const rows = [
    { ...row, step: 1, loss: 2 },
    { ...row, step: 2, loss: Number.NaN, validationLoss: 1 },
    { ...row, step: 3, loss: Number.POSITIVE_INFINITY },
  ];
  const curves = curvesOf(rows, 'loss', 0);
  assert.deepEqual(curves.trainingRaw, [2, null, null]);
  assert.deepEqual(curves.validation, [undefined, 1, undefined]);
  assert.deepEqual(curvesOf(rows, 'accuracy', 5).training, [undefined, undefined, undefined]);
});

test('the scale by error rate is its own inverse, and no error at all is still on it', () => {
  for (const accuracy of [0, 0.5, 0.9, 0.98, 0.999]) {
    assert.ok(Math.abs(accuracyAt(errorScale(accuracy)) - accuracy) < 1e-12);
  }
  assert.ok(Number.isFinite(errorScale(1)));
});

test('lines are two to six, and lie inside', () => {
  for (const [from, to] of /** @type {[number, number][]} */ ([
    [0.3, 3],
    [0.001, 2.5],
    [1e-6, 900],
    [0.21, 0.24],
    [1e-9, 1e30],
  ])) {
    for (const splits of [logarithmicSplits(from, to), linearSplits(from, to)]) {
      assert.ok(splits.length >= 2 && splits.length <= 6, `${from} to ${to}: ${splits}`);
      assert.ok(splits.every((split) => split >= from * 0.999 - to * 1e-6 && split <= to * 1.001));
    }
  }
  const { range, splits, write } = scales.accuracy.logarithmic;
  assert.deepEqual(write(splits(...range(0.1, 0.985, false))), ['0', '50', '80', '90', '95', '98']);
  assert.deepEqual(write(splits(...range(0.991, 0.9935, true))).length >= 2, true);
});

test('every scale has a range for nothing, for one value, and for what is far off', () => {
  for (const scale of [...Object.values(scales.loss), ...Object.values(scales.accuracy)]) {
    for (const [from, to] of /** @type {[number | null, number | null][]} */ ([
      [null, null],
      [0.5, 0.5],
      [0, 0],
      [1, 1],
      [0, 1],
    ])) {
      for (const zoomed of [false, true]) {
        const [low, high] = scale.range(from, to, zoomed);
        assert.ok(Number.isFinite(low) && high > low, `${from} to ${to}: ${low}, ${high}`);
        assert.ok(scale.splits(low, high).length >= 1);
      }
    }
  }
  const [low, high] = scales.loss.logarithmic.range(1e-3, 1e30, false);
  assert.ok(low > 0 && high > 1e30);
});

test('neighbouring lines have different labels', () => {
  const { splits, write } = scales.loss.linear;
  const labels = write(splits(0.08121, 0.08144));
  assert.equal(new Set(labels).size, labels.length);
  assert.deepEqual(scales.accuracy.linear.write([0.98, 0.985, 0.99]), ['98', '98.5', '99']);
});

test('zoom stays inside the run, keeps its middle, and ends at the whole run', () => {
  assert.deepEqual(zoomTo(-20, 30, 100), { from: 0, to: 50 });
  assert.deepEqual(zoomTo(80, 60, 100), { from: 60, to: 80 });
  assert.equal(zoomTo(-5, 120, 100), null);
  assert.deepEqual(zoomBy(null, 2, 100), { from: 25, to: 75 });
  assert.equal(zoomBy({ from: 25, to: 75 }, 0.5, 100), null);
  assert.deepEqual(zoomBy({ from: 10, to: 12 }, 4, 100), { from: 10, to: 12 });
  assert.deepEqual(pan({ from: 60, to: 100 }, 0.25, 100), { from: 60, to: 100 });
  assert.deepEqual(pan({ from: 60, to: 100 }, -0.25, 100), { from: 50, to: 90 });
  assert.equal(pan(null, 1, 100), null);
  assert.equal(validZoom({ from: 60, to: 100 }, 40), null);
});

test('keys zoom and move; others mean nothing here', () => {
  assert.deepEqual(zoomByKey('+', null, 100), { from: 25, to: 75 });
  assert.deepEqual(zoomByKey('ArrowRight', { from: 0, to: 40 }, 100), { from: 10, to: 50 });
  assert.equal(zoomByKey('Home', { from: 0, to: 40 }, 100), null);
  assert.equal(zoomByKey('toString', null, 100), undefined);
});

test('labels of events do not overlap, and divergence is always said', () => {
  const changed = Array.from({ length: 9 }, (_, at) => ({
    step: at * 10,
    kind: /** @type {const} */ ('changed'),
    label: 'learning rate',
  }));
  const marks = placeMarks([...changed, { step: 45, kind: 'diverged', label: 'diverged' }], {
    at: (step) => 3 * step,
    left: 0,
    right: 250,
    measure: (label) => 7 * label.length,
  });
  assert.ok(marks.find(({ kind }) => kind === 'diverged')?.place);
  for (const row of [0, 1]) {
    const labelled = marks
      .filter(({ place }) => place?.row === row)
      .toSorted((a, b) => Number(a.place?.left) - Number(b.place?.left));
    assert.ok(labelled.length > 0);
    labelled.slice(1).forEach(({ place }, at) => {
      const before = labelled[at];
      assert.ok(Number(place?.left) >= Number(before?.place?.left) + 7 * Number(before?.label.length));
    });
  }
});

test('a label stands where no curve runs: at the foot where one runs along the top', () => {
  const place = { at: (/** @type {number} */ step) => step, left: 0, right: 250, measure: () => 60 };
  const event = { step: 100, kind: /** @type {const} */ ('changed'), label: 'transfer' };
  const [clear] = placeMarks([event], { ...place, isCrossed: (_, __, row) => row >= 0 });
  assert.equal(clear?.place?.row, -1);
  const [full] = placeMarks([event], { ...place, isCrossed: () => true });
  assert.equal(full?.place?.row, 0, 'a label is not left out for that');
});

test('a curve runs through a box by its values, and by the lines between them', () => {
  const box = { top: 10, bottom: 20 };
  const through = (/** @type {(number | null)[]} */ values) =>
    runsThrough(values, { first: 1, last: 2 }, (y) => y, box);
  assert.deepEqual([through([0, 15, 0, 0]), through([0, 5, 5, 0]), through([30, 25, 30, 30])], [true, false, false]);
  assert.equal(through([0, null, null, 30]), true, 'it falls from one side to the other');
  assert.equal(through([null, null, null, null]), false);
});

test('the CSV file has full precision, and empty cells', () => {
  const rows = [
    { step: 1, loss: 1 / 3, accuracy: null, validationLoss: null, validationAccuracy: 0.1 + 0.2 },
    { step: 2, loss: Number.NaN, accuracy: 0, validationLoss: null, validationAccuracy: null },
  ];
  assert.equal(
    toCsv(rows),
    'step,loss,accuracy,validation_loss,validation_accuracy\n1,0.3333333333333333,,,0.30000000000000004\n2,NaN,0,,\n',
  );
});

test('a read-out stands where it covers least, and never over its dot', () => {
  const [plot, box] = [
    { width: 400, height: 150 },
    { width: 200, height: 60 },
  ];
  assert.deepEqual(chooseCorner([], plot, box), { left: 196, top: 4 });
  const falling = Array.from({ length: 40 }, (_, at) => ({ x: 10 * at, y: 150 - 150 / (1 + at), weight: 1 }));
  assert.deepEqual(chooseCorner(falling, plot, box), { left: 196, top: 4 });
  assert.deepEqual(chooseCorner([...falling, { x: 300, y: 30, weight: 1e6 }], plot, box), { left: 4, top: 4 });
});
