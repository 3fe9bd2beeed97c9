/** @file Chooses the build that this engine supports, fetches its binary and compiles it. */

import { embeddedBinaries } from './embedded-assets.js';
import { InkgradError, mismatch } from './error.js';
import { inflate } from './inflate.js';

/** @typedef {import('./inkgrad.js').Build} Build */

/** Both URLs are literals: bundlers recognise only this form. */
const urls = {
  simd128: () => new URL('./inkgrad-simd128.wasm', import.meta.url),
  'relaxed-simd': () => new URL('./inkgrad-relaxed-simd.wasm', import.meta.url),
};

/** A module that validates if the engine supports SIMD: it uses i32x4.splat. */
const SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 17, 11];
/** A module that validates if the engine supports relaxed SIMD: it uses i8x16.relaxed_swizzle. */
const RELAXED_SIMD = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15,
  253, 128, 2, 11,
];

/** Each build is compiled once and shared by all instances. @type {Map<Build, Promise<WebAssembly.Module>>} */
const modules = new Map();

/** Builds whose URL failed: the next attempt bypasses the HTTP cache. @type {Set<Build>} */
const failed = new Set();

/**
 * @param {Build | 'auto'} requested
 * @returns {Build}
 */
export function chooseBuild(requested) {
  const validates = (/** @type {number[]} */ module) =>
    typeof WebAssembly === 'object' && WebAssembly.validate(new Uint8Array(module));
  if (!validates(SIMD)) {
    const message = 'this browser or runtime has no WebAssembly SIMD, which inkgrad needs; a current one has it';
    throw new InkgradError('state', message, { id: 'state.no_simd' });
  }
  const relaxed = validates(RELAXED_SIMD);
  if (requested === 'relaxed-simd' && !relaxed) {
    throw mismatch('spec.build_not_here', 'build', 'a build that can run here', requested, "take 'simd128' or 'auto'");
  }
  return requested === 'auto' ? (relaxed ? 'relaxed-simd' : 'simd128') : requested;
}

/**
 * @param {Build} build
 * @param {unknown} source the option `wasm`
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(build, source) {
  if (source === undefined) return compileBundled(build);
  return compileSource(await (typeof source === 'function' ? source(build) : source));
}

/** @param {Build} build */
function compileBundled(build) {
  const cached = modules.get(build);
  if (cached) return cached;
  const module = fetchBundled(build).catch((error) => {
    failed.add(build);
    return compileEmbedded(build, error);
  });
  modules.set(build, module);
  module.catch(() => modules.delete(build));
  return module;
}

/** @param {Build} build */
async function fetchBundled(build) {
  return compileUrl(urls[build](), failed.has(build) ? 'reload' : 'default');
}

/**
 * The fallback if the URL failed: the binary that is embedded as base64 text.
 *
 * @param {Build} build
 * @param {unknown} error of the URL; thrown if the embedded binary is missing too
 */
async function compileEmbedded(build, error) {
  if (error instanceof InkgradError && error.code === 'state') throw error;
  const bytes = await embeddedBinaries[build]()
    .then(({ default: text }) => inflate(text))
    .catch(() => {
      throw error;
    });
  return compileBytes(bytes, 'the text of the binary');
}

/**
 * @param {unknown} source
 * @returns {Promise<WebAssembly.Module>}
 */
async function compileSource(source) {
  const kind = Object.prototype.toString.call(source).slice(8, -1);
  if (kind === 'WebAssembly.Module') return /** @type {WebAssembly.Module} */ (source);
  if (kind === 'Response') return compileResponse(/** @type {Response} */ (source));
  if (kind === 'ArrayBuffer' || ArrayBuffer.isView(source)) return compileBytes(/** @type {BufferSource} */ (source));
  if (kind === 'URL' || typeof source === 'string') return compileUrl(/** @type {URL | string} */ (source));
  const expected = 'a URL, a Response, bytes, a WebAssembly.Module, or a function that gives one of them';
  throw mismatch('spec.expected_binary', 'wasm', expected, source);
}

