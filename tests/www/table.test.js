/** @file Tables in the workers: columns, standardisation by the training rows, one-hot categories, numbers to predict. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { dataSets } from '../../www/shared/data-sets.js';
import { storedBlob } from '../../www/shared/stored-data.js';
import { decodeRow, encodeRows, fitTable, targetValue, widthOf } from '../../www/shared/table.js';
import { regressionOf } from '../../www/worker/regression.js';
import { shuffled } from '../../www/worker/selected-source.js';
import { openTable } from '../../www/worker/table-source.js';

const names = ['sepal length', 'sepal width', 'petal length', 'petal width'];

/** Iris from scikit-learn's file, as the build writes it. */
function iris() {
  const [, ...lines] = readFileSync(new URL('../../data/iris.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const columns = names.map((name) => ({ name, kind: 'numeric', digits: 1, unit: 'cm' }));
  const manifest = { columns, target: { name: 'species' }, table: { file: 'rows', rows: lines.length } };
  const read = async (/** @type {string} */ file) =>
    new TextEncoder().encode(file === 'rows' ? lines.join('\n') : JSON.stringify(manifest));
  return /** @type {any} */ ({ dataSet: dataSets.iris, read });
}

/** @param {ArrayLike<number>} found @param {number[]} expected */
function near(found, expected, tolerance = 1e-6) {
  assert.equal(found.length, expected.length);
  for (const [at, value] of expected.entries())
    assert.ok(
      Math.abs(Number(found[at]) - value) <= tolerance * Math.max(1, Math.abs(value)),
      `${at}: ${found[at]}, not ${value}`,
    );
}

test('iris is standardised as by StandardScaler of scikit-learn, fitted to the same training rows', async () => {
  const { train, validation, table } = await openTable({ dataset: { name: 'iris' } }, iris).all(() => {});
  assert.deepEqual([train.labels.length, validation.labels.length], [120, 30]);
  // StandardScaler().fit(rows[order[30:]]) of scikit-learn 1.9.1: mean_, scale_, and the first of the transformed rows.
  near(table?.columns.map(({ mean }) => mean) ?? [], [5.8991666555, 3.0600000024, 3.8324999899, 1.2266666563]);
  near(
    table?.columns.map(({ deviation }) => deviation) ?? [],
    [0.8254792338, 0.4485903835, 1.7466235249, 0.7452888953],
  );
  near(train.inputs.subarray(0, 4), [2.4238446686, 1.6496117107, 1.4699791161, 1.0376289632]);
  const first = shuffled(150, 0)[30] ?? 0;
  assert.equal(train.labels[0], Math.floor(first / 50));
});

test('a smaller training set has statistics of its own, and a run that goes on keeps those with which it began', async () => {
  const few = await openTable({ dataset: { name: 'iris', limit: 10 } }, iris).all(() => {});
  const all = await openTable({ dataset: { name: 'iris' } }, iris).all(() => {});
  assert.equal(few.table?.rows, 10);
  assert.notEqual(few.table?.columns[0]?.mean, all.table?.columns[0]?.mean);
  const kept = openTable({ dataset: { name: 'iris' }, table: few.table ?? null }, iris);
  assert.deepEqual((await kept.all(() => {})).table, few.table);
});

/** @type {import('../../www/shared/table.js').Column[]} */
const columns = [
  { name: 'height', kind: 'numeric', unit: 'm' },
  { name: 'colour', kind: 'categorical', categories: ['red', 'green', 'blue'] },
  { name: 'always', kind: 'numeric' },
];
const missing = Number.NaN;
const rows = [1, 0, 7, 3, 2, 7, missing, missing, 7];

test('a category is one of several inputs; a missing number is the mean, a missing category none', () => {
  const table = fitTable(columns, { name: 'weight' }, { inputs: rows, labels: [10, 20, 60] }, false);
  assert.equal(widthOf(columns), 5);
  assert.deepEqual([...encodeRows(table, rows)], [-1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(
    table.columns.map((column) => [column.mean, column.deviation, column.missing, column.constant]),
    [
      [2, 1, 1, false],
      [0, 1, 1, false],
      [7, 1, 0, true],
    ],
  );
  assert.deepEqual(decodeRow(table, [-1, 0, 0, 1, 0]), [1, 2, 7]);
  assert.deepEqual(decodeRow(table, [0, 0, 0, 0, 0]), [2, missing, 7]);
  near([table.target.mean, table.target.deviation], [30, Math.sqrt((400 + 100 + 900) / 3)]);
  assert.equal(targetValue(table, 0), 30);
});

test("one's own table: the numbers to predict are standardised too, and labels that are classes are not", async () => {
  const own = { name: 'own-t', shape: [5], classes: 0, scale: 1, columns, target: { name: 'weight', unit: 'kg' } };
  const train = { inputs: Float32Array.from(rows), labels: Float32Array.of(10, 20, 60) };
  const content = storedBlob({ train, validation: train, test: train });
  const source = openTable({ dataset: { name: own.name, own }, content }, iris);
  const { train: found, table } = await source.all(() => {});
  near(found.labels, [-0.9258201, -0.46291005, 1.38873015]);
  assert.equal(table?.target.unit, 'kg');
  assert.deepEqual(await source.part('test'), found);
  const classes = { ...own, classes: 3 };
  const labelled = storedBlob({ train: { ...train, labels: Uint8Array.of(0, 1, 2) } });
  const asClasses = await openTable({ dataset: { name: 'own-c', own: classes }, content: labelled }, iris).all(
    () => {},
  );
  assert.deepEqual([...asClasses.train.labels, ...asClasses.validation.labels].sort(), [0, 1, 2]);
});

test('a table without columns is plain numbers, and one whose description is of other columns is refused', async () => {
  const content = storedBlob({ train: { inputs: Float32Array.of(1, 2, 3, 4), labels: Uint8Array.of(0, 1) } });
  const plain = { name: 'own-p', shape: [2], classes: 2, scale: 1 };
  const { table } = await openTable({ dataset: { name: 'own-p', own: plain }, content }, iris).all(() => {});
  assert.deepEqual(
    table?.columns.map(({ name }) => name),
    ['x1', 'x2'],
  );
  const wrong = { ...plain, columns: columns.slice(0, 2) };
  await assert.rejects(
    openTable({ dataset: { name: 'own-p', own: wrong }, content }, iris).all(() => {}),
    { code: 'data' },
  );
});

test('errors of a regression are told in the unit of the data', () => {
  assert.deepEqual(regressionOf([0, 2], [1, 3], 10), { rmse: 10, mae: 10, r2: 0 });
  assert.equal(regressionOf([1, 3], [1, 3]).r2, 1);
});
