/** @file Chooses the number of workers of a new session, and starts them. */

import { reason } from '../backend-reasons.js';
import { WorkersBackend } from './backend.js';
import { singleWorkerReason, spawn } from './spawn.js';
import { Supervisor } from './supervisor.js';
import { WorkerLostError } from './worker-group.js';

/**
 * @typedef {import('../inkgrad.js').Reason} Reason
 * @typedef {{ workers: number | 'auto', cores: number, module: WebAssembly.Module }} WorkerRequest the option `workers` of
 *   `load()`, and the cores that are available
 */

/**
 * @param {import('../engine.js').Engine} engine
 * @param {WorkerRequest} request
 * @param {import('../backend.js').Source} source
 * @param {Reason[]} previousReasons why earlier candidates, such as the GPU, were not chosen
 * @returns {Promise<{ backend: WorkersBackend | null, reasons: Reason[] }>} no backend if one worker is
 *   chosen; `reasons` then says why
 */
export async function openWorkers(engine, { workers: requested, cores, module }, source, previousReasons) {
  const singleWorker = (/** @type {string} */ id, values = {}) => ({ backend: null, reasons: [reason(id, values)] });
  const obstacle = singleWorkerReason();
  if (obstacle) return singleWorker(obstacle);
  // 0 leaves the number to the cost model.
  const workerCount = requested === 'auto' ? 0 : requested;
  const [workers = 1, floats = 0] = engine.call((glue) =>
    'spec' in source
      ? glue.parallel_plan(source.spec, cores, workerCount)
      : glue.saved_parallel_plan(source.file, cores, workerCount),
  );
  if (workers === 1) return singleWorker(cores === 1 ? 'workers.one_core' : 'workers.too_small');
  const reasons = requested === 'auto' ? [reason('workers.large_enough', { workers: String(workers) })] : [];
  const { build } = engine.info;
  const supervisor = new Supervisor({ module, build, workers, floats, spawn }, source);
  try {
    await supervisor.start();
  } catch (error) {
    supervisor.free();
    if (!(error instanceof WorkerLostError)) throw error;
    return singleWorker('workers.not_started', { why: error.message });
  }
  const placement = { build, workers, gpu: null, reasons: [...previousReasons, ...reasons] };
  return { backend: new WorkersBackend(supervisor, placement), reasons };
}
