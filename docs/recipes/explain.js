// Asks which pixels speak for an answer, by integrated gradients, and which training pictures
// are nearest.
import { readFileSync } from 'node:fs';
import { load } from 'inkgrad';

const { Session, readIdx } = await load();
const idx = (name) => readIdx(new Uint8Array(readFileSync(`mnist/${name}`))).data;
const images = idx('train-images-idx3-ubyte');

const session = await Session.create({
  seed: 1,
  input: [1, 28, 28],
  layers: [
    { kind: 'flatten' },
    { kind: 'dense', units: 64, activation: 'relu' },
    { kind: 'dense', units: 10 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.002 },
});
await session.setData('train', {
  inputs: images,
  labels: idx('train-labels-idx1-ubyte'),
  scale: 1 / 255,
});
await session.fit({ epochs: 2 });

const picture = images.slice(0, 784);
const probabilities = await session.predict(picture);
const answer = probabilities.indexOf(Math.max(...probabilities));
const classes = Array.from(probabilities, (probability) => probability.toFixed(2));
console.log(`the answer is ${answer}; its classes: ${classes.join(' ')}`);

// A value for each pixel: positive ones speak for the class, negative ones against it.
const attribution = await session.explain(picture, {
  method: 'integrated_gradients',
  target: answer,
  steps: 32,
});
const limit = Math.max(...attribution.map(Math.abs));
for (let y = 4; y < 26; y++) {
  const row = attribution.slice(y * 28, y * 28 + 28);
  const sign = (value) => (value > limit / 6 ? '+' : value < -limit / 6 ? '-' : ' ');
  console.log(Array.from(row, sign).join(''));
}
console.log('nearest in the last hidden layer:', await session.nearest(picture, { count: 3 }));
session.free();
