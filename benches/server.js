/** @file Serves the repository's files on a local port, with or without cross-origin isolation. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const TYPES = /** @type {Record<string, string>} */ ({
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
});

const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/**
 * @param {boolean} isolated whether pages are cross-origin isolated and have shared memory
 * @param {string} [before] folder of another build's package, served as `/before/`
 * @returns {Promise<{ address: string, close: () => void }>}
 */
export async function serve(isolated, before) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = normalize(decodeURIComponent(pathname));
    const file = before && path.startsWith('/before/') ? join(before, path.slice(7)) : join(root, path);
    const headers = {
      ...(isolated ? ISOLATION : {}),
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    };
    try {
      const body = await readFile(file);
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${port}/benches/page.html`, close: () => server.close() };
}
