/** @file The kinds of projects that the package is tested in: dependencies, files, build and run commands. */

/**
 * @typedef {object} Consumer
 * @property {string} name
 * @property {boolean} [quick] whether CI tries it
 * @property {string[]} [packages] names in `versions.js`
 * @property {Record<string, string>} [files] beside those that all have
 * @property {string[][]} [build] commands, one after the other
 * @property {string[]} [run] a command that prints its report
 * @property {string} [serve] a folder of static files with an index.html
 * @property {(port: number) => string[]} [host] a command that serves its page
 * @property {'same' | 'another'} [origin] of the package, where a page takes it as it is
 */

const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Bundles are called `page.js` as well. */
const INDEX = '<!doctype html><html lang="en"><title>consumer</title><script type="module" src="./page.js"></script>';

/** Files that every project has, `program.js` beside them. @type {Record<string, string>} */
export const common = {
  'index.html': INDEX,
  'page.js': `import { report } from './program.js';
globalThis.report = report().catch((error) => String(error.stack ?? error));`,
  'main.js': `import { report } from './program.js';
report().then((all) => console.log('report:' + JSON.stringify(all)));`,
};

/** @param {'vite@6' | 'vite@7' | 'vite@8'} vite @returns {Consumer[]} */
const ofVite = (vite) => {
  const name = vite.replace('vite@', 'Vite ');
  const quick = vite === 'vite@6';
  // Without these headers a page has one core. The server sets them, not the package.
  const files = { 'vite.config.js': `export default { server: { headers: ${JSON.stringify(ISOLATION)} } };` };
  return [
    { name: `${name}, development`, quick, packages: [vite], files, host: (port) => ['vite', '--port', `${port}`] },
    { name: `${name}, build`, quick, packages: [vite], build: [['vite', 'build', '--base', './']], serve: 'dist' },
  ];
};

/** @type {Record<string, string>} */
const ofNext = {
  'next.config.js': `const headers = ${JSON.stringify(Object.entries(ISOLATION).map(([key, value]) => ({ key, value })))};
export default { headers: async () => [{ source: '/:path*', headers }], turbopack: { root: import.meta.dirname } };`,
  'app/layout.js': `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}`,
  'app/page.js': `'use client';
import { useEffect } from 'react';
import { report } from '../program.js';
export default function Page() {
  useEffect(() => {
    globalThis.report = report().catch((error) => String(error.stack ?? error));
  }, []);
  return <p>consumer</p>;
}`,
};

/** @param {'5.2' | '5.9'} version @param {'bundler' | 'node16'} resolution @returns {Consumer} */
const ofTypeScript = (version, resolution) => {
  const module = resolution === 'bundler' ? 'esnext' : 'node16';
  const flags = ['--strict', '--noEmit', '--skipLibCheck', 'false', '--target', 'es2022', '--lib', 'es2022,dom'];
  return {
    name: `TypeScript ${version}, ${resolution}`,
    packages: [`typescript@${version}`],
    build: [['tsc', 'types.ts', ...flags, '--module', module, '--moduleResolution', resolution]],
  };
};

/** @type {Consumer[]} */
export const consumers = [
  { name: 'a page, same origin', quick: true, origin: 'same', serve: '.' },
  { name: 'a page, another origin', quick: true, origin: 'another', serve: '.' },
  { name: 'Node', quick: true, run: ['node', 'main.js'] },
  {
    name: 'esbuild',
    quick: true,
    packages: ['esbuild'],
    files: { 'dist/index.html': INDEX },
    build: [['esbuild', 'page.js', '--bundle', '--format=esm', '--outdir=dist', '--log-level=error']],
    serve: 'dist',
  },
  {
    name: 'esbuild, a classic script',
    quick: true,
    packages: ['esbuild'],
    files: { 'dist/index.html': INDEX.replace(' type="module"', '') },
    build: [['esbuild', 'page.js', '--bundle', '--outdir=dist', '--log-level=error']],
    serve: 'dist',
  },
  {
    name: 'esbuild, CommonJS for Node',
    quick: true,
    packages: ['esbuild'],
    build: [['esbuild', 'main.js', '--bundle', '--platform=node', '--outfile=dist/main.cjs', '--log-level=error']],
    run: ['node', 'dist/main.cjs'],
  },
  {
    name: 'Rollup',
    quick: true,
    packages: ['rollup', 'node-resolve'],
    files: { 'dist/index.html': INDEX },
    build: [['rollup', 'page.js', '--plugin', '@rollup/plugin-node-resolve', '--dir', 'dist', '--silent']],
    serve: 'dist',
  },
  ...ofVite('vite@6'),
  ...ofVite('vite@7'),
  ...ofVite('vite@8'),
  {
    name: 'webpack',
    packages: ['webpack'],
    files: {
      'dist/index.html': INDEX,
      'build.js': `import webpack from 'webpack';
const output = { path: import.meta.dirname + '/dist', filename: 'page.js' };
webpack({ mode: 'production', context: import.meta.dirname, entry: './page.js', output }, (error, stats) => {
  if (error ?? stats.hasErrors()) throw error ?? new Error(stats.toString('errors-only'));
});`,
    },
    build: [['node', 'build.js']],
    serve: 'dist',
  },
  {
    name: 'Parcel',
    packages: ['parcel'],
    build: [['parcel', 'build', 'index.html', '--public-url', './', '--no-cache', '--log-level', 'error']],
    serve: 'dist',
  },
  {
    name: 'Next, development',
    packages: ['next', 'react', 'react-dom'],
    files: ofNext,
    host: (port) => ['next', 'dev', '--port', `${port}`],
  },
  {
    name: 'Next, build',
    packages: ['next', 'react', 'react-dom'],
    files: ofNext,
    build: [['next', 'build']],
    host: (port) => ['next', 'start', '--port', `${port}`],
  },
  {
    name: 'Deno',
    packages: ['deno'],
    run: ['node_modules/@deno/linux-x64-glibc/deno', 'run', '--allow-read', '--allow-env', 'main.js'],
  },
  { name: 'Bun', packages: ['bun'], run: ['node_modules/@oven/bun-linux-x64/bin/bun', 'main.js'] },
  {
    name: 'Vitest',
    packages: ['vitest'],
    files: {
      'inkgrad.test.js': `import { test } from 'vitest';
import { report } from './program.js';
test('inkgrad', async () => console.log('report:' + JSON.stringify(await report())));`,
    },
    run: ['vitest', 'run'],
  },
  {
    name: 'Jest',
    packages: ['jest'],
    files: {
      'inkgrad.test.js': `import { test } from '@jest/globals';
import { report } from './program.js';
test('inkgrad', async () => console.log('report:' + JSON.stringify(await report())));`,
    },
    run: ['node', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'],
  },
  ofTypeScript('5.2', 'bundler'),
  ofTypeScript('5.2', 'node16'),
  ofTypeScript('5.9', 'bundler'),
  ofTypeScript('5.9', 'node16'),
];
