/** @file How tables write numbers and first lines: decimal signs by column, currencies, missing values, headers of all kinds. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { lookAt } from '../../www/worker/import/tables/guess.js';
import { readTable } from '../../www/worker/import/tables/read.js';

const course = { turn: async () => {}, onProgress: () => {} };

/** @param {string} text */
const read = (text) => readTable(new TextEncoder().encode(text), {}, course);

/** @param {string[]} lines */
const numbersOf = async (...lines) => (await read(lines.join('\n'))).columns.map(({ numbers }) => numbers);

/** @param {string[]} lines */
const namesOf = async (...lines) => (await read(lines.join('\n'))).columns.map(({ name }) => name);

test('a cell with thousands changes no other column, and none of its own', async () => {
  assert.deepEqual(await numbersOf('x\tpopulation', '0.5\t1,234', '2.25\t12,345'), [
    [0.5, 2.25],
    [1234, 12345],
  ]);
  assert.deepEqual(await numbersOf('x\ty', '0.5\t1', '1,234\t2', '7.5\t3'), [
    [0.5, 1234, 7.5],
    [1, 2, 3],
  ]);
});

test('a sign that cannot be of thousands is of decimals, and the other way round', async () => {
  const [[both, turned, twice, dots, few, zero, long] = []] = await numbersOf(
    ...['x\tz', '1.234,5\ta', '1,234.5\tb', '1,234,567\tc', '1.234.567\td', '1,5\te', '0,125\tf', '1234,567\tg'],
  );
  assert.deepEqual(
    [both, turned, twice, dots, few, zero, long],
    [1234.5, 1234.5, 1234567, 1234567, 1.5, 0.125, 1234.567],
  );
});

test('what a column leaves open, the others tell, and else the separator', async () => {
  assert.deepEqual(await numbersOf('a\tb', '1,234\t1,5', '2,345\t2,5'), [
    [1.234, 2.345],
    [1.5, 2.5],
  ]);
  assert.deepEqual(await numbersOf('a;b', '1.234;1,5', '2,345;2,5'), [
    [1234, 2.345],
    [1.5, 2.5],
  ]);
  assert.deepEqual(await numbersOf('a;b', '1,234;x', '2,345;y'), [
    [1.234, 2.345],
    [Number.NaN, Number.NaN],
  ]);
  assert.deepEqual((await numbersOf('a\tb', '1,234\tx', '2,345\ty'))[0], [1234, 2345]);
  assert.deepEqual((await numbersOf('a;b', '1.234;x', '2.345;y'))[0], [1.234, 2.345]);
  assert.deepEqual((await numbersOf('a,b', '"1,234",x', '"2,345",y'))[0], [1234, 2345]);
});

test('a cell at the very end tells how the first ones are written', async () => {
  const lines = Array.from({ length: 200 }, (_, at) => `${at + 1},250;${at % 2}`);
  const table = await read(['a;b', ...lines, '1.234,5;1'].join('\n'));
  assert.deepEqual([table.decimalComma, table.columns[0]?.numbers[1], table.columns[0]?.digits], [true, 2.25, 3]);
  const points = await read(['a\tb', ...lines.map((line) => line.replace(';', '\t')), '1,234.5\t1'].join('\n'));
  assert.deepEqual([points.decimalComma, points.columns[0]?.numbers[1], points.columns[0]?.digits], [false, 2250, 1]);
});

test('signs of currency and percent are dropped where all numbers of a column allow it', async () => {
  const [money, percent, mixed, words] = await numbersOf(
    'money;percent;mixed;words',
    '$5.10;5%;5%;$5',
    '-$1,234.50;12.5%;0.05;free',
    '7;0%;1;$6',
  );
  assert.deepEqual(money, [5.1, -1234.5, 7]);
  assert.deepEqual(percent, [5, 12.5, 0]);
  assert.deepEqual(mixed, [Number.NaN, 0.05, 1]);
  assert.deepEqual(words, [Number.NaN, Number.NaN, Number.NaN]);
  assert.deepEqual((await numbersOf('a;b', '1.234,50 €;1', '7 €;2'))[0], [1234.5, 7]);
});

