/** @file A static file server for the built page, at a sub-path, with isolation headers. It counts the bytes sent. */

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';

/** The output of `cargo xtask build`, or another build by environment variable. */
export const DIST = process.env.INKGRAD_DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));

/** A sub-path: all URLs of the page must be relative. */
const SUB_PATH = '/some/where/';

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
};

/**
 * @typedef {object} Host
 * @property {string} address of the page
 * @property {{ path: string, bytes: number }[]} sent all responses with their bytes on the wire
 * @property {() => Promise<void>} close
 */

/** The two that isolate a page. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** A worker that serves nothing: tests of other things do not keep the whole site. */
const NO_SERVICE_WORKER = '';

/**
 * @typedef {object} Options
 * @property {boolean} [isolates] whether it sends the headers that isolate a page
 * @property {boolean | string} [serviceWorker] whether the site's own service worker is sent, or another's text
 * @property {number} [port]
 * @property {string} [subPath]
 * @property {(path: string) => number | undefined} [status] of a file that is refused
 * @property {boolean} [hidesExtension] whether pages have no `.html` in their addresses, as on some hosts
 *
 * @param {string} [folder]
 * @param {Record<string, string>} [headers] of every answer, beside those of isolation
 * @param {Options} [options]
 * @returns {Promise<Host>}
 */
export async function serve(folder = DIST, headers = {}, options = {}) {
  const {
    isolates = true,
    serviceWorker = false,
    port: wanted = 0,
    subPath = SUB_PATH,
    status,
    hidesExtension,
  } = options;
  /** @type {Host['sent']} */
  const sent = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    for (const [name, value] of Object.entries({ ...(isolates && ISOLATION), ...headers }))
      response.setHeader(name, value);
    const path = pathname.startsWith(subPath) ? normalize(pathname.slice(subPath.length)) : '..';
    const refused = status?.(path);
    if (refused) return response.writeHead(refused).end();
    if (path === 'service-worker.js' && serviceWorker !== true)
      return response.writeHead(200, { 'Content-Type': types['.js'] }).end(serviceWorker || NO_SERVICE_WORKER);
    if (hidesExtension && path.endsWith('.html'))
      return response.writeHead(308, { Location: pathname.replace(/(index)?\.html$/, '') }).end();
    const page = hidesExtension && path !== '.' && !extname(path);
    const file = join(folder, path === '.' ? 'index.html' : page ? `${path}.html` : path);
    const found = path.startsWith('..') ? null : await stat(file).catch(() => null);
    if (!found?.isFile()) return response.writeHead(404).end();
    const etag = `"${found.mtimeMs}-${found.size}"`;
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', 'no-cache');
    if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
    const type = types[extname(file)];
    response.setHeader('Content-Type', type ?? 'application/octet-stream');
    const entry = { path, bytes: 0 };
    sent.push(entry);
    if (type) response.setHeader('Content-Encoding', 'gzip');
    const stream = type ? createReadStream(file).pipe(createGzip({ level: 9 })) : createReadStream(file);
    stream.on('data', (/** @type {Buffer} */ chunk) => {
      entry.bytes += chunk.length;
    });
    stream.pipe(response);
  });
  await new Promise((resolve) => server.listen(wanted, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}${subPath}`,
    sent,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
