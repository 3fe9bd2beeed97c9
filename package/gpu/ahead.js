/**
 * @file Takes a session's steps on a device, ahead of the core, which stands where the device was last read back. Before
 * anything else is asked of the session it is caught up; after a fault the core takes the same steps again.
 */

import { awaitDevice, DeviceFault, guarded, NotFinite } from './fault.js';
import { describe, rowsOf } from './plan.js';
import { Program, RING } from './program.js';

/**
 * @typedef {import('../generated/bindings.js').Handle} Handle
 * @typedef {<Result>(task: (handle: Handle) => Result) => Result} Core a call of the session's core
 * @typedef {import('../inkgrad.js').StepReport} Report
 * @typedef {{ samples: number, rate: number, count: number, step: number, epoch: number, judged: boolean }} Numbers
 */

/** Milliseconds between two copies of the parameters that are read back for nothing but safety. */
const SAFE = 1000;
/** Steps that are submitted in one go, and how many such groups may be under way: the queue is neither empty nor long. */
const GROUP = 8;
const GROUPS = 3;

export class Ahead {
  #gpu;
  #core;
  #turns;
  /** @type {Program | null} */
  #program = null;
  /** What the program was made for. */
  #key = '';
  /** @type {GPUDevice | null} */
  #device = null;
  #chosen;
  #reason;
  /** Whether the device holds what the core holds, or what follows it. */
  #current = false;
  /** Steps that the device is ahead. */
  #steps = 0;
  #caughtUp = 0;

  /**
   * @param {import('./gpu.js').Gpu} gpu
   * @param {Core} core
   * @param {import('../turns.js').Turns} turns
   */
  constructor(gpu, core, turns) {
    this.#gpu = gpu;
    this.#core = core;
    this.#turns = turns;
    const { chosen, reason } = core((handle) => gpu.judge(/** @type {any} */ (handle.spec()), rowsOf(handle)));
    this.#chosen = chosen;
    this.#reason = reason;
  }

  /** Whether steps are taken here. */
  get active() {
    return this.#chosen;
  }

  get gpu() {
    return this.#chosen ? this.#gpu.info : null;
  }

  get reason() {
    return this.#reason;
  }

  /**
   * @param {number} count
   * @param {AbortSignal} [signal]
   * @returns {Promise<Float64Array>} the report's numbers, as the bindings order them
   */
  async step(count, signal) {
    this.#core((handle) => handle.begin(count));
    const before = this.#steps;
    try {
      return await this.#take(count, signal);
    } catch (error) {
      if (!(error instanceof DeviceFault || error instanceof NotFinite)) throw error;
      return this.#repeat(before, count, error, signal);
    }
  }

  /**
   * Catches the core up with the device.
   *
   * @param {boolean} [changes] whether what the device holds will be out of date: the core's numbers, or its spec, are
   * about to change
   */
  async settle(changes = false) {
    try {
      if (this.#steps > 0) await this.#catchUp();
    } catch (error) {
      if (!(error instanceof DeviceFault || error instanceof NotFinite)) throw error;
      await this.#repeat(this.#steps, 0, error);
    }
    if (changes) this.#current = false;
  }

  #forget() {
    this.#program?.destroy();
    this.#program = null;
    this.#current = false;
  }

  free() {
    this.#chosen = false;
    this.#steps = 0;
    this.#forget();
  }

  /**
   * @param {number} count
   * @param {AbortSignal} [signal]
   */
  async #take(count, signal) {
    const sums = { samples: 0, loss: 0, right: 0, norm: 0 };
    /** @type {Numbers | null} */
    let last = null;
    /** @type {Promise<unknown>[]} */
    const underWay = [];
    let unread = 0;
    let done = 0;
    let scored = false;
    for (;;) {
      if (this.#steps === 0) {
        const finished = await this.#validate(signal);
        if (finished !== 0) return this.#reportOf(last, sums, scored, finished);
      }
      if (done === count) break;
      this.#turns.refuse(signal);
      const { program, device } = await this.#ready();
      scored = program.scoring > 0;
      const group = Math.min(GROUP, count - done, RING - unread);
      const { result, checked } = guarded(device, () => this.#submit(program, group, unread));
      const { numbers, taken } = result;
      underWay.push(Promise.all([device.queue.onSubmittedWorkDone(), checked]));
      [last, done, unread] = [numbers, done + taken, unread + taken];
      if (unread === RING || done === count || numbers.judged) {
        await this.#read(program, unread, sums);
        await awaitDevice(device, Promise.all(underWay.splice(0)));
        unread = 0;
      } else if (underWay.length >= GROUPS) {
        await awaitDevice(device, /** @type {Promise<unknown>} */ (underWay.shift()));
      }
      if (numbers.judged || performance.now() - this.#caughtUp > SAFE) await this.#catchUp();
    }
    return this.#reportOf(last, sums, scored, 0);
  }

  /**
   * @param {Program} program
   * @param {number} group
   * @param {number} slot
   */
  #submit(program, group, slot) {
    /** @type {Numbers | undefined} */
    let numbers;
    let taken = 0;
    while (taken < group && !numbers?.judged) {
      numbers = numbersOf(this.#core((handle) => handle.step_ahead()));
      const { samples } = numbers;
      this.#steps += 1;
      const inputs = this.#core((handle) => handle.inputs_ahead(samples));
      const labels = this.#core((handle) => handle.targets_ahead(samples));
      program.submit(numbers, /** @type {Float32Array<ArrayBuffer>} */ (inputs), labels, slot + taken);
      taken += 1;
    }
    return { numbers: /** @type {Numbers} */ (numbers), taken };
  }

  /**
   * @param {Program} program
   * @param {number} count
   * @param {{ samples: number, loss: number, right: number, norm: number }} sums
   */
  async #read(program, count, sums) {
    const metrics = await program.metrics(count);
    for (let at = 0; at < metrics.length; at += 4) {
      const [loss, right, norm, samples] = metrics.subarray(at, at + 4);
      if (!Number.isFinite(loss) || !Number.isFinite(norm)) throw new NotFinite();
      sums.samples += samples;
      sums.loss += loss;
      sums.right += right;
      sums.norm = norm;
    }
  }

