/**
 * @file Test harness of the trainer: a session that counts instead of training, a clock that counts steps, and data
 * whose arrival the test controls.
 */

import { dataSets } from '../../www/shared/data-sets.js';
import { wrap } from '../../www/shared/protocol.js';
import { Trainer } from '../../www/worker/trainer.js';

const BATCH = 128;

/** Replaces the package's session. Every step takes one millisecond of the fake clock. */
export class CountingSession {
  static clock = { now: 0 };
  static faults = { create: false, load: false, data: false };
  /** @type {any} */
  static last;
  steps = 0;
  epoch = 0;
  seed = 0;
  freed = false;
  diverges = Number.POSITIVE_INFINITY;
  traps = Number.POSITIVE_INFINITY;
  spec = { batch_size: BATCH };
  /** Its only parameter, unless set. */
  weight = 0;
  refuses = false;
  backend = { build: 'counting', workers: 1, gpu: null, reason: 'as asked for' };
  /** @type {any[]} */
  sets = [];
  /** @type {any[]} */
  changes = [];
  /** @type {Set<number>} times at which its values were read */
  reads = new Set();
  #count = 0;
  #warmup = false;

  /** @param {any} spec */
  static async create(spec) {
    if (CountingSession.faults.create) throw known('spec', 'the spec is refused');
    const session = new CountingSession();
    Object.assign(session.spec, { layers: [{ kind: 'dense' }], ...spec });
    CountingSession.last = session;
    return session;
  }

  static async load() {
    return CountingSession.create({});
  }

  summary() {
    return [];
  }

  /**
   * @param {string} part
   * @param {{ labels: Uint8Array, warmup?: boolean }} data
   */
  async setData(part, { labels, warmup }) {
    this.sets.push({ part, count: labels.length, warmup, step: this.steps });
    if (part !== 'train') return;
    this.#count = labels.length;
    this.#warmup = warmup === true;
  }

  /** @param {number} count */
  async step(count) {
    if (this.steps + count > this.traps) throw new WebAssembly.RuntimeError('unreachable');
    this.steps += count;
    CountingSession.clock.now += count;
    if (!this.#warmup) this.epoch = Math.round(1e9 * (this.epoch + (count * BATCH) / this.#count)) / 1e9;
    const means = { loss: 1, accuracy: 0.5, gradientNorm: 1, learningRate: 0.1 };
    const finished = this.steps >= this.diverges ? 'diverged' : null;
    return { step: this.steps, epoch: this.epoch, samples: count * BATCH, ...means, finished };
  }

  async evaluate() {
    this.#read();
    return { loss: 1, accuracy: 0.5 };
  }

  async parameters() {
    this.#read();
    return [{ name: 'layers.0.weight', shape: [1], data: Float32Array.of(this.weight) }];
  }

  /** @param {{ data: Float32Array }[]} parameters */
  async setParameters([first]) {
    this.weight = first?.data[0] ?? 0;
  }

  async statistics() {
    return { parameters: [], layers: [] };
  }

  async save() {
    this.#read();
    return Uint8Array.of(this.weight, 0, 0, 0);
  }

  /** @param {unknown} changes */
  async configure(changes) {
    if (this.refuses) throw known('spec', 'the change is refused');
    this.changes.push(changes);
  }

  /** @param {number} seed */
  async reset(seed) {
    if (this.refuses) throw known('spec', 'the seed is refused');
    this.steps = 0;
    this.epoch = 0;
    this.seed = seed;
  }

  free() {
    this.freed = true;
  }

  #read() {
    this.reads.add(CountingSession.clock.now);
  }
}

/**
 * @param {string} code
 * @param {string} message
 */
function known(code, message) {
  return Object.assign(new Error(message), { name: 'InkgradError', code, id: `${code}.refused`, values: {} });
}

/**
 * @param {number} train
 * @param {number} validation
 */
function parts(train, validation) {
  const part = (/** @type {number} */ count) => ({ inputs: new Uint8Array(count), labels: new Uint8Array(count) });
  return { dataSet: dataSets.mnist, train: part(train), validation: part(validation) };
}

/** @param {{ epochs?: number, wholeAtOnce?: boolean, position?: any, saved?: Uint8Array | null }} [options] */
export async function startTrainer({ epochs = 0, wholeAtOnce = false, position = null, saved = null } = {}) {
  CountingSession.clock = { now: 0 };
  const faults = { create: false, load: false, data: false };
  CountingSession.faults = faults;
  /** @type {any[]} */
  const events = [];
  /** @type {any[]} */
  const snapshots = [];
  let arrive = () => {};
  const arrived = new Promise((resolve) => {
    arrive = () => resolve(parts(1280, 128));
  });
  const port = {
    /** @type {(() => void) | null} */
    onmessage: null,
    postMessage: (/** @type {unknown} */ snapshot) => snapshots.push(snapshot),
    close: () => {},
  };
  /** What is sent to the storage worker, which answers by itself. @type {any[]} */
  const states = [];
  const storage = {
    /** @type {(() => void) | null} */
    onmessage: null,
    postMessage: (/** @type {unknown} */ state) => {
      states.push(state);
      queueMicrotask(() => storage.onmessage?.());
    },
    close: () => {},
  };
  const firstParts = () => ({ parts: wholeAtOnce ? parts(1280, 128) : parts(256, 64), whole: wholeAtOnce });
  const source = {
    dataSet: dataSets.mnist,
    whole: null,
    first: async () => {
      if (faults.data) throw known('network', 'a shard did not come');
      return firstParts();
    },
    all: () => arrived,
  };
  const trainer = new Trainer(
    /** @type {any} */ ({
      load: async () => {
        if (faults.load) throw known('format', 'the binary did not come');
        const describe = () => ({ layers: [{ parameters: 0, outputShape: [10] }] });
        return { Session: CountingSession, readIdx: () => null, describe };
      },
      open: () => source,
      post: (/** @type {any} */ event, /** @type {any} */ options) => events.push({ ...event, run: options?.run }),
      now: () => CountingSession.clock.now,
      yieldToEventLoop: () => new Promise((resolve) => setImmediate(resolve)),
    }),
  );
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const harness = {
    trainer,
    faults,
    run: 0,
    snapshots,
    states,
    arrive,
    settle,
    acknowledgeSnapshot: () => port.onmessage?.(),
    /** @returns {CountingSession} */
    get session() {
      return CountingSession.last;
    },
    /** @param {string} type */
    posted: (type) => events.filter((event) => event.type === type),
    /** @param {any} command */
    send: (command) => trainer.handle(wrap(command, harness.run, 1)),
    /** @param {any} change */
    async open(change) {
      harness.run += 1;
      const command = {
        type: 'open',
        spec: { input: [1, 28, 28] },
        data: { dataset: { name: 'mnist' } },
        engine: {},
        epochs,
        snapshots: port,
        position,
        saved,
        runId: `run ${harness.run}`,
      };
      const opened = trainer.handle(/** @type {any} */ (wrap({ ...command, ...change }, harness.run, 1)));
      opened.catch(() => {});
      await settle();
      return opened;
    },
    /** @param {() => boolean} holds */
    async until(holds) {
      for (let turn = 0; turn < 5000; turn += 1) {
        if (holds()) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
      throw new Error('the condition never held');
    },
  };
  harness.open({});
  harness.send({ type: 'checkpoints', port: storage });
  await settle();
  return harness;
}
