/** @file The one table of what the consumers are tried with; all of it runs on Node 20. */

/** @type {Record<string, string>} npm's names, by the names that `consumers.js` uses. */
export const versions = {
  'vite@6': 'vite@6.4.6',
  'vite@7': 'vite@7.3.8',
  'vite@8': 'vite@8.4.0',
  webpack: 'webpack@5.113.0',
  parcel: 'parcel@2.16.4',
  esbuild: 'esbuild@0.28.2',
  rollup: 'rollup@4.68.8',
  'node-resolve': '@rollup/plugin-node-resolve@16.0.3',
  next: 'next@16.4.6',
  react: 'react@19.3.1',
  'react-dom': 'react-dom@19.3.1',
  deno: '@deno/linux-x64-glibc@2.9.6',
  bun: '@oven/bun-linux-x64@1.4.5',
  vitest: 'vitest@4.1.12',
  jest: 'jest@30.5.2',
  'typescript@5.2': 'typescript@5.2.2',
  'typescript@5.9': 'typescript@5.9.3',
};
