/** @file The rows of a run as other tools name them: scalars by tag, JSON lines, and a table. */

/**
 * @typedef {import('../../../history.js').Row} Row
 * @typedef {import('./tensorboard.js').Scalars} Scalars
 */

/** What a row holds, by the names that TensorBoard, Weights & Biases and MLflow group by. */
const tags = /** @type {const} */ ([
  ['train/loss', 'loss'],
  ['train/accuracy', 'accuracy'],
  ['validation/loss', 'validationLoss'],
  ['validation/accuracy', 'validationAccuracy'],
]);

/**
 * @param {readonly Row[]} rows
 * @returns {Scalars[]} what was measured at each step
 */
export function scalarsOf(rows) {
  return rows.flatMap((row) => {
    const values = tags.flatMap(([tag, field]) => {
      const value = row[field];
      return value === null ? [] : [/** @type {[string, number]} */ ([tag, value])];
    });
    return values.length > 0 ? [{ step: row.step, values }] : [];
  });
}

/**
 * @param {readonly Row[]} rows
 * @returns {string} an object a line: its step, and what was measured there. What is no number is left out, as JSON has none
 */
export function jsonLines(rows) {
  const lines = scalarsOf(rows).map(({ step, values }) => {
    const finite = values.filter(([, value]) => Number.isFinite(value));
    return JSON.stringify({ step, ...Object.fromEntries(finite) });
  });
  return lines.map((line) => `${line}\n`).join('');
}

/**
 * @param {readonly Row[]} rows
 * @returns {string} comma-separated, with a header; empty where nothing was measured
 */
export function commaSeparated(rows) {
  const header = ['step', ...tags.map(([tag]) => tag)].join(',');
  const lines = rows.map((row) => [row.step, ...tags.map(([, field]) => row[field] ?? '')].join(','));
  return `${[header, ...lines].join('\n')}\n`;
}
