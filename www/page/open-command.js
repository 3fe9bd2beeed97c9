/** @file The command that has the training worker open an experiment's network. */

import { specOf } from '../shared/experiment.js';
import { workersFor } from './cores.js';

/**
 * @param {import('../shared/experiment.js').Experiment} experiment
 * @param {object} from
 * @param {import('./runs/run-store.js').Checkpoint | null} from.saved what the network goes on from
 * @param {boolean} from.carry whether layers that still fit keep the weights that they have in the worker's session
 * @param {MessagePort} from.snapshots
 * @param {Uint8Array | null} from.from a session from which the weights of all layers but the last are taken
 * @param {string} from.runId of the run in the library
 * @param {import('../shared/protocol.js').DataCommand} from.data
 * @param {number} from.cores that the machine has
 * @returns {import('../shared/protocol.js').OpenTraining}
 */
export function openCommand(experiment, { saved, carry, from, snapshots, runId, data, cores }) {
  const { run } = experiment;
  return {
    type: 'open',
    spec: specOf(experiment),
    data,
    epochs: run.epochs,
    engine: { gpu: run.gpu, workers: workersFor(run.workers, cores) },
    saved: saved?.bytes ?? null,
    position: saved?.position ?? null,
    carry: carry && saved === null,
    from: saved ? null : from,
    snapshots,
    runId,
  };
}
