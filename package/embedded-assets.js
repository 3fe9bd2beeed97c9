/// <reference path="./text-modules.d.ts" />

/**
 * @file Binaries and the workers' script as text, each a module that is fetched only where the file itself does not come
 * from its address: bundlers that move the entry and leave such a file behind take its text along.
 */

/** Gzip in base64. */
export const binaries = {
  simd128: () => import('./inkgrad-simd128-text.js'),
  'relaxed-simd': () => import('./inkgrad-relaxed-simd-text.js'),
};

/** A script without imports. */
export const worker = () => import('./inkgrad-worker-text.js');
