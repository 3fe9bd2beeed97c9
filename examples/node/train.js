/**
 * @file `node train.js [FILE.csv]`: trains on a CSV file of numbers with a class in each row, and exports the network to ONNX.
 * Without a FILE it learns iris flowers.
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { load } from 'inkgrad';

const { Session, readCsv, info } = await load();
const path = process.argv[2] ?? new URL('flowers.csv', import.meta.url);
const { columns, inputs, labels, classes } = readCsv(new Uint8Array(await readFile(path)));
const width = columns.length;
console.log(`${labels.length} rows; ${columns.join(', ')} → ${(classes ?? ['numbers']).join(', ')}`);

// Every fifth row is kept back to measure with. Labels go by their names where they have some.
const names = classes ? Array.from(labels, (label) => classes[label]) : [...labels];
const part = (wanted) => {
  const rows = names.map((_, row) => row).filter((row) => (row % 5 === 0) === wanted);
  const taken = rows.map((row) => inputs.subarray(width * row, width * (row + 1)));
  return { inputs: taken, labels: rows.map((row) => names[row]) };
};

const session = await Session.create({
  seed: 1,
  input: [width],
  layers: [
    // Standardises the columns, inside of the network: whoever opens the export gives it the numbers of the file.
    { kind: 'batch_norm' },
    { kind: 'dense', units: 32, activation: 'relu' },
    { kind: 'dense', units: classes?.length ?? Math.max(...labels) + 1 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.02 },
  batch_size: 40,
});
await session.setData('train', part(false));
await session.setData('validation', part(true));
await session.fit({
  epochs: 60,
  onEpoch({ epoch, loss, validationAccuracy }) {
    if (epoch % 10 > 0) return;
    const bar = '█'.repeat(Math.round(30 * Math.min(1, loss)));
    console.log(`epoch ${epoch}  ${(100 * validationAccuracy).toFixed(1).padStart(5)} %  ${loss.toFixed(4)} ${bar}`);
  },
});

const { accuracy, count } = await session.evaluate('validation');
console.log(`${(100 * accuracy).toFixed(1)} % of ${count} rows that it has not seen are right (${info.build})`);

// The network, its preparation and a model card; ten rows with our answers, for `check.py` to compare with.
const out = new URL('out/', import.meta.url);
await mkdir(out, { recursive: true });
const options = { data: basename(String(path)), accuracy };
for (const { name, bytes } of await session.export('onnx', options)) await writeFile(new URL(name, out), bytes);
const rows = Array.from({ length: 10 }, (_, index) => Math.floor((index * labels.length) / 10));
const checked = rows.map((row) => [...inputs.subarray(width * row, width * (row + 1))]);
const outputs = await session.predict(checked);
await writeFile(new URL('check.json', out), JSON.stringify({ inputs: checked, outputs: [...outputs] }));
console.log(`out/model.onnx is written; compare with ONNX Runtime: python check.py`);