  /** Everything that a step needs. */
  async #ready() {
    const device = await this.#gpu.device();
    if (this.#device && device !== this.#device) throw new DeviceFault('the device was lost, and another has come');
    this.#device = device;
    if (!this.#current || !this.#program) await this.#renew(device);
    return { program: /** @type {Program} */ (this.#program), device };
  }

  /**
   * Hands the core's numbers over, to a new program where the spec or the data call for one.
   *
   * @param {GPUDevice} device
   */
  async #renew(device) {
    const { plan, setting } = this.#core(describe);
    const key = JSON.stringify([plan.spec, setting]);
    if (!this.#program || key !== this.#key) {
      this.#forget();
      this.#key = key;
      this.#program = new Program(device, plan, setting, this.#gpu.info?.fallback ?? false);
      await this.#program.build();
    }
    const flat = this.#core((handle) => [0, 1, 2].map((index) => handle.flat(index)));
    this.#program.upload(/** @type {Float32Array<ArrayBuffer>[]} */ (flat));
    this.#current = true;
    this.#caughtUp = performance.now();
  }

  async #catchUp() {
    const program = /** @type {Program} */ (this.#program);
    const numbers = await program.state();
    const length = numbers.length / 3;
    this.#core((handle) => {
      const has = (/** @type {number} */ index) => handle.flat(index).length > 0;
      const part = (/** @type {number} */ index) =>
        has(index) ? numbers.subarray(index * length, (index + 1) * length) : new Float32Array();
      if (!numbers.every(Number.isFinite)) throw new NotFinite();
      handle.catch_up(part(0), part(1), part(2));
    });
    this.#steps = 0;
    this.#caughtUp = performance.now();
  }

  /**
   * Early stopping judges an epoch's end, where it is due, and may put back the best parameters.
   *
   * @param {AbortSignal} [signal]
   * @returns {Promise<number>} whether training has finished, as the bindings say it
   */
  async #validate(signal) {
    this.#core((handle) => handle.begin(0));
    await this.#run(signal);
    const finished = this.#core((handle) => handle.report())[7];
    if (finished !== 0) this.#current = false;
    return finished;
  }

  /**
   * The core takes the steps since it was last caught up, and then those of this call.
   *
   * @param {number} behind
   * @param {number} count
   * @param {Error} fault
   * @param {AbortSignal} [signal]
   */
  async #repeat(behind, count, fault, signal) {
    if (fault instanceof DeviceFault) {
      const repeated = `repeated ${behind + count} steps`;
      this.#chosen = false;
      this.#reason = `the GPU failed: ${fault.message}; the processor has ${repeated} and goes on`;
    }
    this.#steps = 0;
    this.#forget();
    this.#core((handle) => handle.give_up_ahead());
    this.#core((handle) => handle.begin(behind));
    await this.#run();
    this.#core((handle) => handle.begin(count));
    await this.#run(signal);
    return this.#core((handle) => handle.report());
  }

  /** @param {AbortSignal} [signal] */
  #run(signal = new AbortController().signal) {
    return this.#turns.run(signal, (most) => this.#core((handle) => handle.advance(most)));
  }

  /**
   * @param {Numbers | null} last
   * @param {{ samples: number, loss: number, right: number, norm: number }} sums
   * @param {boolean} scored
   * @param {number} finished
   */
  #reportOf(last, { samples, loss, right, norm }, scored, finished) {
    if (!last) return this.#core((handle) => handle.report());
    const accuracy = scored ? right / samples : Number.NaN;
    return Float64Array.of(last.step + 1, last.epoch, samples, loss / samples, accuracy, norm, last.rate, finished);
  }
}

/**
 * @param {Float64Array} numbers
 * @returns {Numbers}
 */
function numbersOf([samples, rate, count, step, epoch, judged]) {
  return { samples, rate, count, step, epoch, judged: judged === 1 };
}
