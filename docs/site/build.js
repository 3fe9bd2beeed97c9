/** @file `node docs/site/build.js FOLDER`: writes the documentation as static pages. It needs `pkg/`. */

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { load } from 'inkgrad';
import { faultsOf } from './check.js';
import { layout } from './layout.js';
import { docsFolder } from './links.js';
import { render } from './markdown.js';
import { allPages } from './pages.js';
import { searchEntries } from './search-entries.js';

/** What the pages may link to beside their own folder. */
const BESIDE = ['../index.html', '../icon.svg'];

/** @returns {Promise<Map<string, string | Uint8Array>>} every file of the site, by path */
export async function makeSite() {
  const inkgrad = await load({ build: 'simd128' });
  const sources = await allPages(inkgrad);
  const paths = new Set(sources.map(({ path }) => path));
  const pages = sources.map((source) => render(source, (path) => paths.has(path)));
  const titles = new Map(pages.map(({ path, title }) => [path, title]));
  /** @type {Map<string, string | Uint8Array>} */
  const files = new Map(pages.map((page) => [`${page.path}.html`, layout(page, titles)]));
  for (const page of pages) for (const [path, url] of page.files) files.set(path, await readFile(url));
  files.set('assets/search.json', JSON.stringify(searchEntries(pages)));
  for (const [path, bytes] of await assets()) files.set(path, bytes);
  const faults = faultsOf(files, (path) => BESIDE.includes(path));
  if (faults.length > 0) throw new Error(`the documentation has faults:\n${faults.join('\n')}`);
  return files;
}

/** @returns {Promise<[string, Uint8Array][]>} the script and the styles of all pages */
async function assets() {
  const { outputFiles } = await build({
    entryPoints: { docs: new URL('site/client/main.js', docsFolder).pathname },
    bundle: true,
    format: 'esm',
    splitting: true,
    target: 'es2022',
    charset: 'utf8',
    minify: true,
    chunkNames: 'search-[hash]',
    outdir: 'assets',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles.map(({ path, contents }) => [`assets/${path.split(/[\\/]/).at(-1)}`, contents]);
}

/** @param {string} folder */
async function write(folder) {
  const files = await makeSite();
  await rm(folder, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    const to = join(folder, path);
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, bytes);
  }
}

const [, program = '', folder] = process.argv;
if (import.meta.url === pathToFileURL(program).href) {
  if (folder === undefined) throw new Error('usage: node docs/site/build.js FOLDER');
  await write(folder);
}
