/** @file Sets one number of one parameter in the running session. */

import { WorkerError } from './worker-error.js';

/**
 * @param {import('inkgrad').Session} session
 * @param {import('../shared/protocol.js').WeightEdit} edit
 */
export async function setWeight(session, { name, index, value }) {
  const parameter = (await session.parameters()).find((one) => one.name === name);
  if (!parameter || !(index in parameter.data) || !Number.isFinite(value)) {
    throw new WorkerError('state', 'state.no_weight', `${name} has no weight ${index} that could be ${value}`, {
      name,
    });
  }
  parameter.data[index] = value;
  await session.setParameters([parameter]);
}
