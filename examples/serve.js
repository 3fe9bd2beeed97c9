/**
 * @file `node examples/serve.js html|worker [PORT]`: serves the repository and prints the address of an example that needs
 * no build. Any static server does; this one also sends the two headers that let a page train on several cores.
 */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** Nothing else of the repository is served. */
const folders = /^\/(examples|pkg|data)\//;

const server = createServer(async ({ url = '/' }, response) => {
  const path = normalize(decodeURIComponent(new URL(url, 'http://host').pathname));
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  try {
    if (!folders.test(path)) throw new Error(`${path} is none of the example's files`);
    const file = path.endsWith('/') ? `${path}index.html` : path;
    const bytes = await readFile(join(root, file));
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
    response.end(bytes);
  } catch {
    response.writeHead(404).end('not found');
  }
});

const [example = 'html', port = '8000'] = process.argv.slice(2);
server.listen(Number(port), '127.0.0.1', () => {
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(`http://127.0.0.1:${address.port}/examples/${example}/`);
});
