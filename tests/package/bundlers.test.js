/** @file The package's scripts as bundlers want them: a worker must work without modules, as Vite makes workers unasked. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { packageFolder } from './support.js';

test('the script of the workers is bundled into one that is no module', async () => {
  const { errors, outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('inkgrad-worker.js', packageFolder))],
    bundle: true,
    format: 'iife',
    write: false,
    logLevel: 'silent',
  });
  assert.deepEqual(errors, []);
  assert.equal(outputFiles.length, 1);
});
