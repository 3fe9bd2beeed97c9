/**
 * @file `node onward.js FOLDER`: trains 784-128-10 for 200 steps, exports it to PyTorch, and trains it for 200 more. Writes the
 * data and the losses of the second half for `onward.py`, which trains the exported network on the same batches.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '../../pkg/inkgrad.js';

const SAMPLES = 3000;
const STEPS = 200;
const CLASSES = 10;
const FEATURES = 784;

const folder = join(process.argv[2], 'onward');
mkdirSync(folder, { recursive: true });
const { Session } = await load({ build: 'simd128' });

/** The same numbers of 0 to 1 every time. */
let state = 99;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

// Each class is a pattern of which a sample shows most, among noise.
const patterns = Array.from({ length: CLASSES }, () =>
  Float32Array.from({ length: FEATURES }, () => Number(random() < 0.2)),
);
const labels = Uint8Array.from({ length: SAMPLES }, () => Math.floor(random() * CLASSES));
const inputs = new Float32Array(SAMPLES * FEATURES);
for (const [sample, label] of labels.entries())
  for (let feature = 0; feature < FEATURES; feature++)
    inputs[sample * FEATURES + feature] = 0.3 * patterns[label][feature] * Number(random() < 0.4) + random();

const session = await Session.create({
  seed: 1,
  input: [FEATURES],
  layers: [
    { kind: 'dense', units: 128, activation: 'relu' },
    { kind: 'dense', units: CLASSES },
  ],
  loss: { kind: 'cross_entropy', label_smoothing: 0.05 },
  optimizer: { kind: 'adam', learning_rate: 0.0002, weight_decay: 0.001 },
  schedule: { kind: 'cosine', steps: 1000 },
  l2: 0.0001,
  clip_norm: 5,
  batch_size: 32,
  shuffle: false,
});
await session.setData('train', { inputs, labels });
await session.step(STEPS);
for (const { name, bytes } of await session.export('pytorch')) writeFileSync(join(folder, name), bytes);
const losses = [];
for (let step = 0; step < STEPS; step++) losses.push((await session.step(1)).loss);
writeFileSync(join(folder, 'inputs.f32'), new Uint8Array(inputs.buffer));
writeFileSync(join(folder, 'labels.u8'), labels);
writeFileSync(join(folder, 'losses.json'), JSON.stringify(losses));
