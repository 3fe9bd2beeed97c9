/** @file The GPU's part of the package, in a file of its own: it is fetched where a GPU is asked for, and only there. */

export { openGpu } from './gpu/gpu.js';
