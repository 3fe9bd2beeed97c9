/** @file The learning rates of a run: whether a rate that was too high has been lowered already. */

/**
 * @typedef {import('../../state.js').RunConfiguration} RunConfiguration
 */

/** Steps of a fault before a change that show that the change came after it. */
const FAULTY = 60;

/**
 * @param {RunConfiguration} configuration
 * @param {number} soundStep the last step before the fault
 * @returns {boolean} whether the rate was halved, or more, since the fault has shown
 */
export function loweredSince({ spec, changes }, soundStep) {
  const rates = [
    { step: 0, rate: rateOf(spec) },
    ...changes.map((change) => ({ step: change.step, rate: rateOf(change.changes) })),
  ];
  const present = rates.at(-1)?.rate ?? Number.NaN;
  const lowered = rates.findLastIndex(({ rate }) => rate >= 2 * present) + 1;
  return lowered > 0 && (rates[lowered]?.step ?? 0) > soundStep + FAULTY;
}

/** @param {{ optimizer?: unknown } | null} settings */
function rateOf(settings) {
  return Number(Object(settings?.optimizer).learning_rate);
}
