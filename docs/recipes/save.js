// Saves a session, and goes on from the file: to the bit as if it had never been interrupted.
import { readFileSync, writeFileSync } from 'node:fs';
import { load } from 'inkgrad';

const { Session } = await load();
const data = {
  inputs: Array.from({ length: 200 }, (_, index) => [Math.sin(index), Math.cos(3 * index)]),
  labels: Array.from({ length: 200 }, (_, index) =>
    Math.sin(index) > Math.cos(3 * index) ? 1 : 0,
  ),
};
const session = await Session.create({
  seed: 5,
  input: [2],
  layers: [
    { kind: 'dense', units: 16, activation: 'tanh' },
    { kind: 'dropout', rate: 0.1 },
    { kind: 'dense', units: 2 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.01 },
});
await session.setData('train', data);
await session.step(130);
writeFileSync('model.safetensors', await session.save());

// Later, perhaps in another program. The file has parameters, optimiser, step and random
// numbers, but not the data.
const again = await Session.load(new Uint8Array(readFileSync('model.safetensors')));
await again.setData('train', data);

const [here, there] = [await session.step(100), await again.step(100)];
console.log(`step ${here.step}: loss ${here.loss}`);
console.log(`step ${there.step}: loss ${there.loss}`);
console.log(here.loss === there.loss ? 'the same to the bit' : 'not the same');
session.free();
again.free();
