/**
 * @file Takes a session's steps on a device, ahead of the core, which stands where the device was last read back. Before
 * anything else is asked of the session it is caught up; after a fault the core takes the same steps again.
 */

import { Call } from './call.js';
import { awaitDevice, DeviceFault, guarded, NotFinite } from './fault.js';
import { describe, rowsOf } from './plan.js';
import { Program, RING } from './program.js';

/**
 * @typedef {import('../generated/bindings.js').Handle} Handle
 * @typedef {<Result>(task: (handle: Handle) => Result) => Result} Core a call of the session's core
 * @typedef {import('../inkgrad.js').StepReport} Report
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
  /** Groups of steps that are not known to have gone well yet. @type {Promise<unknown>[]} */
  #underWay = [];
  /** Steps that the device is ahead. */
  #steps = 0;
  #caughtUp = 0;

  /**
   * @param {import('./gpu.js').Gpu} gpu
   * @param {Core} core
   * @param {import('../time-slicer.js').TimeSlicer} turns
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
    const call = new Call(count, this.#steps);
    try {
      return await this.#take(call, signal);
    } catch (error) {
      if (!(error instanceof DeviceFault || error instanceof NotFinite)) throw error;
      return this.#repeat(call, error, signal);
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
      await this.#repeat(new Call(0, this.#steps), error);
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
   * @param {Call} call
   * @param {AbortSignal} [signal]
   */
  async #take(call, signal) {
    for (;;) {
      if (this.#steps === 0) {
        const finished = await this.#validate(signal);
        if (finished !== 0) return this.#reportOf(call, finished);
      }
      if (call.done === call.count) break;
      this.#turns.throwIfAborted(signal);
      const { program, device } = await this.#ready();
      call.scored = program.scoring > 0;
      const { result: judged, checked } = guarded(device, () => this.#submit(program, call));
      const done = Promise.all([device.queue.onSubmittedWorkDone(), checked]);
      done.catch(() => {});
      this.#underWay.push(done);
      if (judged || performance.now() - this.#caughtUp > SAFE) {
        await this.#catchUp(call);
      } else if (call.unread === RING || call.done === call.count) {
        call.add(await program.metrics(call.unread));
        await this.#allDone(device);
      } else if (this.#underWay.length >= GROUPS) {
        await awaitDevice(device, /** @type {Promise<unknown>} */ (this.#underWay.shift()));
      }
    }
    return this.#reportOf(call, 0);
  }

  /**
   * Submits a group of steps, up to one that is to be judged.
   *
   * @param {Program} program
   * @param {Call} call
   * @returns {boolean} whether the last of them is
   */
  #submit(program, call) {
    const group = Math.min(GROUP, call.count - call.done, RING - call.unread);
    for (let taken = 0; taken < group; taken += 1) {
      const numbers = numbersOf(this.#core((handle) => handle.step_ahead()));
      const { samples, judged } = numbers;
      this.#steps += 1;
      const inputs = this.#core((handle) => handle.inputs_ahead(samples));
      const labels = this.#core((handle) => handle.targets_ahead(samples));
      program.submit(numbers, /** @type {Float32Array<ArrayBuffer>} */ (inputs), labels, call.unread);
      call.last = numbers;
      call.done += 1;
      call.unread += 1;
      if (judged) return true;
    }
    return false;
  }

  /** @param {GPUDevice} device */
  #allDone(device) {
    return awaitDevice(device, Promise.all(this.#underWay.splice(0)));
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

  /** @param {Call} [call] that is under way */
  async #catchUp(call) {
    const program = /** @type {Program} */ (this.#program);
    const { numbers, metrics } = await program.state(call?.unread ?? 0);
    // A step that was refused, of a call that was taken back perhaps, has left what comes back one step short.
    await this.#allDone(/** @type {GPUDevice} */ (this.#device));
    if (!numbers.every(Number.isFinite)) throw new NotFinite();
    call?.add(metrics);
    const length = numbers.length / 3;
    this.#core((handle) => {
      const has = (/** @type {number} */ index) => handle.flat(index).length > 0;
      const part = (/** @type {number} */ index) =>
        has(index) ? numbers.subarray(index * length, (index + 1) * length) : new Float32Array();
      handle.catch_up(part(0), part(1), part(2));
    });
    call?.keep();
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
   * The core takes the steps since it was last caught up, and then what is left of this call.
   *
   * @param {Call} call
   * @param {Error} fault
   * @param {AbortSignal} [signal]
   */
  async #repeat(call, fault, signal) {
    if (fault instanceof DeviceFault) {
      const repeated = `repeated ${this.#steps} ${this.#steps === 1 ? 'step' : 'steps'}`;
      this.#chosen = false;
      this.#reason = `the GPU failed: ${fault.message}; the processor has ${repeated} and goes on`;
    }
    this.#steps = 0;
    this.#underWay = [];
    this.#forget();
    this.#core((handle) => handle.give_up_ahead());
    this.#core((handle) => handle.begin(call.behind));
    await this.#run();
    this.#core((handle) => handle.begin(call.left));
    await this.#run(signal);
    return call.join(this.#core((handle) => handle.report()));
  }

  /** @param {AbortSignal} [signal] */
  #run(signal = new AbortController().signal) {
    return this.#turns.run(signal, (most) => this.#core((handle) => handle.advance(most)));
  }

  /**
   * @param {Call} call
   * @param {number} finished
   */
  #reportOf(call, finished) {
    return call.last ? call.report(finished) : this.#core((handle) => handle.report());
  }
}

/**
 * @param {Float64Array} numbers
 * @returns {import('./call.js').Numbers}
 */
function numbersOf([samples, rate, count, step, epoch, judged]) {
  return { samples, rate, count, step, epoch, judged: judged === 1 };
}
