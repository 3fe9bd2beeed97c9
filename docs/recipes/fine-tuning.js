// Fine-tuning: a network that reads the digits 0 to 4 learns 5 to 9, by a new last layer on
// frozen ones.
import { readFileSync } from 'node:fs';
import { load } from 'inkgrad';

const { Session, readIdx } = await load();
const idx = (name) => readIdx(new Uint8Array(readFileSync(`mnist/${name}`))).data;
const [images, digits] = [idx('train-images-idx3-ubyte'), idx('train-labels-idx1-ubyte')];

// The pictures of five digits, as classes 0 to 4. `from` is the first of the five.
function fiveDigits(from, most) {
  const rows = [...digits.keys()]
    .filter((row) => Math.floor(digits[row] / 5) * 5 === from)
    .slice(0, most);
  const inputs = new Uint8Array(rows.length * 784);
  for (const [at, row] of rows.entries())
    inputs.set(images.subarray(row * 784, row * 784 + 784), at * 784);
  return { inputs, labels: Uint8Array.from(rows, (row) => digits[row] - from), scale: 1 / 255 };
}

const first = await Session.create({
  seed: 1,
  input: [1, 28, 28],
  layers: [
    { kind: 'conv2d', filters: 8, kernel: 5, activation: 'relu' },
    { kind: 'max_pool2d', size: 2 },
    { kind: 'flatten' },
    { kind: 'dense', units: 5 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.003 },
});
await first.setData('train', fiveDigits(0, 2000));
await first.fit({ epochs: 3 });

// The same layers, the first of them frozen, with the parameters of all but the last.
const second = await Session.create(first.spec);
await second.setParameters(
  (await first.parameters()).filter(({ name }) => !name.startsWith('layers.3.')),
);
await second.configure({ layers: { 0: { trainable: false } } });
await second.setData('train', fiveDigits(5, 200));
const frozen = async () =>
  (await second.parameters())[0].data.reduce((sum, weight) => sum + weight, 0);
const before = await frozen();
const { history } = await second.fit({ epochs: 10 });
console.log(`200 pictures of new digits: accuracy ${history.at(-1).accuracy.toFixed(3)}`);
console.log(
  before === (await frozen())
    ? 'the frozen filters are as they were'
    : 'the filters have changed',
);

// Then all layers learn, at a tenth of the rate.
await second.configure({
  layers: { 0: { trainable: true } },
  optimizer: { learning_rate: 0.0003 },
});
const after = await second.fit({ epochs: 5 });
console.log(`all layers, low rate: accuracy ${after.history.at(-1).accuracy.toFixed(3)}`);
first.free();
second.free();
