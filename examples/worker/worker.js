/**
 * @file The worker: trains, and tells the page after every few steps. Import maps do not reach workers, so the package has its
 * address here; a bundler takes `from 'inkgrad'`.
 */

import { load } from '../../pkg/inkgrad.js';

const stop = new AbortController();

async function train({ inputs, labels, epochs }) {
  const { Session } = await load();
  const session = await Session.create({
    seed: 1,
    input: [inputs.length / labels.length],
    layers: [
      { kind: 'dense', units: 512, activation: 'relu' },
      { kind: 'dense', units: 512, activation: 'relu' },
      { kind: 'dense', units: 10 },
    ],
    loss: { kind: 'cross_entropy' },
    optimizer: { kind: 'adamw', learning_rate: 0.001, weight_decay: 0.01 },
  });
  await session.setData('train', { inputs, labels, scale: 1 / 16 });
  try {
    for await (const { step, epoch, loss, accuracy } of session.train({ epochs, every: 5, signal: stop.signal })) {
      postMessage({ type: 'progress', step, epoch, loss, accuracy });
    }
  } catch (error) {
    // An aborted call keeps the steps that it took.
    if (error.code !== 'aborted') throw error;
  }
  // The file opens in any page by `Session.load`. Its bytes move to the page, they are not copied.
  const file = await session.save();
  postMessage({ type: 'done', file }, [file.buffer]);
}

addEventListener('message', ({ data }) => {
  if (data.type === 'stop') return stop.abort();
  return train(data).catch((error) => postMessage({ type: 'failed', message: error.message }));
});
