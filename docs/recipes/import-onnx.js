// Opens an ONNX model that another program made, predicts, and trains it further. `model.onnx`
// comes from PyTorch, say.
import { readFileSync } from 'node:fs';
import { load } from 'inkgrad';

const { importModel } = await load();
const bytes = new Uint8Array(readFileSync('model.onnx'));
// A model that ends without softmax gives logits: `loss` says so, and predict then gives
// probabilities.
const { session, notes } = await importModel([{ name: 'model.onnx', bytes }], {
  loss: 'cross_entropy',
});
for (const { message } of notes) console.log(message);
console.table(
  session
    .summary()
    .map(({ name, outputShape, parameters }) => ({ name, outputShape, parameters })),
);

const size = session.spec.input.reduce((product, side) => product * side, 1);
const inputs = Array.from({ length: 40 }, (_, n) =>
  Array.from({ length: size }, (_, at) => Math.sin(n + 2 * at)),
);
const before = await session.predict(inputs.slice(0, 1));
console.log('before', Array.from(before, (probability) => probability.toFixed(3)).join(' '));

// Here it learns to answer every input with class 1; your own data come in this place.
await session.configure({ optimizer: { kind: 'adam', learning_rate: 0.01 } });
await session.setData('train', { inputs, labels: inputs.map(() => 1) });
await session.step(200);
const after = await session.predict(inputs.slice(0, 1));
console.log('after ', Array.from(after, (probability) => probability.toFixed(3)).join(' '));
session.free();
