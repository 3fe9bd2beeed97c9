/**
 * @file The data sets of the page: shape, scale and how a drawing is fitted. A manifest per data set names its files.
 */

/**
 * @typedef {'mnist' | 'digits'} DataSetName
 * @typedef {{ box: number, centre: 'mass' | 'box' }} Fit
 * @typedef {object} DataSet
 * @property {DataSetName} name
 * @property {[number, number, number]} shape channels, height, width of one image
 * @property {number} classes
 * @property {number} scale factor from stored values to 0..1
 * @property {Fit} fit how images are placed in their frame, so that drawings are preprocessed alike
 */

/** @type {Record<DataSetName, DataSet>} */
export const dataSets = {
  mnist: { name: 'mnist', shape: [1, 28, 28], classes: 10, scale: 1 / 255, fit: { box: 20 / 28, centre: 'mass' } },
  digits: { name: 'digits', shape: [1, 8, 8], classes: 10, scale: 1 / 16, fit: { box: 1, centre: 'box' } },
};

/** @type {DataSetName[]} */
export const dataSetNames = ['mnist', 'digits'];
