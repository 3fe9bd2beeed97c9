/**
 * @file In the page: steps per second of one network for several worker counts. Measurements alternate, so that all
 * share the machine's noise.
 */

import { mnist } from './data.js';

/**
 * @typedef {import('./scaling-networks.js').Network} Network
 * @typedef {number | 'auto' | 'apart'} Contender a number of workers; `apart`: two independent sessions that exchange
 *   nothing, with the sum of their rates, as an upper bound
 * @typedef {{ workers: Contender, used: number, reason: string, multiplyAdds: number, floats: number,
 *   steps: number[] }} Measured
 * @typedef {object} Timed
 * @property {(milliseconds: number) => Promise<number>} rate trains for about this time; steps per second
 * @property {number} used number of workers that train
 * @property {string} reason
 * @property {() => void} free
 */

const INTERVAL_MILLISECONDS = 100;

/** Not measured: the engine recompiles hot code for about a second, on the cores that are timed. */
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
 * Two independent workers with one session each.
 *
 * @param {Network} network
 * @returns {Promise<Timed>} its rate is the sum of both
 */
async function independentSessions(network) {
  const workers = [0, 1].map(() => new Worker('/benches/scaling-independent-worker.js', { type: 'module' }));
  /** @param {Network | number} message @returns {Promise<number[]>} */
  const callAll = (message) =>
    Promise.all(
      workers.map(
        (worker) =>
          new Promise((resolve, reject) => {
            worker.onmessage = ({ data }) => (typeof data === 'number' ? resolve(data) : reject(new Error(data)));
            worker.onerror = ({ message: why }) => reject(new Error(why));
            worker.postMessage(message);
          }),
      ),
    );
  await callAll(network);
  return {
    rate: async (milliseconds) => (await callAll(milliseconds)).reduce((sum, rate) => sum + rate),
    used: workers.length,
    reason: '',
    free: () => {
      for (const worker of workers) worker.terminate();
    },
  };
}

/**
 * @param {Network} network
 * @param {number | 'auto'} workers
 * @param {import('./data.js').Samples} train
 * @returns {Promise<Timed>}
 */
async function workerGroup(network, workers, train) {
  const session = await createSession(network, workers, train);
  const { workers: used, reason } = session.backend;
  let stepsPerCall = 2;
  const rate = async (/** @type {number} */ milliseconds) => {
    const startTime = performance.now();
    await session.step(stepsPerCall);
    const perStep = (performance.now() - startTime) / stepsPerCall;
    stepsPerCall = Math.max(1, Math.min(2 * stepsPerCall, Math.round(milliseconds / perStep)));
    return 1000 / perStep;
  };
  return { rate, used, reason, free: () => session.free() };
}

/**
 * @param {Network} network
 * @param {Contender[]} contenders
 * @param {number} rounds
 * @returns {Promise<Measured[]>} with the steps per second of each round
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
    const timed = await (workers === 'apart' ? independentSessions(network) : workerGroup(network, workers, train));
    const { used, reason } = timed;
    const startTime = performance.now();
    while (performance.now() - startTime < WARM_UP_MILLISECONDS) await timed.rate(INTERVAL_MILLISECONDS);
    runs.push({
      timed,
      measured: { workers, used, reason, multiplyAdds, floats, steps: /** @type {number[]} */ ([]) },
    });
  }
  for (let round = 0; round < rounds; round += 1) {
    // The order rotates, so that each contender is first equally often.
    const order = [...runs.slice(round % runs.length), ...runs.slice(0, round % runs.length)];
    for (const { timed, measured } of order) measured.steps.push(await timed.rate(INTERVAL_MILLISECONDS));
  }
  return runs.map(({ timed, measured }) => {
    timed.free();
    return measured;
  });
}

export { networks } from './scaling-networks.js';
