/** @file The GPU of this machine: its adapter, its device, and the rule by which a session is given to it. */

import { Ahead } from './ahead.js';
import { DeviceFault } from './fault.js';
import { unsupported } from './plan.js';

/**
 * From how many multiply-adds of a step on a GPU is taken, with `gpu: 'auto'`: docs/webgpu.md says where the number is
 * from. A step is taken for three forward passes.
 */
export const WORTH_A_GPU = 100e6;

/** @typedef {import('../inkgrad.js').Gpu} Info */

/**
 * @param {'auto' | 'on'} wanted
 * @returns {Promise<Gpu>}
 * @throws {DeviceFault} where one must be used and there is none
 */
export async function openGpu(wanted) {
  const { adapter, reason } = await findAdapter();
  const gpu = new Gpu(wanted, adapter, reason);
  if (wanted === 'on') await gpu.device();
  return gpu;
}

/** @returns {GPU | undefined} */
function webGpu() {
  return /** @type {{ gpu?: GPU } | undefined} */ (globalThis.navigator)?.gpu;
}

/** @returns {Promise<{ adapter: GPUAdapter | null, reason: string }>} */
async function findAdapter() {
  const gpu = webGpu();
  if (!gpu) return { adapter: null, reason: 'this browser or runtime has no WebGPU' };
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    return { adapter, reason: adapter ? '' : 'WebGPU finds no graphics processor here' };
  } catch (error) {
    return { adapter: null, reason: `WebGPU fails: ${/** @type {Error} */ (error).message}` };
  }
}

export class Gpu {
  #wanted;
  #reason;
  /** @type {Promise<GPUDevice> | null} the one that lives; every session of an instance works on it */
  #device = null;
  /** @type {GPUAdapter | null} an adapter gives one device alone */
  #adapter;

  /**
   * @param {'auto' | 'on'} wanted
   * @param {GPUAdapter | null} adapter
   * @param {string} reason why there is none
   */
  constructor(wanted, adapter, reason) {
    this.#wanted = wanted;
    this.#adapter = adapter;
    this.#reason = reason;
    this.info = adapter ? describe(adapter) : null;
  }

  /** @returns {Promise<GPUDevice>} rejected by a DeviceFault where there is none */
  device() {
    this.#device ??= this.#open();
    return this.#device;
  }

  async #open() {
    try {
      this.#adapter ??= (await findAdapter()).adapter;
      if (!this.#adapter) throw new DeviceFault(this.#reason || 'WebGPU finds no graphics processor any more');
      const { maxBufferSize, maxStorageBufferBindingSize } = this.#adapter.limits;
      const requiredLimits = { maxBufferSize, maxStorageBufferBindingSize };
      const device = await this.#adapter.requestDevice({ requiredLimits, requiredFeatures: featuresOf(this.#adapter) });
      device.lost.then(() => {
        this.#device = null;
      });
      return device;
    } catch (error) {
      this.#device = null;
      if (error instanceof DeviceFault) throw error;
      throw new DeviceFault(`no device is given out: ${/** @type {Error} */ (error).message}`);
    } finally {
      this.#adapter = null;
    }
  }

  /**
   * Whether a session is given to the GPU, and why.
   *
   * @param {Record<string, any>} spec
   * @param {import('./plan.js').Row[]} rows
   * @returns {{ chosen: boolean, reason: string }}
   */
  judge(spec, rows) {
    const no = (/** @type {string} */ reason) => ({ chosen: false, reason: `no GPU: ${reason}` });
    if (!this.info) return no(this.#reason);
    const missing = unsupported(rows);
    if (missing.length > 0) return no(`it has no kernels for ${missing.join(', ')}`);
    const { vendor, architecture, description, fallback } = this.info;
    const name = [vendor, architecture || description].filter(Boolean).join(' ') || 'the GPU';
    if (this.#wanted === 'on') return { chosen: true, reason: `${name}, as asked for` };
    if (fallback) return no(`${name} is computed by the processor, which is faster without`);
    const work = 3 * spec.batch_size * rows.reduce((all, { multiplyAdds }) => all + multiplyAdds, 0);
    const millions = `${(work / 1e6).toFixed(1)} million multiply-adds a step`;
    if (work < WORTH_A_GPU) return no(`${millions} are done sooner without, below ${WORTH_A_GPU / 1e6}`);
    return { chosen: true, reason: `${name}, as ${millions} are worth it` };
  }

  /**
   * @param {import('./ahead.js').Core} core
   * @param {import('../time-slicer.js').TimeSlicer} turns by which the core's own steps are taken
   * @returns {Ahead} what takes a session's steps
   */
  ahead(core, turns) {
    return new Ahead(this, core, turns);
  }
}

/**
 * What a device is asked for beyond plain WebGPU: subgroups, where the language has all that the shaders use of them.
 *
 * @param {GPUAdapter} adapter
 * @returns {string[]}
 */
function featuresOf({ features }) {
  const whole = features.has('subgroups') && webGpu()?.wgslLanguageFeatures?.has('subgroup_id');
  return whole ? ['subgroups'] : [];
}

/**
 * @param {GPUAdapter} adapter
 * @returns {Info}
 */
function describe(adapter) {
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const fallback = isFallbackAdapter ?? adapter.isFallbackAdapter ?? false;
  return Object.freeze({ vendor, architecture, description, fallback });
}
