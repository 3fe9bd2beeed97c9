/** @file In the page: one network's steps per second with several numbers of workers, in turns, so that none has a quieter machine. */

import { mnist } from './data.js';

/**
 * @typedef {import('./cores-networks.js').Network} Network
 * @typedef {number | 'auto' | 'apart'} Contender a number of workers, or two sessions beside each other that exchange
 *   nothing, with their steps added up: what these cores have to give in the same seconds
 * @typedef {{ workers: Contender, used: number, reason: string, multiplyAdds: number, floats: number,
 *   steps: number[] }} Measured
 * @typedef {object} Timed
 * @property {(milliseconds: number) => Promise<number>} rate trains for about so long; steps a second
 * @property {number} used how many workers train
 * @property {string} reason
 * @property {() => void} free
 */

const PIECE_MILLISECONDS = 100;

/** Before anything counts: for a second or so the engine compiles the hot code anew, on the cores that are to be timed. */
const WARM_UP_MILLISECONDS = 1500;

/** @type {{ kind: 'adam', learning_rate: number }} */
const optimizer = { kind: 'adam', learning_rate: 0.001 };

/**
 * @param {Network} network
 * @param {number | 'auto'} workers
 * @param {import('./data.js').Samples} train
 * @returns {Promise<import('inkgrad').Session>}
 */
export async function createSession({ input, layers, batch }, workers, train) {
  const { load } = await import(/** @type {string} */ ('/pkg/inkgrad.js'));
  const { Session } = await load({ workers });
  const loss = { kind: 'cross_entropy' };
  const session = await Session.create({ seed: 1, input, layers, optimizer, batch_size: batch, loss });
  await session.setData('train', train);
  return session;
}

/**
 * @param {Network} network
 * @returns {Promise<import('./data.js').Samples>}
 */
export async function samplesFor({ input, batch }) {
  const { train } = await mnist({ input, layers: [], batch, optimizer });
  return train;
}

/**
 * Two workers with a session each.
 *
 * @param {Network} network
 * @returns {Promise<Timed>} of whose rates both are told together
 */
async function sideBySide(network) {
  const hired = [0, 1].map(() => new Worker('/benches/cores-apart-worker.js', { type: 'module' }));
  /** @param {Network | number} message @returns {Promise<number[]>} */
  const tell = (message) =>
    Promise.all(
      hired.map(
        (worker) =>
          new Promise((resolve, reject) => {
            worker.onmessage = ({ data }) => (typeof data === 'number' ? resolve(data) : reject(new Error(data)));
            worker.onerror = ({ message: why }) => reject(new Error(why));
            worker.postMessage(message);
          }),
      ),
    );
  await tell(network);
  return {
    rate: async (milliseconds) => (await tell(milliseconds)).reduce((sum, rate) => sum + rate),
    used: hired.length,
    reason: '',
    free: () => {
      for (const worker of hired) worker.terminate();
    },
  };
}

/**
 * @param {Network} network
 * @param {number | 'auto'} workers
 * @param {import('./data.js').Samples} train
 * @returns {Promise<Timed>}
 */
async function together(network, workers, train) {
  const session = await createSession(network, workers, train);
  const { workers: used, reason } = session.backend;
  let count = 2;
  const rate = async (/** @type {number} */ milliseconds) => {
    const begun = performance.now();
    await session.step(count);
    const perStep = (performance.now() - begun) / count;
    count = Math.max(1, Math.min(2 * count, Math.round(milliseconds / perStep)));
    return 1000 / perStep;
  };
  return { rate, used, reason, free: () => session.free() };
}

/**
 * @param {Network} network
 * @param {Contender[]} contenders
 * @param {number} rounds
 * @returns {Promise<Measured[]>} steps per second of each round
 */
export async function measure(network, contenders, rounds) {
  const train = await samplesFor(network);
  const session = await createSession(network, 1, train);
  const rows = /** @type {import('inkgrad').LayerSummary[]} */ (session.summary());
  session.free();
  const multiplyAdds = rows.reduce((sum, row) => sum + row.multiplyAdds, 0);
  const floats = rows.reduce((sum, row) => sum + row.parameters, 0);
  const runs = [];
  for (const workers of contenders) {
    const timed = await (workers === 'apart' ? sideBySide(network) : together(network, workers, train));
    const { used, reason } = timed;
    const begun = performance.now();
    while (performance.now() - begun < WARM_UP_MILLISECONDS) await timed.rate(PIECE_MILLISECONDS);
    runs.push({
      timed,
      measured: { workers, used, reason, multiplyAdds, floats, steps: /** @type {number[]} */ ([]) },
    });
  }
  for (let round = 0; round < rounds; round += 1) {
    // Each comes first as often as any other.
    const order = [...runs.slice(round % runs.length), ...runs.slice(0, round % runs.length)];
    for (const { timed, measured } of order) measured.steps.push(await timed.rate(PIECE_MILLISECONDS));
  }
  return runs.map(({ timed, measured }) => {
    timed.free();
    return measured;
  });
}

export { networks } from './cores-networks.js';
