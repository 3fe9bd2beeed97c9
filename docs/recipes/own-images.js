// Trains on your own pictures. `pictures.zip` holds a folder for each class, and PNG files in
// it: `cat/1.png`, `dog/7.png`. Dark strokes on light paper, or light on dark, of any size:
// each is cropped, scaled and centred as MNIST is.
import { readFileSync } from 'node:fs';
import { load } from 'inkgrad';

const { Session, readFile, prepareDrawing } = await load();
const shape = [1, 28, 28];
const archive = await readFile(new Uint8Array(readFileSync('pictures.zip')));
if (archive.kind !== 'archive') throw new Error('pictures.zip is no archive');

const samples = archive.files.flatMap((file) => {
  const { input } =
    file.kind === 'image' ? prepareDrawing({ image: file.image, shape }) : { input: null };
  const label = file.name.split('/').at(-2);
  if (input === null || label === undefined) {
    const reason = file.kind === 'unreadable' ? file.error.message : 'no picture in a folder';
    console.log(`${file.name} is left out: ${reason}`);
    return [];
  }
  return [{ input, label }];
});
const classes = new Set(samples.map(({ label }) => label));
console.log(
  `${samples.length} pictures of ${classes.size} classes: ${[...classes].join(', ')}`,
);

const held = samples.filter((_, index) => index % 5 === 0);
const learned = samples.filter((_, index) => index % 5 !== 0);
const data = (part) => ({
  inputs: part.map(({ input }) => input), // floats from 0 to 1: no scale is needed
  labels: part.map(({ label }) => label),
});

const session = await Session.create({
  seed: 1,
  input: shape,
  layers: [
    { kind: 'conv2d', filters: 8, kernel: 5, activation: 'relu' },
    { kind: 'max_pool2d', size: 2 },
    { kind: 'flatten' },
    { kind: 'dropout', rate: 0.3 },
    { kind: 'dense', units: classes.size },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.003 },
  batch_size: 16,
  // Few pictures: each is seen a little differently at every step.
  augment: { shift: 2, rotate: 10, scale: 0.1 },
});
await session.setData('train', data(learned));
await session.setData('validation', data(held));
await session.fit({ epochs: 30 });
const { accuracy, count } = await session.evaluate('validation');
console.log(`${(accuracy * 100).toFixed(1)} % of ${count} pictures that were held back`);
session.free();
