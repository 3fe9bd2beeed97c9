/** @file In the page: what a step of a network costs, the machine's limits, and how long the engine takes to begin. */

/**
 * @typedef {object} Shape
 * @property {number[]} input
 * @property {object[]} layers
 * @property {number} batch
 * @typedef {{ microseconds: number, single: number, operations: number }} Cost of a step within `step(k)`, of a call of
 *   `step(1)`, and its operations, two a multiply-add: forward and two gradients
 */

const SAMPLES = 2048;
const PIECE_MILLISECONDS = 30;
const PIECES = 9;

/** @param {number[]} values */
const least = (values) => Math.min(...values);

/** Numbers between 0 and 1, none of them zero. @param {number} count */
function numbers(count) {
  const values = new Float32Array(count);
  let state = 1;
  for (let at = 0; at < count; at += 1) {
    state = (state * 48271) % 2147483647;
    values[at] = (state + 1) / 2147483648;
  }
  return values;
}

/** @param {() => unknown} work @param {number} turns */
async function timed(work, turns) {
  const begun = performance.now();
  for (let turn = 0; turn < turns; turn += 1) await work();
  return ((performance.now() - begun) / turns) * 1000;
}

/**
 * @param {Shape} shape
 * @returns {Promise<Cost>} the least of several pieces
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
  await session.setData('train', { inputs: numbers(samples * features), labels });
  let k = 1;
  for (let took = 0; took < PIECE_MILLISECONDS / 2; k *= 2) took = (await timed(() => session.step(k), 1)) / 1000;
  const many = [];
  const single = [];
  for (let piece = 0; piece < PIECES; piece += 1) {
    many.push((await timed(() => session.step(k), 1)) / k);
    single.push(await timed(() => session.step(1), Math.min(k, 200)));
  }
  const rows = /** @type {import('inkgrad').LayerSummary[]} */ (session.summary());
  session.free();
  // Nobody asks for the gradient of the first layer's input.
  const arithmetic = rows.filter((row) => row.multiplyAdds > 0);
  const products = arithmetic.reduce((sum, row, at) => sum + row.multiplyAdds * (at === 0 ? 2 : 3), 0);
  return { microseconds: least(many), single: least(single), operations: 2 * batch * products };
}

/**
 * @param {number[]} bytes a binary made of `limit.wat`
 * @returns {Promise<{ registers: number, read: [number, number][] }>} operations a nanosecond; bytes read, and gigabytes
 *   a second
 */
export async function limits(bytes) {
  const { instance } = await WebAssembly.instantiate(Uint8Array.from(bytes));
  const { registers, read } = /** @type {Record<string, (count: number) => number>} */ (
    /** @type {unknown} */ (instance.exports)
  );
  const { memory } = instance.exports;
  if (!registers || !read || !(memory instanceof WebAssembly.Memory)) throw new Error('limit.wat exports all three');
  // Pages that have never been written are all one page of zeros.
  new Uint8Array(memory.buffer).fill(1);
  const turns = 1e6;
  const rates = [];
  for (let piece = 0; piece < 40; piece += 1) rates.push((await timed(() => registers(turns), 1)) / turns);
  /** @type {[number, number][]} */
  const bandwidth = [];
  for (const kilobytes of [16, 256, 4096, 65536]) {
    const size = kilobytes * 1024;
    const repeats = Math.max(1, Math.round(2 ** 26 / size));
    const pieces = [];
    for (let piece = 0; piece < 12; piece += 1) pieces.push(await timed(() => void read(size), repeats));
    bandwidth.push([size, size / least(pieces) / 1000]);
  }
  return { registers: (12 * 4 * 2) / (least(rates) * 1000), read: bandwidth };
}

/** @returns {Promise<{ ready: number, firstStep: number }>} milliseconds from the module's arrival in memory */
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
  await session.setData('train', { inputs: numbers(2000 * 784), labels });
  await session.step(1);
  const firstStep = performance.now() - arrived;
  session.free();
  return { ready, firstStep };
}
