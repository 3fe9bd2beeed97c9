/**
 * @file The same two networks as `reference.py` trains, in inkgrad: `node docs/keras/inkgrad.js`, the package being
 * built.
 */

import { sets } from '../../benches/data-sets.js';
import { load } from '../../pkg/inkgrad.js';

/** Keras begins every dense layer so, whatever its function. */
const init = /** @type {const} */ ('glorot_uniform');

/** @type {Record<string, [number, 'sigmoid' | 'relu'][]>} */
const networks = {
  article: [
    [3, 'sigmoid'],
    [3, 'sigmoid'],
    [3, 'sigmoid'],
  ],
  sensible: [
    [64, 'relu'],
    [32, 'relu'],
  ],
};
const epochs = 50;
const { Session, info } = await load();
const { train, validation } = sets.digits();

/**
 * @param {[number, 'sigmoid' | 'relu'][]} hidden
 * @param {number} seed
 */
async function validationAccuracy(hidden, seed) {
  const layers = hidden.map(([units, activation]) => ({
    kind: /** @type {const} */ ('dense'),
    units,
    activation,
    init,
  }));
  const session = await Session.create({
    seed,
    input: [64],
    layers: [...layers, { kind: 'dense', units: 10, init }],
    loss: { kind: 'cross_entropy' },
    optimizer: { kind: 'adam', learning_rate: 0.01, epsilon: 1e-7 },
    batch_size: 64,
  });
  await session.setData('train', { ...train, scale: 1 / 16 });
  await session.setData('validation', { ...validation, scale: 1 / 16 });
  await session.step(epochs * Math.ceil(train.labels.length / 64));
  const { accuracy } = await session.evaluate('validation');
  session.free();
  return 100 * (accuracy ?? 0);
}

console.log(`inkgrad ${info.version}, ${info.build}`);
for (const [name, hidden] of Object.entries(networks)) {
  const found = [];
  for (let seed = 1; seed <= 5; seed += 1) found.push(await validationAccuracy(hidden, seed));
  const mean = found.reduce((sum, accuracy) => sum + accuracy) / found.length;
  const deviation = Math.sqrt(found.reduce((sum, accuracy) => sum + (accuracy - mean) ** 2, 0) / (found.length - 1));
  const told = found.map((accuracy) => accuracy.toFixed(2)).join(' ');
  console.log(`${name}: ${told}; mean ${mean.toFixed(2)}, deviation ${deviation.toFixed(2)}`);
}
