/** @file The package's entry: what may be imported from `inkgrad`. Importing it does nothing but that. */

export { InkgradError } from './error.js';
export { load } from './load.js';
