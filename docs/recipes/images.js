// Trains on pictures in IDX files, the format of MNIST. The folder `mnist` holds the four files
// under their own names.
import { readFileSync } from 'node:fs';
import { load } from 'inkgrad';

const { Session, readIdx } = await load();
const bytes = (name) => new Uint8Array(readFileSync(`mnist/${name}`));
const part = (name) => ({
  inputs: readIdx(bytes(`${name}-images-idx3-ubyte`)).data, // a Uint8Array of n × 28 × 28
  labels: readIdx(bytes(`${name}-labels-idx1-ubyte`)).data, // n classes, 0 to 9
  scale: 1 / 255, // inputs become 0 to 1
});

const session = await Session.create({
  seed: 1,
  input: [1, 28, 28],
  layers: [
    { kind: 'conv2d', filters: 8, kernel: 5, activation: 'relu' },
    { kind: 'max_pool2d', size: 2 },
    { kind: 'flatten' },
    { kind: 'dense', units: 10 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.002 },
  batch_size: 64,
});
await session.setData('train', part('train'));
await session.setData('test', part('t10k'));

await session.fit({
  epochs: 3,
  onEpoch: ({ epoch, loss, seconds }) =>
    console.log(`epoch ${epoch}: loss ${loss.toFixed(3)}, ${seconds.toFixed(1)} s`),
});
const { accuracy, count, confusion } = await session.evaluate('test');
console.log(`${(accuracy * 100).toFixed(1)} % of ${count} test pictures`);
console.log('fours that were read as nines:', confusion[4 * 10 + 9]);
session.free();
