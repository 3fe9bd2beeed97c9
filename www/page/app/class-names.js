/** @file Names of the classes of the data set in use: digits, or those of one's own data. */

import { classNameOf, dataSetOf } from '../../shared/data-sets.js';
import { useApp } from './context.js';

/**
 * @param {{ experiment: { readonly value: Pick<import('../../shared/experiment.js').Experiment, 'dataset'> } }} state
 * @returns {(index: number) => string} the name of a class
 */
export function classNames({ experiment }) {
  const dataSet = dataSetOf(experiment.value.dataset);
  return (index) => classNameOf(dataSet, index);
}

/** @returns {(index: number) => string} the name of a class; a component that calls it redraws when the data set changes */
export function useClassNames() {
  return classNames(useApp().state);
}
