/** @file Tables that are imported: separators, missing values, what columns may be, and the data set that they give. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { storedParts } from '../../www/shared/stored-data.js';
import { buildTable } from '../../www/worker/import/tables/build.js';
import { lookAt } from '../../www/worker/import/tables/guess.js';
import { readTable } from '../../www/worker/import/tables/read.js';

const course = { turn: async () => {}, onProgress: () => {} };

/** @param {string} text @param {boolean} [header] */
const read = (text, header) => readTable(new TextEncoder().encode(text), { header }, course);

/** @param {string[][]} rows @param {string} separator */
const written = (rows, separator) => rows.map((row) => row.join(separator)).join('\n');

const animals = [
  ['id', 'weight (kg)', 'colour', 'species'],
  ...Array.from({ length: 24 }, (_, at) => [
    String(at + 1),
    at === 3 ? '' : `${at % 5}.25`,
    at === 5 ? 'NA' : (['red', 'green', 'blue'][at % 3] ?? ''),
    at === 7 ? '?' : (['cat', 'dog'][at % 2] ?? ''),
  ]),
];

for (const separator of [',', ';', '\t', '|'])
  test(`columns separated by ${JSON.stringify(separator)} are told apart, and what each may be`, async () => {
    const look = lookAt(await read(written(animals, separator)));
    assert.deepEqual([look.rows, look.header, look.target, look.task], [24, true, 3, 'class']);
    assert.deepEqual(
      look.columns.map(({ name, kind, missing }) => [name, kind, missing]),
      [
        ['id', 'ignored', 0],
        ['weight (kg)', 'numeric', 1],
        ['colour', 'categorical', 1],
        ['species', 'categorical', 1],
      ],
    );
    assert.deepEqual([look.columns[1]?.minimum, look.columns[1]?.maximum, look.columns[1]?.digits], [0.25, 4.25, 2]);
  });

test('decimal commas, quotes, line breaks in cells, blanks and old encodings are read', async () => {
  const german = lookAt(await read('größe;preis\n1,5;1.200,75\n2,5;900\n'));
  assert.equal(german.decimalComma, true);
  assert.deepEqual([german.columns[0]?.maximum, german.columns[1]?.maximum], [2.5, 1200.75]);
  const quoted = await read('a,b\r\n"x, ""y""\nz",1\r\n w ,2\r\n\r\n');
  assert.deepEqual(quoted.columns[0]?.words, ['x, "y"\nz', 'w']);
  const blanks = await read('1  2   3\n 4 5 6 \n');
  assert.deepEqual(
    blanks.columns.map(({ numbers }) => numbers),
    [
      [1, 4],
      [2, 5],
      [3, 6],
    ],
  );
  const old = await readTable(Uint8Array.from(Buffer.from('gr\xf6\xdfe,b\n1,2\n', 'latin1')), {}, course);
  assert.equal(old.columns[0]?.name, 'größe');
});

test('scikit-learn’s first line counts rows and columns and names the classes', async () => {
  const rows = Array.from({ length: 30 }, (_, at) => `${at / 4},${at % 7},${at % 3}`);
  const table = await read(['30,2,setosa,versicolor,virginica', ...rows].join('\n'));
  const look = lookAt(table);
  assert.deepEqual([look.rows, look.header, look.task], [30, true, 'class']);
  assert.deepEqual(
    look.columns.map(({ name, kind }) => [name, kind]),
    [
      ['x1', 'numeric'],
      ['x2', 'numeric'],
      ['target', 'categorical'],
    ],
  );
  assert.deepEqual(table.columns[2]?.words, ['setosa', 'versicolor', 'virginica']);
  // A table of another kind that begins alike.
  const other = await read('2,2,a,b\n3,4,a,b\n5,6,c,d\n');
  assert.deepEqual([other.header, other.rows], [false, 3]);
});

test('R’s row names are no column to learn from, whether they count or name', async () => {
  const rows = Array.from({ length: 40 }, (_, at) => [`${at % 5}.5`, at % 2 ? 'yes' : 'no']);
  for (const nameOf of [(/** @type {number} */ at) => at + 1, (/** @type {number} */ at) => `car ${at}`]) {
    const lines = rows.map((row, at) => `"${nameOf(at)}",${row[0]},"${row[1]}"`);
    const look = lookAt(await read(['"","speed","stopped"', ...lines].join('\n')));
    assert.deepEqual(
      look.columns.map(({ name, kind }) => [name, kind]),
      [
        ['x1', 'ignored'],
        ['speed', 'numeric'],
        ['stopped', 'categorical'],
      ],
    );
  }
});

