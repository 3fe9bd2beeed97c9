/**
 * @file The data sets: what page and workers must know of one, and what of it a run uses. A manifest names the files of
 * those that come with the page; the content of one's own is a `Blob` (`stored-data.js`).
 */

/**
 * @typedef {'mnist' | 'digits' | 'iris' | 'wine' | 'breast_cancer'} DataSetName of those that come with the page
 * @typedef {{ box: number, centre: 'mass' | 'box' }} Fit
 *
 * @typedef {object} DataSet
 * @property {string} name its own, or the id of one's own data
 * @property {string} [title] as the person has named it; those of the page have texts
 * @property {number[]} shape of one sample: channels, height and width of a picture, or the number of a table's features,
 *   which has one for each category
 * @property {number} classes 0 where a number is to be predicted
 * @property {readonly string[]} [classNames] numbers without
 * @property {number} scale factor from stored values to the network's input
 * @property {readonly import('./table.js').Column[]} [columns] of one's own table
 * @property {import('./table.js').Target} [target] of a table: what is predicted
 * @property {Fit} [fit] how pictures are placed in their frame, so that drawings are preprocessed alike
 * @property {string} [within] name of the data set among whose samples these are trained on: they are none to choose alone
 *
 * What of a data set a run uses. Left out: all of it, divided as it comes.
 *
 * @typedef {object} Selection
 * @property {number} [validation] share of the samples that is held back, 0..1, in place of the part that comes with it
 * @property {number} [split_seed] of the order in which samples are divided [0]
 * @property {number} [limit] training samples that are used at most
 * @property {number} [noise] share of training samples that get the label of another class, 0..1
 *
 * @typedef {{ name: string, share: number }} Hand one's own samples among the training samples: the id of their content, and
 *   their share of an epoch, 0..1; the rest are samples of the data set
 *
 * @typedef {{ name: string, own?: DataSet, hand?: Hand } & Selection} Dataset `own` describes one that does not come with the
 *   page
 */

/** Columns of the tables come with their data. @satisfies {Record<DataSetName, DataSet>} */
export const dataSets = {
  mnist: { name: 'mnist', shape: [1, 28, 28], classes: 10, scale: 1 / 255, fit: { box: 20 / 28, centre: 'mass' } },
  digits: { name: 'digits', shape: [1, 8, 8], classes: 10, scale: 1 / 16, fit: { box: 1, centre: 'box' } },
  iris: { name: 'iris', shape: [4], classes: 3, classNames: ['setosa', 'versicolor', 'virginica'], scale: 1 },
  wine: { name: 'wine', shape: [13], classes: 3, classNames: ['class 0', 'class 1', 'class 2'], scale: 1 },
  breast_cancer: { name: 'breast_cancer', shape: [30], classes: 2, classNames: ['malignant', 'benign'], scale: 1 },
};

export const dataSetNames = /** @type {DataSetName[]} */ (Object.keys(dataSets));

/**
 * @param {Dataset} dataset
 * @returns {DataSet}
 */
export function dataSetOf({ name, own }) {
  return own ?? dataSets[/** @type {DataSetName} */ (name)];
}

/** @param {DataSet} dataSet @returns {dataSet is DataSet & { shape: [number, number, number] }} */
export function hasPictures({ shape }) {
  return shape.length === 3;
}

/** @param {DataSet} dataSet @returns {boolean} whether its samples are rows with a value for each column */
export function isTable({ shape }) {
  return shape.length === 1;
}

/**
 * @param {Pick<DataSet, 'fit'>} dataSet
 * @returns {Fit}
 */
export function fitOf({ fit }) {
  return fit ?? dataSets.mnist.fit;
}

/**
 * @param {DataSet} dataSet
 * @returns {number} outputs of a network for it
 */
export function outputsOf({ classes }) {
  return classes === 0 ? 1 : classes;
}

/**
 * @param {DataSet} dataSet
 * @param {number} index of a class
 * @returns {string}
 */
export function classNameOf({ classNames }, index) {
  return classNames?.[index] ?? String(index);
}

/**
 * @param {readonly number[]} shape
 * @returns {number} values of one sample
 */
export function sizeOf(shape) {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * @param {Dataset} dataset
 * @returns {boolean} whether it is used otherwise than it comes
 */
export function isSelected({ validation, limit, noise }) {
  return validation !== undefined || limit !== undefined || (noise ?? 0) > 0;
}
