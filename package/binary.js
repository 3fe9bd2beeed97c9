/** @file Which binary can run here, where it comes from, and its compilation. */

import { binaries } from './embedded-assets.js';
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

/** Builds whose address has given no binary: the next attempt passes by what a cache has kept. @type {Set<Build>} */
const failed = new Set();

/**
 * @param {Build | 'auto'} wanted
 * @returns {Build}
 */
export function chooseBuild(wanted) {
  const runs = (/** @type {number[]} */ module) =>
    typeof WebAssembly === 'object' && WebAssembly.validate(new Uint8Array(module));
  if (!runs(SIMD)) {
    const message = 'this browser or runtime has no WebAssembly SIMD, which inkgrad needs; a current one has it';
    throw new InkgradError('state', message, { id: 'state.no_simd' });
  }
  const relaxed = runs(RELAXED_SIMD);
  if (wanted === 'relaxed-simd' && !relaxed) {
    throw mismatch('spec.build_not_here', 'build', 'a build that can run here', wanted, "take 'simd128' or 'auto'");
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
  const module = compileFromAddress(build).catch((fault) => {
    failed.add(build);
    return compileText(build, fault);
  });
  compiled.set(build, module);
  module.catch(() => compiled.delete(build));
  return module;
}

/** @param {Build} build */
async function compileFromAddress(build) {
  return compileFrom(addresses[build](), failed.has(build) ? 'reload' : 'default');
}

/**
 * The last resort.
 *
 * @param {Build} build
 * @param {unknown} fault why it is needed; thrown where there is no text either
 */
async function compileText(build, fault) {
  if (fault instanceof InkgradError && fault.code === 'state') throw fault;
  const bytes = await binaries[build]()
    .then(({ default: text }) => unpack(text))
    .catch(() => {
      throw fault;
    });
  return compileBytes(bytes, 'the text of the binary');
}

/**
 * @param {string} text
 * @returns {Promise<ArrayBuffer>}
 */
function unpack(text) {
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
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
  throw mismatch('spec.expected_binary', 'wasm', expected, given);
}

/**
 * @param {URL | string} address
 * @param {RequestCache} [cache]
 */
async function compileFrom(address, cache = 'default') {
  if (/^file:/.test(String(address))) return compileBytes(await readFile(new URL(address)), String(address));
  // Runtimes at the edge refuse the option, whatever it says.
  const response = await fetch(address, cache === 'default' ? {} : { cache }).catch((cause) => {
    const cure = 'the server must be there, let this page read the file (CORS), and the page allow it (connect-src)';
    throw fault('not_fetched', `${address} did not come: ${cause.message}; ${cure}`, { address, cause });
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
    const why = `${address} cannot be read (${/** @type {Error} */ (cause).message}); ${remedy}`;
    throw fault('not_readable', why, { address, cause });
  }
}

/** What puts right that a server has no binary at an address. */
const PLACE = "copy the package's .wasm files there, or say where they are by load({ wasm })";

/** @param {Response} response */
async function compileResponse(response) {
  const { ok, status, headers } = response;
  const address = response.url || 'the response';
  if (!ok)
    throw fault('missing', `${address} did not come: the server answers ${status}; ${PLACE}`, { address, status });
  // Streaming refuses any other type; hosts that do not know .wasm are many.
  if (headers.get('content-type') !== 'application/wasm') return compileBytes(await response.arrayBuffer(), address);
  return WebAssembly.compileStreaming(response).catch((cause) => refused(cause, address));
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
    throw fault('is_html', `${from} is a page (HTML), no binary: ${why}; ${PLACE}`, { address: from });
  }
  return WebAssembly.compile(bytes).catch((cause) => refused(cause, from));
}

/**
 * What is right and does not compile is refused by a policy, whose words differ from browser to browser.
 *
 * @param {Error} cause
 * @param {string} address
 * @returns {Promise<never>}
 */
async function refused(cause, address) {
  const allowed = await WebAssembly.compile(new Uint8Array(SIMD)).then(
    () => true,
    () => false,
  );
  if (allowed) throw fault('no_binary', `${address} is no binary of inkgrad: ${cause.message}`, { address, cause });
  const cure = "add 'wasm-unsafe-eval' to script-src in the header Content-Security-Policy";
  const message = `wasm: the policy of this page forbids WebAssembly; ${cure}`;
  throw new InkgradError('state', message, { id: 'state.wasm_refused_by_policy', values: {}, path: 'wasm', cause });
}

/**
 * @param {string} name
 * @param {string} message
 * @param {{ address: URL | string, status?: number, cause?: unknown }} details
 */
function fault(name, message, { address, status, cause }) {
  const values = { address: String(address), ...(status === undefined ? {} : { status: String(status) }) };
  return new InkgradError('format', `wasm: ${message}`, { id: `format.wasm_${name}`, values, path: 'wasm', cause });
}

/**
 * @param {string} name of the message
 * @param {string} message
 * @param {Record<string, string>} values
 * @param {unknown} [cause]
 */
export function unusable(name, message, values, cause) {
  return new InkgradError('format', `wasm: ${message}`, { id: `format.${name}`, values, path: 'wasm', cause });
}
