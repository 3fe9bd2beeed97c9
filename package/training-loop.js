/** @file Training by epochs or by many steps: `fit` and `train`, made of calls of `step` and `evaluate`. */

import * as check from './arguments.js';
import { InkgradError } from './error.js';

/**
 * @typedef {import('./inkgrad.js').StepReport} StepReport
 * @typedef {import('./inkgrad.js').HistoryRow} HistoryRow
 * @typedef {import('./arguments.js').Control} Control
 */

/**
 * @typedef {object} Trainer the calls of a session
 * @property {(count: number, control: Control) => Promise<StepReport>} step
 * @property {(part: 'validation', control: Control) => Promise<import('./inkgrad.js').Evaluation>} evaluate
 * @property {() => Promise<{ stepsLeft: number, step: number, epoch: number, validation: boolean }>} progress steps to
 *   the end of the epoch at hand, steps and whole epochs since creation, and whether there are validation data
 */

/** Milliseconds that a call of several steps should last, so that calls made meanwhile do not wait long. */
const CALL = 50;

/** @type {(trainer: Trainer, options: unknown) => Promise<import('./inkgrad.js').FitResult>} */
export async function fit(trainer, options) {
  const given = check.object(options, 'options');
  const control = check.control(given);
  const length = lengthOf(given);
  const onStep = check.optionalFunction(given.onStep, 'onStep');
  const onEpoch = check.optionalFunction(given.onEpoch, 'onEpoch');
  const validation = check.optionalFlag(given.validation, 'validation');
  // What would fail at the end of an epoch fails before the first step.
  if (validation && !(await trainer.progress()).validation) await trainer.evaluate('validation', control);

  /** @type {HistoryRow[]} */
  const history = [];
  let means = new Means();
  let begun = performance.now();
  let finished = null;
  const close = async (/** @type {StepReport} */ report, /** @type {boolean} */ ends) => {
    const measured =
      (validation ?? (await trainer.progress()).validation) ? await trainer.evaluate('validation', control) : null;
    const row = means.row(report, ends, measured, (performance.now() - begun) / 1000);
    history.push(row);
    await onEpoch?.(row);
    means = new Means();
    begun = performance.now();
  };
  /** @type {StepReport | null} */
  let last = null;
  for await (const { report, count, ends } of walk(trainer, length, onStep ? 1 : Number.POSITIVE_INFINITY, control)) {
    finished = report.finished;
    if (report.samples > 0) {
      means.add(report, count);
      last = report;
      await onStep?.(report);
    }
    if (ends && last) {
      await close(last, true);
      last = null;
    }
  }
  if (last) await close(last, false);
  return { history, finished };
}

/** @type {(trainer: Trainer, options: unknown) => AsyncGenerator<StepReport, void, void>} */
export async function* train(trainer, options) {
  const given = check.object(options, 'options');
  const control = check.control(given);
  const every = check.whole(given.every ?? 100, 'every', 1);
  let means = new Means();
  /** @type {StepReport | null} */
  let last = null;
  for await (const { report, count } of walk(trainer, lengthOf(given), every, control)) {
    if (report.samples > 0) {
      means.add(report, count);
      last = report;
    }
    if (last && (means.steps >= every || report.finished)) {
      yield means.report(last);
      means = new Means();
      last = null;
    }
  }
  if (last) yield means.report(last);
}

/**
 * @param {Record<string, unknown>} given
 * @returns {{ epochs?: number, steps?: number }}
 */
function lengthOf({ epochs, steps }) {
  const length = { epochs: check.optionalWhole(epochs, 'epochs'), steps: check.optionalWhole(steps, 'steps') };
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
 * Steps in calls of some milliseconds, of at most `every` steps together, none beyond an epoch's end. Where an epoch ends
 * is told by the reports: other calls may take steps, or set data, in between.
 *
 * @param {Trainer} trainer
 * @param {{ epochs?: number, steps?: number }} length
 * @param {number} every
 * @param {Control} control
 * @returns {AsyncGenerator<{ report: StepReport, count: number, ends: boolean }, void, void>} `ends` where an epoch does
 */
async function* walk(trainer, { epochs = Number.POSITIVE_INFINITY, steps = Number.POSITIVE_INFINITY }, every, control) {
  let [ended, taken, sinceEvery, pace] = [0, 0, 0, 1];
  let { stepsLeft, step: before, epoch } = await trainer.progress();
  while (ended < epochs && taken < steps) {
    const count = Math.min(stepsLeft, steps - taken, every - sinceEvery, pace);
    const begun = performance.now();
    const report = await trainer.step(count, control);
    const milliseconds = performance.now() - begun;
    pace = Math.max(1, Math.min(2 * count, Math.floor((count * CALL) / Math.max(milliseconds, 0.01))));
    taken += count;
    sinceEvery = (sinceEvery + count) % every;
    const ends = Math.floor(report.epoch) > epoch;
    ended += Number(ends);
    yield { report, count, ends };
    if (report.finished) return;
    stepsLeft -= report.step - before;
    before = report.step;
    if (ends || stepsLeft < 1) ({ stepsLeft, step: before, epoch } = await trainer.progress());
  }
}

/** Means over the samples of several reports. */
class Means {
  #samples = 0;
  #loss = 0;
  #right = 0;
  steps = 0;

  /**
   * @param {StepReport} report
   * @param {number} steps that it is of
   */
  add({ samples, loss, accuracy }, steps) {
    this.steps += steps;
    this.#samples += samples;
    this.#loss += loss * samples;
    this.#right += (accuracy ?? Number.NaN) * samples;
  }

  get #means() {
    const accuracy = this.#right / this.#samples;
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
   * @param {boolean} ends whether it is the last of an epoch
   * @param {import('./inkgrad.js').Evaluation | null} validation
   * @param {number} seconds
   * @returns {HistoryRow}
   */
  row({ epoch, step, learningRate }, ends, validation, seconds) {
    return {
      epoch: Math.floor(epoch) + (ends ? 0 : 1),
      step,
      ...this.#means,
      validationLoss: validation?.loss ?? null,
      validationAccuracy: validation?.accuracy ?? null,
      learningRate,
      seconds,
    };
  }
}
