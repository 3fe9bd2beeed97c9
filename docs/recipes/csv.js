// Trains on a table. `iris.csv` has a header, four columns of numbers, and the label in the
// column `species`.
import { readFileSync } from 'node:fs';
import { load } from 'inkgrad';

const { Session, readFile } = await load();
const table = await readFile(new Uint8Array(readFileSync('iris.csv')), { label: 'species' });
if (table.kind !== 'table') throw new Error('iris.csv is no table');
const width = table.columns.length;
const rows = table.labels.length;
const names = Array.from(table.labels, (label) => table.classes[label]);

// Every fifth row is held back. Rows of a file are often sorted, so the first or last rows
// would be a poor choice.
const held = (row) => row % 5 === 0;
const numbers = [...Array(rows).keys()];
const [training, validation] = [numbers.filter((row) => !held(row)), numbers.filter(held)];

// Columns of different sizes are standardised, by the mean and the deviation of the training
// rows alone.
const value = (row, column) => table.inputs[row * width + column];
const columns = table.columns.map((_, column) => {
  const values = training.map((row) => value(row, column));
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) || 1 };
});
const standardised = (sample) =>
  sample.map((x, column) => (x - columns[column].mean) / columns[column].deviation);
const data = (part) => ({
  inputs: part.map((row) => standardised(table.columns.map((_, column) => value(row, column)))),
  labels: part.map((row) => names[row]),
});

const session = await Session.create({
  seed: 1,
  input: [width],
  layers: [
    { kind: 'dense', units: 16, activation: 'relu' },
    { kind: 'dense', units: 3 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.01 },
  batch_size: 16,
});
await session.setData('train', data(training));
await session.setData('validation', data(validation));
await session.fit({ epochs: 60 });

const { accuracy, count } = await session.evaluate('validation');
console.log(`${(accuracy * 100).toFixed(1)} % of ${count} rows that were held back`);
const flower = [6.1, 2.9, 4.7, 1.4];
console.log(flower, (await session.predict([standardised(flower)], { named: true }))[0]);
session.free();
