/** @file The query `first-steps`: the fingerprint of an experiment's first steps. It is asked of a worker of its own. */

import { ENGINE, firstSteps } from '../first-steps.js';
import { longFile } from '../long-query.js';

/**
 * Parameters `spec` and `data`, as `open` has them.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').FileContext>}
 * @returns {Promise<unknown>} a `Fingerprint`, or its progress
 */
export const firstStepsOf = longFile(async ({ load, open }, params, course) => {
  const { spec, data } = /** @type {Pick<import('../../shared/protocol.js').OpenTraining, 'spec' | 'data'>} */ (
    /** @type {unknown} */ (params)
  );
  const inkgrad = await load(ENGINE);
  const source = await open(data, inkgrad);
  const parts = await source.all(() => {});
  return firstSteps(inkgrad, spec, parts, course);
});
