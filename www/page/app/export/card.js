/**
 * @file What the model card of an export says of the data and of how inputs are prepared. The card is a file for other
 * programs and other people: the core writes it in English, and so is this.
 */

import { dataSetOf, fitOf, hasPictures } from '../../../shared/data-sets.js';

/**
 * @typedef {import('../../../shared/data-sets.js').DataSet} DataSet
 * @typedef {import('../../../shared/data-sets.js').Dataset} Dataset
 * @typedef {import('../../../shared/table.js').Table} Table
 * @typedef {import('inkgrad').ExportOptions} ExportOptions
 */

/** Where the page's own data are from, and their licence. @type {Record<string, string>} */
const sources = {
  mnist: 'MNIST, handwritten digits of 28 × 28 (Y. LeCun, C. Cortes, C. J. C. Burges; CC BY-SA 3.0)',
  digits:
    'Optical Recognition of Handwritten Digits, 8 × 8 (E. Alpaydin, C. Kaynak; UCI Machine Learning Repository; CC BY 4.0)',
  iris: 'Iris (R. A. Fisher; UCI Machine Learning Repository; CC BY 4.0)',
  wine: 'Wine (S. Aeberhard, M. Forina; UCI Machine Learning Repository; CC BY 4.0)',
  breast_cancer:
    'Breast Cancer Wisconsin (Diagnostic) (W. Wolberg, O. Mangasarian, N. Street, W. Street; UCI Machine Learning Repository; CC BY 4.0)',
};

/**
 * @param {object} facts
 * @param {Dataset} facts.dataset
 * @param {Table | undefined} facts.table
 * @param {{ step: number, accuracy: number | null } | null} facts.validation the last evaluation
 * @param {number} facts.step of the exported state
 * @returns {ExportOptions}
 */
export function cardOf({ dataset, table, validation, step }) {
  const dataSet = dataSetOf(dataset);
  const accuracy = validation?.accuracy ?? null;
  const limits = [
    accuracy !== null && `The accuracy is that of the validation samples at step ${validation?.step} of ${step}.`,
    (dataset.noise ?? 0) > 0 && `${percent(dataset.noise)} of the training labels were made wrong on purpose.`,
    hasPictures(dataSet) &&
      'It knows pictures that are prepared as above; others may look familiar and be read wrongly.',
  ].filter((limit) => limit !== false);
  return {
    data: dataText(dataset),
    ...(accuracy !== null && { accuracy }),
    preprocessing: hasPictures(dataSet) ? pictureText(dataSet) : tableText(table),
    ...(limits.length > 0 && { limits: limits.join(' ') }),
  };
}

/** @param {Dataset} dataset */
function dataText(dataset) {
  const { name, own, limit, validation, hand } = dataset;
  const from =
    sources[name] ?? `“${own?.title ?? name}”, data that a person imported or drew; their licence is not known`;
  return [
    from,
    limit !== undefined && `of these ${limit} samples at most`,
    validation !== undefined && `${percent(validation)} of them held back for validation`,
    hand && `with ${percent(hand.share)} of each epoch from the person's own drawings`,
  ]
    .filter((part) => part)
    .join('; ');
}

/** @param {DataSet} dataSet */
function pictureText(dataSet) {
  const [channels, height, width] = dataSet.shape;
  const { box, centre } = fitOf(dataSet);
  const side = Math.round(box * Math.max(height ?? 1, width ?? 1));
  const kind = channels === 1 ? 'Grey pictures' : `Pictures of ${channels} channels`;
  const place = centre === 'mass' ? 'its centre of mass in the middle' : 'its frame in the middle';
  return `${kind} of ${height} × ${width}, ink light on dark: 0 is none. A drawing is cropped to its ink, scaled by area to a longer side of ${side}, and placed with ${place}.`;
}

/** @param {Table | undefined} table */
function tableText(table) {
  if (!table) return 'Columns are standardised: each value minus the mean of its column, by its deviation.';
  const columns = table.columns.map(({ name, unit, kind, categories, mean, deviation }) =>
    kind === 'numeric'
      ? `${name}${unit ? ` [${unit}]` : ''} (value − ${mean}) / ${deviation}`
      : `${name} one-hot over ${(categories ?? []).join(', ')}`,
  );
  const { target } = table;
  const output =
    target.mean !== 0 || target.deviation !== 1
      ? ` The output times ${target.deviation} plus ${target.mean} is ${target.name}${target.unit ? ` [${target.unit}]` : ''}.`
      : '';
  return `Inputs in this order: ${columns.join('; ')}.${output}`;
}

/** @param {number | undefined} share */
function percent(share = 0) {
  return `${Math.round(1000 * share) / 10} %`;
}
