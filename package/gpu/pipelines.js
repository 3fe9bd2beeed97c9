/** @file The pipelines of each device, made once: a session that begins anew, and others of its shapes, find theirs. */

import programs from './programs.json';
import { shaders } from './shaders.js';

/** As many as a few dozen networks need; the oldest go. */
const MOST = 512;

/**
 * @typedef {string | Record<string, string>} File or which one, if any, a variant of the program has in this place
 * @typedef {{ files: File[], bindings: Record<string, Record<string, number>> }} Text
 */

const texts = /** @type {Record<string, Text>} */ (programs);

/** @type {WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>} */
const made = new WeakMap();

/**
 * @param {GPUDevice} device
 * @param {{ program: string, variant?: string, entry: string, constants: Record<string, number> }} what
 * @returns {Promise<GPUComputePipeline>}
 */
export function pipelineOf(device, { program, variant = '', entry, constants }) {
  const pipelines = made.get(device) ?? new Map();
  made.set(device, pipelines);
  const key = JSON.stringify([program, variant, entry, constants]);
  const found = pipelines.get(key);
  if (found) return found;
  const files = texts[program].files.map((file) => (typeof file === 'string' ? file : file[variant]));
  const code = files.flatMap((file) => shaders[file] ?? []).join('\n');
  const module = device.createShaderModule({ code, label: program });
  const compute = { module, entryPoint: entry, constants };
  const pipeline = device.createComputePipelineAsync({ layout: 'auto', compute });
  pipeline.catch(() => pipelines.delete(key));
  pipelines.set(key, pipeline);
  if (pipelines.size > MOST) pipelines.delete(pipelines.keys().next().value);
  return pipeline;
}

/**
 * @param {string} program
 * @param {string} entry
 * @returns {[string, number][]} the buffers by the shader's names, and where each is bound
 */
export function bindingsOf(program, entry) {
  return Object.entries(texts[program].bindings[entry]);
}
