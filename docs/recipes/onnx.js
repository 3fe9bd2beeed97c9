// Trains a network, exports it as ONNX, and writes ten inputs with the predictions that belong
// to them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { load } from 'inkgrad';

const { Session } = await load();
const inputs = Array.from({ length: 300 }, (_, index) => [
  Math.sin(index),
  Math.cos(2 * index),
  Math.sin(5 * index),
]);
const labels = inputs.map(([a, b, c]) => (a > b ? 'first' : c > 0 ? 'second' : 'third'));

const session = await Session.create({
  seed: 3,
  input: [3],
  layers: [
    { kind: 'dense', units: 24, activation: 'gelu' },
    { kind: 'layer_norm' },
    { kind: 'dense', units: 3 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adamw', learning_rate: 0.01, weight_decay: 0.01 },
});
await session.setData('train', { inputs, labels });
await session.fit({ epochs: 20 });
const { accuracy } = await session.evaluate('train');

mkdirSync('exported', { recursive: true });
const card = { data: 'Three sines', accuracy, intendedUse: 'To try an export.' };
for (const { name, bytes } of await session.export('onnx', card)) {
  writeFileSync(`exported/${name}`, bytes);
  console.log(`exported/${name}: ${bytes.length} bytes`);
}
const probe = inputs.slice(0, 10);
const predictions = [...(await session.predict(probe))];
writeFileSync('exported/expected.json', JSON.stringify({ inputs: probe, predictions }));
session.free();
