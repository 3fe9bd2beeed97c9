/** @file Decides how many workers a new session gets, and starts them. */

import { reason } from '../backend-reasons.js';
import { WorkersBackend } from './backend.js';
import { obstacle, spawn } from './spawn.js';
import { Supervisor } from './supervisor.js';
import { Lost } from './worker-group.js';

/**
 * @typedef {import('../inkgrad.js').Reason} Reason
 * @typedef {{ wanted: number | 'auto', cores: number, module: WebAssembly.Module }} Request the workers that `load()` was
 *   asked for, and what there is
 */

/**
 * @param {import('../engine.js').Engine} engine
 * @param {Request} request
 * @param {import('../backend.js').Origin} origin
 * @param {Reason[]} before reasons of the choices made before this one
 * @returns {Promise<{ backend: WorkersBackend | null, reasons: Reason[] }>} no backend where one worker is chosen, with the
 *   reasons for it
 */
export async function openWorkers(engine, { wanted, cores, module }, origin, before) {
  const alone = (/** @type {string} */ id, values = {}) => ({ backend: null, reasons: [reason(id, values)] });
  const missing = obstacle();
  if (missing) return alone(missing);
  const requested = wanted === 'auto' ? 0 : wanted;
  const [workers = 1, floats = 0] = engine.call((glue) =>
    'spec' in origin
      ? glue.parallel_plan(origin.spec, cores, requested)
      : glue.saved_parallel_plan(origin.file, cores, requested),
  );
  if (workers === 1) return alone(cores === 1 ? 'workers.one_core' : 'workers.too_small');
  const reasons = wanted === 'auto' ? [reason('workers.large_enough', { workers: String(workers) })] : [];
  const { build } = engine.info;
  const supervisor = new Supervisor({ module, build, workers, floats, spawn }, origin);
  try {
    await supervisor.start();
  } catch (error) {
    supervisor.free();
    if (!(error instanceof Lost)) throw error;
    return alone('workers.not_started', { why: error.message });
  }
  const placement = { build, workers, gpu: null, reasons: [...before, ...reasons] };
  return { backend: new WorkersBackend(supervisor, placement), reasons };
}
