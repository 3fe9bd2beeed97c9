/** @file The command that has the training worker open an experiment's network. */

import { specOf } from '../shared/experiment.js';
import { workersFor } from './cores.js';

/**
 * @param {import('../shared/experiment.js').Experiment} experiment
 * @param {object} from
 * @param {import('./runs/run-store.js').Checkpoint | null} from.saved what the network goes on from
 * @param {boolean} from.carry whether layers that still fit keep the weights that they have in the worker's session
 * @param {MessagePort} from.snapshots
 * @param {string} from.runId of the run in the library
 * @param {Blob | null} from.content of one's own data set
 * @param {number} from.cores that the machine has
 * @returns {import('../shared/protocol.js').OpenTraining}
 */
export function openCommand(experiment, { saved, carry, snapshots, runId, content, cores }) {
  const { dataset, run } = experiment;
  return {
    type: 'open',
    spec: specOf(experiment),
    data: { dataset, content },
    epochs: run.epochs,
    engine: { gpu: run.gpu, workers: workersFor(run.workers, cores) },
    saved: saved?.bytes ?? null,
    position: saved?.position ?? null,
    carry: carry && saved === null,
    snapshots,
    runId,
  };
}
