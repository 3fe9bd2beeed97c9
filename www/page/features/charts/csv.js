/** @file The rows of a run as a CSV file, in full precision. */

/** @typedef {import('../../history.js').Row} Row */

/** Columns of the file, and what of a row stands in them. */
const columns = /** @type {const} */ ([
  ['step', 'step'],
  ['loss', 'loss'],
  ['accuracy', 'accuracy'],
  ['validation_loss', 'validationLoss'],
  ['validation_accuracy', 'validationAccuracy'],
]);

/**
 * @param {Row[]} rows
 * @returns {string} what was not measured is left empty
 */
export function toCsv(rows) {
  const lines = rows.map((row) => columns.map(([, name]) => row[name] ?? '').join(','));
  return `${[columns.map(([head]) => head).join(','), ...lines].join('\n')}\n`;
}
