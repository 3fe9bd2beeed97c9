// Reads a drawn digit. The drawing is prepared as the training pictures were: cropped, scaled
// and centred.
import { existsSync, readFileSync } from 'node:fs';
import { load } from 'inkgrad';

const { Session, readIdx, readFile, prepareDrawing } = await load();
const idx = (name) => readIdx(new Uint8Array(readFileSync(`mnist/${name}`))).data;

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
const labels = idx('train-labels-idx1-ubyte');
await session.setData('train', {
  inputs: idx('train-images-idx3-ubyte'),
  labels,
  scale: 1 / 255,
});
await session.fit({ epochs: 3 });

// A one, drawn by the program: 0 is no ink, 255 is full ink.
function drawn() {
  const [width, height] = [100, 100];
  const pixels = new Uint8Array(width * height);
  for (let y = 15; y < 85; y++) for (let x = 46; x < 54; x++) pixels[y * width + x] = 255;
  return { pixels, width, height };
}

// A photograph or a scan, if there is one.
async function photographed() {
  const file = await readFile(new Uint8Array(readFileSync('digit.png')));
  if (file.kind !== 'image') throw new Error('digit.png is no picture');
  return { image: file.image };
}

const drawing = existsSync('digit.png') ? await photographed() : drawn();
const { input } = prepareDrawing({ ...drawing, shape: [1, 28, 28] });
if (input === null) throw new Error('nothing is drawn');

for (let row = 0; row < 28; row += 2)
  console.log(
    Array.from({ length: 28 }, (_, x) => ' .+#'[Math.round(input[row * 28 + x] * 3)]).join(''),
  );
// The array of prepareDrawing is known to be scaled.
const probabilities = await session.predict(input);
const answer = probabilities.indexOf(Math.max(...probabilities));
console.log(`it is a ${answer}, with probability ${probabilities[answer].toFixed(2)}`);
session.free();
