/** @file The training loops `fit` and `train`. They call `step` and `evaluate`. */

import * as check from './arguments.js';
import { InkgradError } from './error.js';

/**
 * @typedef {import('./inkgrad.js').StepReport} StepReport
 * @typedef {import('./inkgrad.js').HistoryRow} HistoryRow
 * @typedef {import('./arguments.js').Control} Control
 */

/**
 * @typedef {object} Trainer calls of a session
 * @property {(count: number, control: Control) => Promise<StepReport>} step
 * @property {(part: 'validation', control: Control) => Promise<import('./inkgrad.js').Evaluation>} evaluate
 * @property {() => Promise<{ stepsLeft: number, step: number, epoch: number, validation: boolean }>} progress steps to
 *   the end of this epoch, steps and whole epochs since creation, and whether there are validation data
 */

/** The target duration of a `step` call in milliseconds: other calls in the queue wait about as long. */
const TARGET_CALL_MS = 50;

/** @type {(trainer: Trainer, options: unknown) => Promise<import('./inkgrad.js').FitResult>} */
export async function fit(trainer, options) {
  const fields = check.object(options, 'options');
  const control = check.control(fields);
  const length = readLength(fields);
  const onStep = check.optionalFunction(fields.onStep, 'onStep');
  const onEpoch = check.optionalFunction(fields.onEpoch, 'onEpoch');
  const validation = check.optionalBoolean(fields.validation, 'validation');
  // Missing validation data fail before the first step, not at the end of the first epoch.
  if (validation && !(await trainer.progress()).validation) await trainer.evaluate('validation', control);

  /** @type {HistoryRow[]} */
  const history = [];
  let metrics = new MeanMetrics();
  let start = performance.now();
  let finished = null;
  const finishRow = async (/** @type {StepReport} */ report, /** @type {boolean} */ endsEpoch) => {
    const evaluation =
      (validation ?? (await trainer.progress()).validation) ? await trainer.evaluate('validation', control) : null;
    const row = metrics.row(report, endsEpoch, evaluation, (performance.now() - start) / 1000);
    history.push(row);
    await onEpoch?.(row);
    metrics = new MeanMetrics();
    start = performance.now();
  };
  /** @type {StepReport | null} */
  let last = null;
  for await (const { report, count, endsEpoch } of runSteps(
    trainer,
    length,
    onStep ? 1 : Number.POSITIVE_INFINITY,
    control,
  )) {
    finished = report.finished;
    if (report.samples > 0) {
      metrics.add(report, count);
      last = report;
      await onStep?.(report);
    }
    if (endsEpoch && last) {
      await finishRow(last, true);
      last = null;
    }
  }
  if (last) await finishRow(last, false);
  return { history, finished };
}

/** @type {(trainer: Trainer, options: unknown) => AsyncGenerator<StepReport, void, void>} */
export async function* train(trainer, options) {
  const fields = check.object(options, 'options');
  const control = check.control(fields);
  const every = check.integer(fields.every ?? 100, 'every', 1);
  let metrics = new MeanMetrics();
  /** @type {StepReport | null} */
  let last = null;
  for await (const { report, count } of runSteps(trainer, readLength(fields), every, control)) {
    if (report.samples > 0) {
      metrics.add(report, count);
      last = report;
    }
    if (last && (metrics.steps >= every || report.finished)) {
      yield metrics.report(last);
      metrics = new MeanMetrics();
      last = null;
    }
  }
  if (last) yield metrics.report(last);
}

/**
 * @param {Record<string, unknown>} fields
 * @returns {{ epochs?: number, steps?: number }}
 */
function readLength({ epochs, steps }) {
  const length = { epochs: check.optionalInteger(epochs, 'epochs'), steps: check.optionalInteger(steps, 'steps') };
  if ((length.epochs === undefined) !== (length.steps === undefined)) return length;
  const found = length.epochs === undefined ? 'neither' : 'both';
  const message = `options: expected one of epochs and steps, found ${found}`;
  throw new InkgradError('data', message, {
    id: 'data.epochs_or_steps',
    path: 'options',
    expected: 'one of epochs and steps',
    found,
  });
}

/**
 * Takes steps in calls of about `TARGET_CALL_MS`. A call does not pass the end of an epoch, and at most `every` steps are
 * between two reports. The reports say where an epoch ends, since other calls may take steps or set data in between.
 *
 * @param {Trainer} trainer
 * @param {{ epochs?: number, steps?: number }} length
 * @param {number} every
 * @param {Control} control
 * @returns {AsyncGenerator<{ report: StepReport, count: number, endsEpoch: boolean }, void, void>}
 */
async function* runSteps(
  trainer,
  { epochs = Number.POSITIVE_INFINITY, steps = Number.POSITIVE_INFINITY },
  every,
  control,
) {
  let [epochsEnded, stepsTaken, stepsSinceReport, callSteps] = [0, 0, 0, 1];
  let { stepsLeft, step: previousStep, epoch } = await trainer.progress();
  while (epochsEnded < epochs && stepsTaken < steps) {
    const count = Math.min(stepsLeft, steps - stepsTaken, every - stepsSinceReport, callSteps);
    const start = performance.now();
    const report = await trainer.step(count, control);
    const milliseconds = performance.now() - start;
    callSteps = Math.max(1, Math.min(2 * count, Math.floor((count * TARGET_CALL_MS) / Math.max(milliseconds, 0.01))));
    stepsTaken += count;
    stepsSinceReport = (stepsSinceReport + count) % every;
    const endsEpoch = Math.floor(report.epoch) > epoch;
    epochsEnded += Number(endsEpoch);
    yield { report, count, endsEpoch };
    if (report.finished) return;
    stepsLeft -= report.step - previousStep;
    previousStep = report.step;
    if (endsEpoch || stepsLeft < 1) ({ stepsLeft, step: previousStep, epoch } = await trainer.progress());
  }
}

/** Mean loss and accuracy over the samples of several reports. */
class MeanMetrics {
  #samples = 0;
  #loss = 0;
  #correct = 0;
  steps = 0;

  /**
   * @param {StepReport} report
   * @param {number} steps of the report
   */
  add({ samples, loss, accuracy }, steps) {
    this.steps += steps;
    this.#samples += samples;
    this.#loss += loss * samples;
    this.#correct += (accuracy ?? Number.NaN) * samples;
  }

  get #means() {
    const accuracy = this.#correct / this.#samples;
    return { loss: this.#loss / this.#samples, accuracy: Number.isNaN(accuracy) ? null : accuracy };
  }

  /**
   * @param {StepReport} last
   * @returns {StepReport}
   */
  report(last) {
    return { ...last, samples: this.#samples, ...this.#means };
  }

  /**
   * @param {StepReport} last
   * @param {boolean} endsEpoch false for a part of an epoch
   * @param {import('./inkgrad.js').Evaluation | null} validation
   * @param {number} seconds
   * @returns {HistoryRow}
   */
  row({ epoch, step, learningRate }, endsEpoch, validation, seconds) {
    return {
      epoch: Math.floor(epoch) + (endsEpoch ? 0 : 1),
      step,
      ...this.#means,
      validationLoss: validation?.loss ?? null,
      validationAccuracy: validation?.accuracy ?? null,
      learningRate,
      seconds,
    };
  }
}
