/// <reference path="./text-modules.d.ts" />

/**
 * @file The binaries and the worker script as text, each in a separate module. A module is imported only if the file itself
 * cannot be fetched from its URL, as when a bundler has moved the entry but not the file.
 */

/** Gzip in base64. */
export const embeddedBinaries = {
  simd128: () => import('./inkgrad-simd128-text.js'),
  'relaxed-simd': () => import('./inkgrad-relaxed-simd-text.js'),
};

/** A bundled script without imports. */
export const embeddedWorker = () => import('./inkgrad-worker-text.js');