test('few rows with many whole numbers predict a number; a column that is mostly empty is not predicted', async () => {
  const rows = Array.from({ length: 20 }, (_, at) => `${at % 6},${60 + (at % 11)},${at === 0 ? 3 : ''}`);
  const look = lookAt(await read(['chins,pulse,rest', ...rows].join('\n')));
  assert.deepEqual([look.columns[look.target]?.name, look.task], ['pulse', 'number']);
});

test('a first line of numbers names nothing, unless the person says so', async () => {
  const plain = await read('1,2\n3,4\n5,6\n');
  assert.deepEqual([plain.header, plain.rows, plain.columns[0]?.name], [false, 3, 'x1']);
  const named = await read('1,2\n3,4\n5,6\n', true);
  assert.deepEqual([named.rows, named.columns[0]?.name], [2, '1']);
});

test('of a long table every row is read, and the page learns how far it is', async () => {
  const done = /** @type {number[]} */ ([]);
  const lines = Array.from({ length: 5000 }, (_, at) => `${at % 7},${at % 2}`);
  const bytes = new TextEncoder().encode(`a,b\n${lines.join('\n')}`);
  const table = await readTable(bytes, {}, { ...course, onProgress: (rows) => done.push(rows) });
  assert.deepEqual([table.rows, table.columns[1]?.numbers.length], [5000, 5000]);
  // Each line has four letters, the first one too.
  assert.deepEqual(done, [4 * 2000, 4 * 4000]);
});

test('faults name the line, and nothing is made', async () => {
  await assert.rejects(read('a,b\n1,2\n1,2,3\n'), {
    id: 'page.table_row',
    values: { line: '3', count: '3', first: '2' },
  });
  await assert.rejects(read('a,b\n1,"2\n3,4\n'), { id: 'page.table_quote', values: { line: '2' } });
  await assert.rejects(read('a,b\n'), { id: 'page.table_empty' });
});

test('a class: rows without one are dropped, missing values stay, categories stand in order, units apart', async () => {
  const table = await read(written(animals, ','));
  const { kinds, ...look } = { ...lookAt(table), kinds: lookAt(table).columns.map(({ kind }) => kind) };
  const made = await buildTable(table, { kinds, target: look.target, task: 'class', title: 'Animals' });
  assert.deepEqual([made.samples, made.dropped], [23, 1]);
  const { dataSet } = made;
  assert.match(dataSet.name, /^own-[0-9a-f]{12}$/);
  assert.deepEqual([dataSet.shape, dataSet.classes, dataSet.classNames], [[4], 2, ['cat', 'dog']]);
  assert.deepEqual(dataSet.columns, [
    { name: 'weight', unit: 'kg', kind: 'numeric', digits: 2 },
    { name: 'colour', kind: 'categorical', categories: ['blue', 'green', 'red'] },
  ]);
  const { train } = await storedParts(made.content);
  assert.deepEqual([...train.inputs.subarray(0, 8)], [0.25, 2, 1.25, 1, 2.25, 0, Number.NaN, 2]);
  assert.deepEqual([...train.labels.subarray(0, 7)], [0, 1, 0, 1, 0, 1, 0]);
  const again = await buildTable(table, { kinds, target: look.target, task: 'class', title: 'Other name' });
  assert.equal(again.dataSet.name, dataSet.name);
});

test('a number: it keeps its unit, and what cannot be learned is refused', async () => {
  const table = await read(written(animals, ','));
  const kinds = /** @type {const} */ (['numeric', 'numeric', 'categorical', 'categorical']);
  const made = await buildTable(table, { kinds: [...kinds], target: 1, task: 'number', title: '' });
  assert.deepEqual(
    [made.dataSet.classes, made.dataSet.target, made.samples],
    [0, { name: 'weight', unit: 'kg', digits: 2 }, 23],
  );
  assert.deepEqual(made.dataSet.shape, [6]);
  const none = buildTable(table, {
    kinds: ['ignored', 'numeric', 'ignored', 'ignored'],
    target: 1,
    task: 'number',
    title: '',
  });
  await assert.rejects(none, { id: 'page.table_columns' });
  const words = buildTable(table, { kinds: [...kinds], target: 3, task: 'number', title: '' });
  await assert.rejects(words, { id: 'page.table_rows' });
});
