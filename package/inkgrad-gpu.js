/** @file The entry of the GPU trainer, a separate file that is fetched only if a GPU is requested. */

export { openGpu } from './gpu/gpu.js';
