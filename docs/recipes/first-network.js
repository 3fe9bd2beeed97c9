// Trains a network on arrays that the program makes itself: is a point inside the circle?
import { load } from 'inkgrad';

const points = Array.from({ length: 400 }, (_, index) => [
  Math.sin(index * 1.7),
  Math.cos(index * 2.3),
]);
const labels = points.map(([x, y]) => (x * x + y * y < 0.5 ? 'inside' : 'outside'));

const { Session } = await load();
const session = await Session.create({
  seed: 1,
  input: [2],
  layers: [
    { kind: 'dense', units: 16, activation: 'relu' },
    { kind: 'dense', units: 2 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.02 },
});
await session.setData('train', { inputs: points.slice(0, 300), labels: labels.slice(0, 300) });
await session.setData('validation', { inputs: points.slice(300), labels: labels.slice(300) });

const { history } = await session.fit({ epochs: 60 });
const last = history.at(-1);
console.log(`loss ${last.loss.toFixed(3)}, validation accuracy ${last.validationAccuracy}`);

const [[best]] = await session.predict([[0.1, 0.2]], { named: true });
console.log(`(0.1, 0.2) is ${best.label}, with probability ${best.probability.toFixed(2)}`);
session.free();
