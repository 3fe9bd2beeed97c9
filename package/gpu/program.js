/**
 * @file A plan on a device: buffers, pipelines and bind groups, made once, and the submission of steps. What is asked of
 * it, and what is done when it fails, is the business of ahead.js.
 */

import { awaitDevice, COMPILING, DeviceFault, guarded, onDevice } from './fault.js';
import { makePasses, numbersOfUpdate } from './passes.js';
import { bindingsOf, pipelineOf } from './pipelines.js';

/** Steps whose metrics wait on the device before they are read. */
export const RING = 1024;
/** Words before the labels: see step.wgsl. */
const HEAD = 8;

const USAGE = { MAP_READ: 1, COPY_SRC: 4, COPY_DST: 8, STORAGE: 128 };
const MAP_MODE_READ = 1;

/** @typedef {{ pipeline: GPUComputePipeline, group: GPUBindGroup, grid: [number, number, number] }} Dispatch */

export class Program {
  #device;
  #plan;
  #fallback;
  /** @type {Map<string, GPUBuffer>} */
  #buffers = new Map();
  /** @type {Dispatch[]} */
  #dispatches = [];
  #head;
  #words;
  #floats;

  /**
   * @param {GPUDevice} device
   * @param {import('./plan.js').Plan} plan
   * @param {{ capacity: number, scoring: number, classes: boolean }} setting
   * @param {boolean} fallback whether a processor computes what the device does
   */
  constructor(device, plan, setting, fallback) {
    this.#device = device;
    this.#plan = plan;
    this.#fallback = fallback;
    this.capacity = setting.capacity;
    this.scoring = setting.scoring;
    this.classes = setting.classes;
    const labels = setting.capacity * (setting.classes ? 1 : /** @type {number} */ (plan.widths.at(-1)));
    this.#head = new ArrayBuffer(4 * (HEAD + labels));
    this.#words = new Uint32Array(this.#head);
    this.#floats = new Float32Array(this.#head);
  }

