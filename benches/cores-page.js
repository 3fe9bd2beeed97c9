/** @file In the page: one network's steps per second with several numbers of workers, in turns, so that none has a quieter machine. */

import { mnist } from './data.js';

/**
 * @typedef {import('./cores-networks.js').Network} Network
 * @typedef {{ workers: number | 'auto', used: number, reason: string, multiplyAdds: number, floats: number,
 *   steps: number[] }} Measured
 */

const PIECE_MILLISECONDS = 100;

/** @type {{ kind: 'adam', learning_rate: number }} */
const optimizer = { kind: 'adam', learning_rate: 0.001 };

/**
 * @param {Network} network
 * @param {(number | 'auto')[]} contenders
 * @param {number} rounds
 * @returns {Promise<Measured[]>} steps per second of each round
 */
export async function measure({ input, layers, batch }, contenders, rounds) {
  const { load } = await import(/** @type {string} */ ('/pkg/inkgrad.js'));
  const { train } = await mnist({ input, layers: [], batch, optimizer });
  const spec = {
    seed: 1,
    input,
    layers,
    optimizer,
    batch_size: batch,
    loss: { kind: 'cross_entropy' },
  };
  const runs = [];
  for (const workers of contenders) {
    const { Session } = await load({ workers });
    const session = await Session.create(spec);
    await session.setData('train', train);
    const { workers: used, reason } = session.backend;
    const rows = /** @type {import('inkgrad').LayerSummary[]} */ (session.summary());
    const multiplyAdds = rows.reduce((sum, row) => sum + row.multiplyAdds, 0);
    const floats = rows.reduce((sum, row) => sum + row.parameters, 0);
    const k = await countFor(session);
    runs.push({ workers, used, reason, multiplyAdds, floats, steps: /** @type {number[]} */ ([]), session, k });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const run of runs) {
      const begun = performance.now();
      await run.session.step(run.k);
      run.steps.push((run.k / (performance.now() - begun)) * 1000);
    }
  }
  return runs.map(({ session, k: _, ...measured }) => {
    session.free();
    return measured;
  });
}

/** @param {any} session */
async function countFor(session) {
  let k = 2;
  for (;;) {
    const begun = performance.now();
    await session.step(k);
    const took = performance.now() - begun;
    if (took > PIECE_MILLISECONDS / 2) return Math.max(1, Math.round((k * PIECE_MILLISECONDS) / took));
    k *= 2;
  }
}

export { networks } from './cores-networks.js';
