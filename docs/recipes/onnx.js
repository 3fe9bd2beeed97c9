// Trains on a table, exports the network as ONNX, and writes ten rows with the predictions that
// belong to them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { load } from 'inkgrad';

const { Session, readFile } = await load();
const table = await readFile(new Uint8Array(readFileSync('iris.csv')), { label: 'species' });
if (table.kind !== 'table') throw new Error('iris.csv is no table');
const width = table.columns.length;
const rows = Array.from(table.labels, (label, row) => ({
  values: [...table.inputs.subarray(row * width, (row + 1) * width)],
  label: table.classes[label],
}));
const part = (held) => {
  const taken = rows.filter((_, row) => (row % 5 === 0) === held);
  return { inputs: taken.map(({ values }) => values), labels: taken.map(({ label }) => label) };
};

const session = await Session.create({
  seed: 3,
  input: [width],
  layers: [
    // Standardises the columns inside of the network: the model takes the numbers of the file.
    { kind: 'batch_norm' },
    { kind: 'dense', units: 24, activation: 'gelu' },
    { kind: 'dense', units: table.classes.length },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adamw', learning_rate: 0.01, weight_decay: 0.01 },
});
await session.setData('train', part(false));
await session.setData('validation', part(true));
await session.fit({ epochs: 40 });
const { accuracy } = await session.evaluate('validation');
console.log(`${(accuracy * 100).toFixed(1)} % of the rows that were held back`);

mkdirSync('exported', { recursive: true });
const card = {
  data: 'iris.csv',
  accuracy,
  preprocessing: `None. Columns: ${table.columns.join(', ')}.`,
  intendedUse: 'To try an export.',
};
for (const { name, bytes } of await session.export('onnx', card)) {
  writeFileSync(`exported/${name}`, bytes);
  console.log(`exported/${name}: ${bytes.length} bytes`);
}
const inputs = part(true).inputs.slice(0, 10);
const predictions = [...(await session.predict(inputs))];
writeFileSync('exported/expected.json', JSON.stringify({ inputs, predictions }));
session.free();
