/** @file What the rules of the diagnosis look at, from the page's state and what the worker has told. */

import { startOf } from './diagnosis.js';

/**
 * @typedef {import('../../state.js').State} State
 * @typedef {import('./diagnosis.js').Observations} Observations
 * @typedef {{ name: string, dead: number, saturated: number | null }} LayerStatistics
 *
 * @typedef {object} Measured
 * @property {Observations['constant']} constant
 * @property {LayerStatistics[]} layers
 * @property {number | null} inputSize
 */

/** In a smaller batch, a unit that answers few samples looks dead. */
const LEAST_BATCH = 16;

/** Samples of a batch where nothing is said. */
const BATCH = 32;

/**
 * @param {Pick<State, 'status' | 'position' | 'history' | 'events' | 'experiment' | 'network'>} state
 * @param {Measured} measured
 * @returns {Observations}
 */
export function observationsOf({ status, position, history, events, experiment, network }, measured) {
  const { step } = position;
  const { loss, batch_size = BATCH } = experiment.spec;
  const last = events.at(-1);
  const outputs = network?.rows.at(-1)?.outputShape.at(-1) ?? 0;
  const chance = loss.kind === 'cross_entropy' && outputs > 1 ? Math.log(outputs) : null;
  return {
    diverged: status === 'diverged' || (last?.kind === 'diverged' && last.step === step),
    step,
    since: events.findLast(({ kind }) => kind === 'changed')?.step ?? 0,
    rows: history.rows,
    epochs: history.epochs,
    start: startOf(history.rows, { batchSize: batch_size, chance }),
    constant: measured.constant,
    layers: batch_size < LEAST_BATCH ? [] : unitsOf(measured.layers, network?.rows ?? []),
    inputSize: measured.inputSize,
  };
}

/**
 * @param {LayerStatistics[]} layers
 * @param {{ name: string }[]} rows of the network's summary
 */
function unitsOf(layers, rows) {
  return layers.map(({ name, dead, saturated }) => {
    return { layer: rows.findIndex((row) => row.name === name) + 1, dead, saturated };
  });
}

/**
 * @param {Observations['constant']} before of the validations before
 * @param {State['validation']} validation
 * @returns {Observations['constant']}
 */
export function constantAnswers(before, validation) {
  const confusion = validation?.confusion;
  if (!confusion) return null;
  const classes = Math.sqrt(confusion.length);
  const answers = new Set();
  for (let index = 0; index < confusion.length; index += 1) if (confusion[index]) answers.add(index % classes);
  const [answer, ...others] = answers;
  if (answer === undefined || others.length > 0) return null;
  const { step } = validation;
  const goesOn = before !== null && before.from <= step;
  return { from: goesOn ? before.from : step, to: step, answer };
}
