/** @file The data of a filed run, as a worker is told of them. */

import { dataCommand } from '../../state.js';

/**
 * @param {import('../../../storage/records.js').RunRecord} run
 * @param {import('../../state.js').OwnData[]} ownData
 * @returns {import('../../../shared/protocol.js').DataCommand}
 */
export function dataOfRun({ experiment, configuration }, ownData) {
  const { table } = /** @type {import('../../state.js').RunConfiguration} */ (configuration);
  return dataCommand({
    experiment,
    ownData,
    configuration: { spec: null, wholeSince: null, changes: [], ...(table && { table }) },
  });
}
