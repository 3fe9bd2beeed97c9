/**
 * @file The program of every consumer: learns exclusive or on one core and on two, and reports predictions and
 * backends.
 */

import { load } from 'inkgrad';

/** @param {number} workers */
async function learn(workers) {
  const { Session } = await load({ workers });
  const session = await Session.create({
    seed: 1,
    input: [2],
    layers: [
      { kind: 'dense', units: 16, activation: 'tanh' },
      { kind: 'dense', units: 2 },
    ],
    loss: { kind: 'cross_entropy' },
    optimizer: { kind: 'adam', learning_rate: 0.05 },
    batch_size: 4,
  });
  const inputs = Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1);
  await session.setData('train', { inputs, labels: Uint8Array.of(0, 1, 1, 0) });
  await session.step(200);
  const [a, b, c, d] = (await session.predict(inputs)).filter((_, index) => index % 2 === 1).map(Math.round);
  const { workers: used, reason } = session.backend;
  // An unreleased session must not keep the process alive, on any number of workers.
  if (workers === 1) session.free();
  return { answers: [a, b, c, d].join(''), workers: used, reason };
}

/** @returns {Promise<{ answers: string, workers: number, reason: string }[]>} */
export const report = async () => [await learn(1), await learn(2)];