test('what pandas reads as missing is missing, and so is what is infinite with 32 bits', async () => {
  const missing = ['#N/A', '#N/A N/A', '#NA', '-1.#IND', '-1.#QNAN', '-NaN', '-nan', '1.#IND', '1.#QNAN', '<NA>'];
  missing.push('N/A', 'NA', 'NULL', 'NaN', 'None', 'n/a', 'nan', 'null', 'inf', '-inf', '1e400', '-1.797e308', '1e39');
  const { columns } = lookAt(await read(['x,y', '1.5,a', ...missing.map((cell) => `${cell},b`), '3e38,a'].join('\n')));
  const { kind, numbers, minimum, maximum } = columns[0] ?? {};
  assert.deepEqual([kind, numbers, columns[0]?.missing], ['numeric', 2, missing.length]);
  assert.deepEqual([minimum, maximum], [1.5, 3e38]);
});

test('a first line that counts the columns is no sample, and names none', async () => {
  const rows = Array.from({ length: 12 }, (_, at) => [`${at / 2}`, `${at % 5}`, `${at % 7}`, `${at % 3}`]);
  for (const top of ['0,1,2,3', '1,2,3,4']) {
    const table = await read([top, ...rows.map(String)].join('\n'));
    assert.deepEqual([table.rows, table.header, table.columns[3]?.name], [12, true, 'x4']);
  }
  const look = lookAt(await read([',0,1,2,3', ...rows.map((row, at) => [at, ...row].join())].join('\n')));
  assert.deepEqual([look.rows, look.columns[0]?.kind, look.columns[1]?.kind], [12, 'ignored', 'numeric']);
  for (const top of ['0,1,2', '2,3,4,5', '0,1,2,4']) assert.equal((await read(`${top}\n${top}\n`)).header, false, top);
});

test('empty columns are dropped, names that come twice are counted', async () => {
  assert.deepEqual(await namesOf('x,y,label,,,', '1,2,a,,,', '3,4,b,,,'), ['x', 'y', 'label']);
  assert.deepEqual(await namesOf('x,y,label', '1,2,a,', '3,4,b,'), ['x', 'y', 'label']);
  assert.deepEqual(await namesOf('1,2,', '3,4,'), ['x1', 'x2']);
  assert.deepEqual(await namesOf('x,x,label', '1,2,a', '3,4,b'), ['x', 'x 2', 'label']);
  const { first, rows } = await read('x,,y\n1,,2\n,,\n3,,4\n');
  assert.deepEqual([first[0], rows], [['1', '2'], 2]);
});

test('a header has one cell less above row names, or one more that is empty', async () => {
  assert.deepEqual(await namesOf('"mpg" "cyl"', '"Mazda RX4" 21 6', '"Fiat 128" 32.4 4'), ['x1', 'mpg', 'cyl']);
  assert.deepEqual(await namesOf('mpg\tcyl', 'Mazda\t21\t6', 'Fiat\t32.4\t4'), ['x1', 'mpg', 'cyl']);
  assert.deepEqual(await namesOf('x,y,', '1,2', '3,4'), ['x', 'y']);
});

test('Excel’s line with the separator is no row, and lines are counted with it', async () => {
  const table = await read('sep=;\r\nx;label\r\n1,5;a\r\n2,5;b\r\n');
  assert.deepEqual([table.rows, table.columns[0]?.name, table.columns[0]?.numbers], [2, 'x', [1.5, 2.5]]);
  await assert.rejects(read('sep=;\r\nx;label\r\n1,5;a\r\n2,5\r\n'), { values: { line: '4', count: '1', first: '2' } });
});

test('whole numbers that are written with decimals are classes too', async () => {
  const rows = Array.from({ length: 12 }, (_, at) => `${at}.5,${at % 2}.0`);
  const look = lookAt(await read(['x,label', ...rows].join('\n')));
  assert.deepEqual([look.columns[1]?.whole, look.task], [true, 'class']);
});
