/** @file Which binary can run here, where it comes from, and its compilation. */

import { InkgradError, mismatch } from './error.js';

/** @typedef {import('./inkgrad.js').Build} Build */

/** Both addresses are written out: bundlers look for this very form. */
const addresses = {
  simd128: () => new URL('./inkgrad-simd128.wasm', import.meta.url),
  'relaxed-simd': () => new URL('./inkgrad-relaxed-simd.wasm', import.meta.url),
};

/** Modules of a function `() => v128` that are valid where their instructions are known: i32x4.splat and any_true, */
const SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 17, 11];
/** and i8x16.relaxed_swizzle. */
const RELAXED_SIMD = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15,
  253, 128, 2, 11,
];

/** Compiled once, however many instances are made of them. @type {Map<Build, Promise<WebAssembly.Module>>} */
const compiled = new Map();

/**
 * @param {Build | 'auto'} wanted
 * @returns {Build}
 */
export function chooseBuild(wanted) {
  const runs = (/** @type {number[]} */ module) =>
    typeof WebAssembly === 'object' && WebAssembly.validate(new Uint8Array(module));
  if (!runs(SIMD)) {
    const message = 'this browser or runtime has no WebAssembly SIMD, which inkgrad needs; a current one has it';
    throw new InkgradError('state', message);
  }
  const relaxed = runs(RELAXED_SIMD);
  if (wanted === 'relaxed-simd' && !relaxed) {
    throw mismatch('spec', 'build', 'a build that can run here', wanted, "take 'simd128' or 'auto'");
  }
  return wanted === 'auto' ? (relaxed ? 'relaxed-simd' : 'simd128') : wanted;
}

/**
 * @param {Build} build
 * @param {unknown} source the option `wasm`
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(build, source) {
  if (source === undefined) return compileOwn(build);
  const given = await (typeof source === 'function' ? source(build) : source);
  return compileGiven(given);
}

/** @param {Build} build */
function compileOwn(build) {
  const known = compiled.get(build);
  if (known) return known;
  const module = compileFrom(addresses[build]());
  compiled.set(build, module);
  module.catch(() => compiled.delete(build));
  return module;
}

/**
 * @param {unknown} given
 * @returns {Promise<WebAssembly.Module>}
 */
async function compileGiven(given) {
  const kind = Object.prototype.toString.call(given).slice(8, -1);
  if (kind === 'WebAssembly.Module') return /** @type {WebAssembly.Module} */ (given);
  if (kind === 'Response') return compileResponse(/** @type {Response} */ (given));
  if (kind === 'ArrayBuffer' || ArrayBuffer.isView(given)) return compileBytes(/** @type {BufferSource} */ (given));
  if (kind === 'URL' || typeof given === 'string') return compileFrom(/** @type {URL | string} */ (given));
  const expected = 'a URL, a Response, bytes, a WebAssembly.Module, or a function that gives one of them';
  throw mismatch('spec', 'wasm', expected, given);
}

/** @param {URL | string} address */
async function compileFrom(address) {
  if (/^file:/.test(String(address))) return compileBytes(await readFile(new URL(address)));
  const response = await fetch(address).catch((cause) => {
    throw unusable(`${address} did not come: ${cause.message}`, cause);
  });
  return compileResponse(response);
}

/**
 * Only runtimes outside the browser have files. The name is in a variable so that no bundler looks for the module.
 *
 * @param {URL} address
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function readFile(address) {
  const name = 'node:fs/promises';
  try {
    const { readFile } = await import(/* @vite-ignore */ /* webpackIgnore: true */ name);
    return await readFile(address);
  } catch (cause) {
    const remedy = 'in a browser, serve the files by http';
    throw unusable(`${address} cannot be read (${/** @type {Error} */ (cause).message}); ${remedy}`, cause);
  }
}

/** @param {Response} response */
async function compileResponse(response) {
  const { ok, status, url, headers } = response;
  if (!ok) throw unusable(`${url} did not come: the server answers ${status}`);
  // Streaming refuses any other type; hosts that do not know .wasm are many.
  if (headers.get('content-type') !== 'application/wasm') return compileBytes(await response.arrayBuffer());
  return WebAssembly.compileStreaming(response).catch((cause) => {
    throw unusable(`${url} is no binary of inkgrad: ${cause.message}`, cause);
  });
}

/** @param {BufferSource} bytes */
function compileBytes(bytes) {
  return WebAssembly.compile(bytes).catch((cause) => {
    throw unusable(`what came is no binary of inkgrad: ${cause.message}`, cause);
  });
}

/**
 * @param {string} message
 * @param {unknown} [cause]
 */
export function unusable(message, cause) {
  return new InkgradError('format', `wasm: ${message}`, { path: 'wasm', cause });
}
