/** @file The curves of one run: rows of means and of validations by step, thinned out evenly as they grow. */

/** Rows at which every two are made one: more than a chart has pixels. */
const MOST_ROWS = 1600;

/**
 * @typedef {object} Row
 * @property {number} step
 * @property {number | null} loss
 * @property {number | null} accuracy
 * @property {number | null} validationLoss
 * @property {number | null} validationAccuracy
 *
 * @typedef {{ step: number, loss: number, accuracy: number | null }} Point
 * @typedef {{ rows: Row[], epochs: number[], stride: number, pending: Point[] }} StoredHistory
 */

export class History {
  /** @type {Row[]} */
  rows;
  /** @type {number[]} steps at which an epoch ended */
  epochs;
  #stride;
  /** @type {Point[]} */
  #pending;

  /** @param {StoredHistory} [stored] */
  constructor(stored = { rows: [], epochs: [], stride: 1, pending: [] }) {
    this.rows = stored.rows;
    this.epochs = stored.epochs;
    this.#stride = stored.stride;
    this.#pending = stored.pending;
  }

  /** @returns {StoredHistory} */
  toStored() {
    return { rows: this.rows, epochs: this.epochs, stride: this.#stride, pending: this.#pending };
  }

  /** @returns {number} points of the training curve */
  get points() {
    return this.rows.reduce((count, row) => count + (row.loss === null ? 0 : 1), 0);
  }

  /** @param {Point} point */
  add(point) {
    this.#pending.push(point);
    if (this.#pending.length < this.#stride) return;
    this.#push({ ...mean(this.#pending), validationLoss: null, validationAccuracy: null });
    this.#pending = [];
  }

  /** @param {Point} point */
  addValidation({ step, loss, accuracy }) {
    const last = this.rows.at(-1);
    const measured = { validationLoss: loss, validationAccuracy: accuracy };
    if (last?.step === step) this.rows[this.rows.length - 1] = { ...last, ...measured };
    else if (!last || last.step < step) this.#push({ step, loss: null, accuracy: null, ...measured });
  }

  /** @param {number} step that the run has gone back to; what lies after it is forgotten */
  cutAfter(step) {
    this.#pending = this.#pending.filter((point) => point.step <= step);
    this.rows = this.rows.filter((row) => row.step <= step);
    this.epochs = this.epochs.filter((end) => end <= step);
  }

  /** @param {number} step */
  addEpoch(step) {
    this.epochs.push(step);
  }

  /** @param {Row} row */
  #push(row) {
    this.rows.push(row);
    if (this.rows.length < MOST_ROWS) return;
    this.rows = thin(this.rows);
    this.#stride *= 2;
  }
}

/**
 * @param {Row[]} rows
 * @returns {Row[]} two training rows made one each; validations stay
 */
function thin(rows) {
  /** @type {Row[]} */
  const thinned = [];
  /** @type {Row | null} */
  let first = null;
  for (const row of rows) {
    if (row.validationLoss !== null) {
      if (first) thinned.push(first);
      thinned.push(row);
      first = null;
    } else if (first) {
      thinned.push({ ...row, ...mean([first, row].map(asPoint)) });
      first = null;
    } else first = row;
  }
  return first ? [...thinned, first] : thinned;
}

/**
 * @param {Row} row
 * @returns {Point}
 */
function asPoint({ step, loss, accuracy }) {
  return { step, loss: loss ?? Number.NaN, accuracy };
}

/**
 * @param {Point[]} points at least one
 * @returns {Point} at the last one's step
 */
function mean(points) {
  const last = /** @type {Point} */ (points.at(-1));
  const loss = points.reduce((sum, point) => sum + point.loss, 0) / points.length;
  const accurate = points.every(({ accuracy }) => accuracy !== null);
  const sum = points.reduce((total, { accuracy }) => total + (accuracy ?? 0), 0);
  return { step: last.step, loss, accuracy: accurate ? sum / points.length : null };
}

/**
 * An exponential mean that begins at the first value and passes over gaps.
 *
 * @param {(number | null)[]} values
 * @param {number} weight of what came before, 0..1
 * @returns {(number | null)[]}
 */
export function smooth(values, weight) {
  /** @type {number | null} */
  let kept = null;
  return values.map((value) => {
    if (value === null) return null;
    kept = kept === null ? value : weight * kept + (1 - weight) * value;
    return kept;
  });
}
