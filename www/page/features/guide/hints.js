/** @file What a person may try next, by what they have seen so far: the first hint that holds and was not dismissed. */

/**
 * @typedef {import('../../state.js').State} State
 * @typedef {'begin' | 'play' | 'draw' | 'watch' | 'go_on' | 'fool' | 'mistakes' | 'change'} Hint
 *
 * @typedef {object} Seen
 * @property {State['status']} status
 * @property {boolean} wanted whether Play was pressed and is remembered
 * @property {number} step
 * @property {number | null} accuracy of validation
 * @property {boolean} drawn whether something stands on the pad
 */

/** @type {[Hint, (seen: Seen) => boolean][]} */
const hints = [
  ['begin', ({ step, drawn, status, wanted }) => step === 0 && !drawn && !wanted && status !== 'running'],
  ['play', ({ step, drawn, status, wanted }) => step === 0 && drawn && !wanted && status !== 'running'],
  ['go_on', ({ step, status, accuracy }) => step > 0 && status === 'paused' && !(Number(accuracy) >= GOOD)],
  ['fool', ({ accuracy }) => Number(accuracy) >= GOOD],
  ['mistakes', ({ accuracy }) => Number(accuracy) >= GOOD],
  ['change', ({ accuracy }) => Number(accuracy) >= GOOD],
  ['draw', ({ drawn, status }) => status === 'running' && !drawn],
  ['watch', ({ drawn, status }) => status === 'running' && drawn],
];

/** Validation accuracy at which a network reads most drawings. */
const GOOD = 0.95;

/**
 * @param {Seen} seen
 * @param {readonly string[]} dismissed
 * @returns {Hint | null}
 */
export function nextHint(seen, dismissed) {
  if (seen.status === 'error' || seen.status === 'diverged') return null;
  return hints.find(([hint, holds]) => holds(seen) && !dismissed.includes(hint))?.[0] ?? null;
}
