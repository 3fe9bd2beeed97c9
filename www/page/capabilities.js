/** @file What a browser must have before anything else is tried, found without starting anything. */

/** The smallest module with a SIMD instruction (`v128.const`, dropped): valid exactly where wasm SIMD is. */
const SIMD_MODULE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 23, 1, 21, 0, 253, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 26, 11,
];

/**
 * @param {Record<string, any>} scope the page's global
 * @returns {'workers' | 'wasm' | 'simd' | 'channels' | 'observers' | 'streams' | null} what is missing
 */
export function missing(scope) {
  if (typeof scope.Worker !== 'function') return 'workers';
  if (typeof scope.WebAssembly?.validate !== 'function') return 'wasm';
  if (!scope.WebAssembly.validate(new Uint8Array(SIMD_MODULE))) return 'simd';
  if (typeof scope.MessageChannel !== 'function') return 'channels';
  if (typeof scope.IntersectionObserver !== 'function' || typeof scope.ResizeObserver !== 'function')
    return 'observers';
  return typeof scope.DecompressionStream === 'function' ? null : 'streams';
}
