// Trains on all cores. One core and several give the same to rounding; one number of cores
// gives the same bits every time.
import { load } from 'inkgrad';

const { Session, info } = await load({ workers: 'auto' });
const count = 512;
const inputs = Float32Array.from({ length: count * 784 }, (_, index) =>
  Math.sin(index * index),
);
const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);

const session = await Session.create({
  seed: 1,
  input: [784],
  layers: [
    { kind: 'dense', units: 512, activation: 'relu' },
    { kind: 'dense', units: 256, activation: 'relu' },
    { kind: 'dense', units: 10 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.001 },
  batch_size: 128,
});
console.log(`${info.workers} cores are there. ${session.backend.reason}`);
await session.setData('train', { inputs, labels });

const start = performance.now();
const { samples, loss } = await session.step(40);
const seconds = (performance.now() - start) / 1000;
console.log(`${session.backend.workers} workers, loss ${loss.toFixed(3)}`);
console.log(`${Math.round(samples / seconds)} samples a second`);
session.free(); // ends the workers
