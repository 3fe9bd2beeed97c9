/** @file In the page: the cost of a step, the machine's peak rates, and the start-up time. */

/**
 * @typedef {object} Shape
 * @property {number[]} input
 * @property {object[]} layers
 * @property {number} batch
 * @typedef {{ microseconds: number, single: number, operations: number }} Cost time of a step within `step(k)`, time of
 *   `step(1)`, and floating-point operations: two per multiply-add, forward and two gradients
 */

const SAMPLES = 2048;
const INTERVAL_MILLISECONDS = 30;
const REPETITIONS = 9;

/** @param {number[]} values */
const minimum = (values) => Math.min(...values);

/** Uniform values between 0 and 1, without zeros. @param {number} count */
function uniform(count) {
  const values = new Float32Array(count);
  let state = 1;
  for (let at = 0; at < count; at += 1) {
    state = (state * 48271) % 2147483647;
    values[at] = (state + 1) / 2147483648;
  }
  return values;
}

/** @param {() => unknown} work @param {number} iterations */
async function timed(work, iterations) {
  const startTime = performance.now();
  for (let iteration = 0; iteration < iterations; iteration += 1) await work();
  return ((performance.now() - startTime) / iterations) * 1000;
}

/**
 * @param {Shape} shape
 * @returns {Promise<Cost>} the minimum of several repetitions
 */
export async function cost({ input, layers, batch }) {
  const { load } = await import(/** @type {string} */ ('/pkg/inkgrad.js'));
  const { Session } = await load();
  const all = [...layers, { kind: 'flatten' }, { kind: 'dense', units: 10 }];
  const optimizer = { kind: 'sgd', learning_rate: 1e-6 };
  const loss = { kind: 'cross_entropy' };
  const session = await Session.create({ seed: 1, input, layers: all, optimizer, batch_size: batch, loss });
  const features = input.reduce((product, size) => product * size, 1);
  const samples = Math.max(batch, Math.min(SAMPLES, Math.floor(2 ** 23 / features)));
  const labels = Uint8Array.from({ length: samples }, (_, at) => at % 10);
  await session.setData('train', { inputs: uniform(samples * features), labels });
  let k = 1;
  for (let elapsedTime = 0; elapsedTime < INTERVAL_MILLISECONDS / 2; k *= 2)
    elapsedTime = (await timed(() => session.step(k), 1)) / 1000;
  const many = [];
  const single = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    many.push((await timed(() => session.step(k), 1)) / k);
    single.push(await timed(() => session.step(1), Math.min(k, 200)));
  }
  const rows = /** @type {import('inkgrad').LayerSummary[]} */ (session.summary());
  session.free();
  // The input gradient of the first layer is not computed.
  const arithmetic = rows.filter((row) => row.multiplyAdds > 0);
  const products = arithmetic.reduce((sum, row, at) => sum + row.multiplyAdds * (at === 0 ? 2 : 3), 0);
  return { microseconds: minimum(many), single: minimum(single), operations: 2 * batch * products };
}

/**
 * @param {number[]} bytes the assembled `limit.wat`
 * @returns {Promise<{ registers: number, read: [number, number][] }>} operations per nanosecond; bytes read, and gigabytes
 *   per second
 */
export async function limits(bytes) {
  const { instance } = await WebAssembly.instantiate(Uint8Array.from(bytes));
  const { registers, read } = /** @type {Record<string, (count: number) => number>} */ (
    /** @type {unknown} */ (instance.exports)
  );
  const { memory } = instance.exports;
  if (!registers || !read || !(memory instanceof WebAssembly.Memory)) throw new Error('limit.wat exports all three');
  // The system maps all unwritten pages to a single page of zeros.
  new Uint8Array(memory.buffer).fill(1);
  const iterations = 1e6;
  const rates = [];
  for (let repetition = 0; repetition < 40; repetition += 1)
    rates.push((await timed(() => registers(iterations), 1)) / iterations);
  /** @type {[number, number][]} */
  const bandwidth = [];
  for (const kilobytes of [16, 256, 4096, 65536]) {
    const size = kilobytes * 1024;
    const repeats = Math.max(1, Math.round(2 ** 26 / size));
    const times = [];
    for (let repetition = 0; repetition < 12; repetition += 1) times.push(await timed(() => void read(size), repeats));
    bandwidth.push([size, size / minimum(times) / 1000]);
  }
  return { registers: (12 * 4 * 2) / (minimum(rates) * 1000), read: bandwidth };
}

/** @returns {Promise<{ ready: number, firstStep: number }>} milliseconds from the import */
export async function start() {
  const arrived = performance.now();
  const { load } = await import(/** @type {string} */ (`/pkg/inkgrad.js?${Math.random()}`));
  const { Session } = await load();
  const ready = performance.now() - arrived;
  const layers = [
    { kind: 'dense', units: 128, activation: 'relu' },
    { kind: 'dense', units: 10 },
  ];
  const optimizer = { kind: 'adam', learning_rate: 1e-3 };
  const loss = { kind: 'cross_entropy' };
  const session = await Session.create({ seed: 1, input: [784], layers, optimizer, batch_size: 32, loss });
  const labels = Uint8Array.from({ length: 2000 }, (_, at) => at % 10);
  await session.setData('train', { inputs: uniform(2000 * 784), labels });
  await session.step(1);
  const firstStep = performance.now() - arrived;
  session.free();
  return { ready, firstStep };
}
