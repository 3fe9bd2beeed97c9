/** @file What was measured of a run, by step. */

/** @typedef {import('../../history.js').Row} CurveRow */

/**
 * @param {CurveRow[]} rows
 * @param {Exclude<keyof CurveRow, 'step'>} field
 * @returns {{ steps: number[], values: (number | null)[] }} where it was measured
 */
export function columnOf(rows, field) {
  const measured = rows.filter((row) => row[field] !== null && Number.isFinite(row[field]));
  return { steps: measured.map(({ step }) => step), values: measured.map((row) => row[field]) };
}

/**
 * @param {CurveRow[]} rows
 * @param {Exclude<keyof CurveRow, 'step'>} field
 * @param {number | null} step null for the end
 * @returns {number | null} the last value measured up to there
 */
export function valueAt(rows, field, step) {
  const found = rows.findLast(
    (row) => row[field] !== null && Number.isFinite(row[field]) && (step === null || row.step <= step),
  );
  return found?.[field] ?? null;
}
