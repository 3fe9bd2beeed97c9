// Stops when the validation loss no longer falls, and goes back to the best epoch. `mnist` is
// the folder of `images.js`.
import { readFileSync } from 'node:fs';
import { load } from 'inkgrad';

const { Session, readIdx } = await load();
const idx = (name) => readIdx(new Uint8Array(readFileSync(`mnist/${name}`))).data;
const images = idx('train-images-idx3-ubyte');
const labels = idx('train-labels-idx1-ubyte');

// A thousand pictures are few for this network: it begins to learn them by heart.
const count = 1000;
const part = (from, to) => ({
  inputs: images.slice(from * 784, to * 784),
  labels: labels.slice(from, to),
  scale: 1 / 255,
});

const session = await Session.create({
  seed: 1,
  input: [784],
  layers: [
    { kind: 'dense', units: 128, activation: 'relu' },
    { kind: 'dense', units: 10 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.003 },
  early_stopping: { monitor: 'validation_loss', patience: 3, restore_best: true },
});
await session.setData('train', part(0, count));
await session.setData('validation', part(count, 2 * count));

const { history, finished } = await session.fit({ epochs: 200 });
for (const row of history)
  console.log(
    `${row.epoch}: training ${row.loss.toFixed(3)}, validation ${row.validationLoss.toFixed(3)}`,
  );
console.log(`ended by ${finished} after ${history.length} epochs`);

const best = Math.min(...history.map((row) => row.validationLoss));
const { loss } = await session.evaluate('validation');
console.log(`the best epoch had ${best.toFixed(3)}, the network now has ${loss.toFixed(3)}`);
session.free();
