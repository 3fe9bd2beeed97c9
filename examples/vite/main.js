/** @file Reads a CSV file, trains on it, and paints what the network answers at each point of the plane meanwhile. */

import { load } from 'inkgrad';
import { paint, scaled } from './plane.js';
import spirals from './spirals.csv?raw';

const { Session, readCsv } = await load({ workers: 'auto' });
const status = document.querySelector('#status');
const canvas = document.querySelector('#plane');

/** Ends the training on the file before. */
let stop = new AbortController();

/** @param {Uint8Array} bytes of a CSV file */
async function learn(bytes) {
  stop.abort();
  stop = new AbortController();
  const { signal } = stop;
  // Labels in words are classes: `classes` has their names in the order of their first appearance.
  const { columns, inputs, labels, classes } = readCsv(bytes);
  if (columns.length !== 2) throw new Error(`two columns and a class are wanted, found ${columns.length} columns`);
  const names = classes ?? [...new Set(labels)].sort().map(String);
  const points = scaled(inputs);

  const session = await Session.create({
    seed: 3,
    input: [2],
    layers: [
      { kind: 'dense', units: 32, activation: 'tanh' },
      { kind: 'dense', units: 32, activation: 'tanh' },
      { kind: 'dense', units: names.length },
    ],
    loss: { kind: 'cross_entropy' },
    optimizer: { kind: 'adam', learning_rate: 0.01 },
  });
  // Wider inputs begin with finer structure. `predict` scales by the same factor.
  await session.setData('train', { inputs: points, labels, scale: 3 });
  try {
    for await (const { step, loss, accuracy } of session.train({ steps: 1500, every: 20, signal })) {
      const percent = (100 * accuracy).toFixed(0);
      status.textContent = `${names.join(', ')}: step ${step}, loss ${loss.toFixed(3)}, ${percent} % right`;
      await paint(canvas, session, points, labels);
    }
    status.dataset.state = 'trained';
  } catch (error) {
    if (error.code !== 'aborted') throw error;
  } finally {
    session.free();
  }
}

/** @param {unknown} error */
const show = (error) => {
  status.textContent = error.message;
};

document.querySelector('#file').addEventListener('change', async ({ target: { files } }) => {
  if (files[0]) learn(new Uint8Array(await files[0].arrayBuffer())).catch(show);
});
learn(new TextEncoder().encode(spirals)).catch(show);