/**
 * @param {URL | string} address
 * @param {RequestCache} [cache]
 */
async function compileUrl(address, cache = 'default') {
  if (/^file:/.test(String(address))) return compileBytes(await readFile(new URL(address)), String(address));
  // Some edge runtimes reject the option `cache`, whatever its value.
  const response = await fetch(address, cache === 'default' ? {} : { cache }).catch((cause) => {
    const hint = 'the server must be there, let this page read the file (CORS), and the page allow it (connect-src)';
    throw formatError('not_fetched', `${address} did not come: ${cause.message}; ${hint}`, { address, cause });
  });
  return compileResponse(response);
}

/**
 * Reads a file outside the browser. The module name is in a variable so that bundlers do not resolve it.
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
    const hint = 'in a browser, serve the files by http';
    const why = `${address} cannot be read (${/** @type {Error} */ (cause).message}); ${hint}`;
    throw formatError('not_readable', why, { address, cause });
  }
}

/** The hint of errors about a URL without a binary. */
const URL_HINT = "copy the package's .wasm files there, or say where they are by load({ wasm })";

/** @param {Response} response */
async function compileResponse(response) {
  const { ok, status, headers } = response;
  const address = response.url || 'the response';
  if (!ok)
    throw formatError('missing', `${address} did not come: the server answers ${status}; ${URL_HINT}`, {
      address,
      status,
    });
  // compileStreaming rejects any other media type, and many hosts do not know .wasm.
  if (headers.get('content-type') !== 'application/wasm') return compileBytes(await response.arrayBuffer(), address);
  return WebAssembly.compileStreaming(response).catch((cause) => compileError(cause, address));
}

/**
 * @param {BufferSource} bytes
 * @param {string} [from]
 */
function compileBytes(bytes, from = 'what came') {
  const view = ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes);
  const start = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice(0, 64));
  if (/^\uFEFF?\s*</.test(start)) {
    const why = 'a server that sends its start page for files that it does not have';
    throw formatError('is_html', `${from} is a page (HTML), no binary: ${why}; ${URL_HINT}`, { address: from });
  }
  return WebAssembly.compile(bytes).catch((cause) => compileError(cause, from));
}

/**
 * Tells an invalid binary from a content security policy that forbids WebAssembly: the text of that error differs between
 * browsers, so a known valid module is compiled.
 *
 * @param {Error} cause
 * @param {string} address
 * @returns {Promise<never>}
 */
async function compileError(cause, address) {
  const allowed = await WebAssembly.compile(new Uint8Array(SIMD)).then(
    () => true,
    () => false,
  );
  if (allowed)
    throw formatError('no_binary', `${address} is no binary of inkgrad: ${cause.message}`, { address, cause });
  const hint = "add 'wasm-unsafe-eval' to script-src in the header Content-Security-Policy";
  const message = `wasm: the policy of this page forbids WebAssembly; ${hint}`;
  throw new InkgradError('state', message, { id: 'state.wasm_refused_by_policy', values: {}, path: 'wasm', cause });
}

/**
 * @param {string} name
 * @param {string} message
 * @param {{ address: URL | string, status?: number, cause?: unknown }} details
 */
function formatError(name, message, { address, status, cause }) {
  const values = { address: String(address), ...(status === undefined ? {} : { status: String(status) }) };
  return new InkgradError('format', `wasm: ${message}`, { id: `format.wasm_${name}`, values, path: 'wasm', cause });
}

/**
 * @param {string} name of the message: the error id without its kind
 * @param {string} message
 * @param {Record<string, string>} values
 * @param {unknown} [cause]
 */
export function wrongBinary(name, message, values, cause) {
  return new InkgradError('format', `wasm: ${message}`, { id: `format.${name}`, values, path: 'wasm', cause });
}