  /** Makes everything that steps need. */
  async build() {
    const device = this.#device;
    const threads = Math.min(256, device.limits.maxComputeInvocationsPerWorkgroup);
    const { capacity, scoring, classes } = this;
    // They are asked for where they are of use: see gpu.js.
    const subgroups = device.features.has('subgroups');
    const setting = { capacity, scoring, classes, device: { threads, fallback: this.#fallback, subgroups } };
    const { passes, sizes } = makePasses(this.#plan, setting);
    this.#refuseTooLarge(passes, sizes);
    const make = () => {
      for (const [name, floats] of sizes) this.#make(name, 4 * floats, USAGE.STORAGE);
      this.#make('step', this.#head.byteLength, USAGE.STORAGE);
      this.#make('metrics', 16 * RING, USAGE.STORAGE);
      this.#make('metrics read', 16 * RING, USAGE.MAP_READ);
      this.#make('state read', 12 * this.#plan.length + 16 * RING, USAGE.MAP_READ);
      return Promise.all(passes.map((pass) => this.#dispatch(pass)));
    };
    const { result, checked } = onDevice(() => guarded(device, make));
    this.#dispatches = await awaitDevice(device, result, COMPILING);
    await awaitDevice(device, checked);
  }

  /**
   * @param {import('./passes.js').Pass[]} passes
   * @param {Map<string, number>} sizes
   */
  #refuseTooLarge(passes, sizes) {
    const { maxStorageBufferBindingSize, maxBufferSize, maxComputeWorkgroupsPerDimension } = this.#device.limits;
    const most = Math.min(maxStorageBufferBindingSize, maxBufferSize / 3);
    const large = [...sizes].find(([, floats]) => 4 * floats > most);
    if (large) throw new DeviceFault(`it has no room for ${large[0]} of ${large[1]} numbers`);
    if (passes.some(({ grid }) => Math.max(...grid) > maxComputeWorkgroupsPerDimension)) {
      throw new DeviceFault('a layer of this size needs more workgroups than it has');
    }
  }

  /**
   * @param {string} name
   * @param {number} bytes
   * @param {number} usage
   */
  #make(name, bytes, usage) {
    const copied = usage === USAGE.MAP_READ ? USAGE.COPY_DST : USAGE.COPY_DST | USAGE.COPY_SRC;
    // A binding holds at least one of what the shader's array is of: 16 bytes are the largest.
    const buffer = this.#device.createBuffer({ size: Math.max(16, bytes), usage: usage | copied });
    this.#buffers.set(name, buffer);
  }

  /** @param {string} name */
  #buffer(name) {
    return /** @type {GPUBuffer} */ (this.#buffers.get(name));
  }

  /**
   * @param {import('./passes.js').Pass} pass
   * @returns {Promise<Dispatch>}
   */
  async #dispatch({ program, variant, entry = 'main', constants, buffers, grid }) {
    const pipeline = await pipelineOf(this.#device, { program, variant, entry, constants });
    const entries = bindingsOf(program, entry).map(([name, binding]) => {
      return { binding, resource: { buffer: this.#buffer(name === 'step' ? name : (buffers[name] ?? name)) } };
    });
    const group = this.#device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    return { pipeline, group, grid };
  }

  /** @param {Float32Array<ArrayBuffer>[]} flat the parameters, then the optimiser's state */
  upload(flat) {
    const names = ['parameters', 'first_state', 'second_state'];
    onDevice(() => {
      for (const [at, name] of names.entries()) {
        if (flat[at].length > 0) this.#device.queue.writeBuffer(this.#buffer(name), 0, flat[at]);
      }
    });
  }

  /**
   * Submits one step: the batch goes up, nothing comes back.
   *
   * @param {{ samples: number, rate: number, count: number, step: number }} numbers
   * @param {Float32Array<ArrayBuffer>} inputs
   * @param {Uint32Array | Float32Array} labels classes, or values
   * @param {number} slot of the metrics
   */
  submit({ samples, rate, count, step }, inputs, labels, slot) {
    this.#words.set([samples, slot, step >>> 0, Math.floor(step / 2 ** 32)]);
    this.#floats.set([1 / samples, ...numbersOfUpdate(this.#plan.spec.optimizer, rate, count)], 4);
    (this.classes ? this.#words : this.#floats).set(labels, HEAD);
    onDevice(() => {
      this.#device.queue.writeBuffer(this.#buffer('step'), 0, this.#head);
      this.#device.queue.writeBuffer(this.#buffer('activation 0'), 0, inputs);
      this.#device.queue.submit([this.#encode()]);
    });
  }

  #encode() {
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { pipeline, group, grid } of this.#dispatches) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(...grid);
    }
    pass.end();
    return encoder.finish();
  }

  /**
   * @param {number} count of slots
   * @returns {Promise<Float32Array>} loss, right answers, norm and samples of each step
   */
  async metrics(count) {
    return this.#read('metrics read', [['metrics', 16 * count]]);
  }

  /**
   * @param {number} count of slots
   * @returns {Promise<{ numbers: Float32Array, metrics: Float32Array }>} the parameters and the optimiser's state, one
   * after the other; and the metrics, by the same map
   */
  async state(count) {
    const bytes = 4 * this.#plan.length;
    const all = await this.#read('state read', [
      ['parameters', bytes],
      ['first_state', bytes],
      ['second_state', bytes],
      ['metrics', 16 * count],
    ]);
    const end = 3 * this.#plan.length;
    return { numbers: all.subarray(0, end), metrics: all.subarray(end) };
  }

  /**
   * @param {string} name of the buffer that is mapped
   * @param {[string, number][]} parts buffers to be copied to it, and how many bytes of each
   */
  async #read(name, parts) {
    const target = this.#buffer(name);
    const copy = () => {
      const encoder = this.#device.createCommandEncoder();
      let at = 0;
      for (const [part, bytes] of parts) {
        encoder.copyBufferToBuffer(this.#buffer(part), 0, target, at, bytes);
        at += bytes;
      }
      this.#device.queue.submit([encoder.finish()]);
      return at === 0 ? null : target.mapAsync(MAP_MODE_READ).then(() => at);
    };
    const { result, checked } = onDevice(() => guarded(this.#device, copy));
    const bytes = await awaitDevice(this.#device, Promise.resolve(result));
    await awaitDevice(this.#device, checked);
    if (bytes === null) return new Float32Array();
    const numbers = new Float32Array(target.getMappedRange(0, bytes).slice(0));
    target.unmap();
    return numbers;
  }

  destroy() {
    for (const buffer of this.#buffers.values()) buffer.destroy();
    this.#buffers.clear();
  }
}
