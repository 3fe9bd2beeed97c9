/** @file Means of a run's training curve over spans of steps, and the last step at which the loss was still sound. */

/**
 * @typedef {import('./history.js').Row} Row
 * @typedef {{ from: number, to: number, loss: number, accuracy: number | null }} Span of the steps after `from` up to `to`
 */

/** Steps of one span of the smoothed loss. */
const SPAN = 20;

/** A loss is sound up to this part of the way from the least loss to the first. */
const SOUND = 0.1;

/** Steps that training goes back at least. */
const STEPS_BACK = 40;

/**
 * @param {Row[]} rows
 * @returns {Span[]} one a row; a loss that is no number is infinite
 */
function trainingSpans(rows) {
  let from = 0;
  return rows.flatMap(({ step, loss, accuracy }) => {
    if (loss === null) return [];
    const span = { from, to: step, loss: Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY, accuracy };
    from = step;
    return [span];
  });
}

/**
 * @param {Row[]} rows
 * @param {number} from exclusive
 * @param {number} to inclusive
 * @param {'loss' | 'accuracy'} [field]
 * @returns {number} the mean over these steps; NaN where the curve does not tell of them
 */
export function meanOver(rows, from, to, field = 'loss') {
  let [sum, steps] = [0, 0];
  for (const span of trainingSpans(rows)) {
    const value = span[field];
    const weight = Math.min(to, span.to) - Math.max(from, span.from);
    if (weight <= 0 || value === null) continue;
    sum += weight * value;
    steps += weight;
  }
  return steps > 0 ? sum / steps : Number.NaN;
}

/**
 * @param {Row[]} rows
 * @returns {Span[]} rows joined until each span has `SPAN` steps at least, but the first, which is the loss at the
 *   beginning; the accuracy of joined ones is that of the first
 */
export function smoothed(rows) {
  const [first, ...rest] = trainingSpans(rows);
  if (!first) return [];
  const spans = [first];
  for (const span of rest) {
    const last = /** @type {typeof span} */ (spans.at(-1));
    if (spans.length > 1 && last.to - last.from < SPAN) spans[spans.length - 1] = joined(last, span);
    else spans.push(span);
  }
  return spans;
}

/**
 * @param {Span} a
 * @param {Span} b that follows
 * @returns {Span}
 */
function joined(a, b) {
  const loss = (a.loss * (a.to - a.from) + b.loss * (b.to - b.from)) / (b.to - a.from);
  return { ...a, to: b.to, loss };
}

/**
 * @param {Row[]} rows
 * @param {number} step at which training is
 * @returns {number} the step to which it should go back: at least `STEPS_BACK` ago, and before the loss rose for good
 */
export function soundStep(rows, step) {
  const spans = smoothed(rows);
  const first = spans[0]?.loss ?? Number.NaN;
  const least = Math.min(...spans.map(({ loss }) => loss));
  const sound = spans.findLast(({ loss }) => loss <= least + SOUND * Math.max(0, first - least));
  return Math.max(0, Math.min(step - STEPS_BACK, sound?.to ?? 0));
}
