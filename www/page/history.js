/** @file The curves of one run: rows of means and of validations by step, thinned out evenly as they grow. */

/** Rows at which every two of the training curve are made one: more than a chart has pixels. */
const MOST_ROWS = 1600;

/** Validations above which some are dropped, so that they never crowd the training curve out. */
const MOST_VALIDATIONS = 400;

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

  /** @returns {History} the same rows, which grow apart from these */
  copy() {
    return new History(structuredClone(this.toStored()));
  }

  /** @returns {number} points of the training curve */
  get points() {
    return this.rows.reduce((count, row) => count + (row.loss === null ? 0 : 1), 0);
  }

  /** @param {Point} point */
  add(point) {
    this.#pending.push(point);
    if (this.#pending.length < this.#stride) return;
    const merged = mean(this.#pending, this.#lastTrainingStep());
    this.#pending = [];
    this.#push({ ...merged, validationLoss: null, validationAccuracy: null });
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

  /**
   * @param {number} step
   * @returns {History} another one, with what lies up to this step
   */
  copyUntil(step) {
    const copy = new History(this.toStored());
    copy.cutAfter(step);
    return copy;
  }

  /** @param {number} step */
  addEpoch(step) {
    this.epochs.push(step);
  }

  /** @returns {number} the step up to which the rows tell of the training */
  #lastTrainingStep() {
    return this.rows.findLast(({ loss }) => loss !== null)?.step ?? 0;
  }

  /** @param {Row} row */
  #push(row) {
    this.rows.push(row);
    if (this.rows.length < MOST_ROWS) return;
    this.rows = thinValidations(this.rows);
    if (this.rows.length <= MOST_ROWS - MOST_VALIDATIONS) return;
    this.rows = thinTraining(this.rows);
    this.#stride *= 2;
  }
}

/**
 * @param {Row[]} rows
 * @returns {Row[]} where there are too many validations, those left that lie evenly apart, the last one among them
 */
function thinValidations(rows) {
  const steps = rows.filter(isValidation).map(({ step }) => step);
  if (steps.length <= MOST_VALIDATIONS) return rows;
  const last = /** @type {number} */ (steps.at(-1));
  const apart = (2 * last) / MOST_VALIDATIONS;
  let next = 0;
  return rows.flatMap((row) => {
    if (!isValidation(row)) return [row];
    if (row.step >= next || row.step === last) {
      next = row.step + apart;
      return [row];
    }
    return row.loss === null ? [] : [{ ...row, validationLoss: null, validationAccuracy: null }];
  });
}

/**
 * @param {Row[]} rows
 * @returns {Row[]} two training rows made one each; rows with validations stay
 */
function thinTraining(rows) {
  /** @type {Row[]} */
  const thinned = [];
  /** @type {Row | null} */
  let first = null;
  let before = 0;
  for (const row of rows) {
    if (isValidation(row)) {
      if (first) thinned.push(first);
      thinned.push(row);
      first = null;
    } else if (first) {
      thinned.push({ ...row, ...mean([first, row].map(asPoint), before) });
      first = null;
    } else {
      first = row;
      before = thinned.findLast(({ loss }) => loss !== null)?.step ?? 0;
    }
  }
  return first ? [...thinned, first] : thinned;
}

/** @param {Row} row */
function isValidation({ validationLoss }) {
  return validationLoss !== null;
}

/**
 * @param {Row} row
 * @returns {Point}
 */
function asPoint({ step, loss, accuracy }) {
  return { step, loss: loss ?? Number.NaN, accuracy };
}

/**
 * The mean over steps: a point tells of all steps since the one before it, and counts as many times.
 *
 * @param {Point[]} points at least one, in order
 * @param {number} before step of the point before them
 * @returns {Point} at the last one's step
 */
function mean(points, before) {
  const last = /** @type {Point} */ (points.at(-1));
  const weights = points.map(({ step }, at) => Math.max(1, step - (points[at - 1]?.step ?? before)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const average = (/** @type {(point: Point) => number} */ value) =>
    points.reduce((sum, point, at) => sum + value(point) * (weights[at] ?? 0), 0) / total;
  const accurate = points.every(({ accuracy }) => accuracy !== null);
  return {
    step: last.step,
    loss: average(({ loss }) => loss),
    accuracy: accurate ? average(({ accuracy }) => accuracy ?? 0) : null,
  };
}
