/** @file The worker script can be bundled as a classic script, which is Vite's default for workers. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { packageFolder } from './support.js';

test('the worker script is bundled to a classic script', async () => {
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
