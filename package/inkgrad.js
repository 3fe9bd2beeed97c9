/** @file The entry of the package. Importing it has no side effects. */

export { InkgradError } from './error.js';
export { load } from './load.js';
