/** @file The data sets of the page: shape, scale and how a drawing is fitted. Their files are named by a manifest each. */

/**
 * @typedef {'mnist' | 'digits'} DataSetName
 * @typedef {{ box: number, centre: 'mass' | 'box' }} Fit
 * @typedef {object} DataSet
 * @property {DataSetName} name
 * @property {[number, number, number]} shape channels, height, width of one picture
 * @property {number} classes
 * @property {number} scale what a stored value is multiplied by to lie in 0..1
 * @property {Fit} fit how the set's pictures lie in their frame, so that a drawing is prepared as they were
 */

/** @type {Record<DataSetName, DataSet>} */
export const dataSets = {
  mnist: { name: 'mnist', shape: [1, 28, 28], classes: 10, scale: 1 / 255, fit: { box: 20 / 28, centre: 'mass' } },
  digits: { name: 'digits', shape: [1, 8, 8], classes: 10, scale: 1 / 16, fit: { box: 1, centre: 'box' } },
};

/** @type {DataSetName[]} */
export const dataSetNames = ['mnist', 'digits'];
