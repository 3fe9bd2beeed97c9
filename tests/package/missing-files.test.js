/** @file The package if a bundler did not copy some files, or if a policy refuses them. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { packageFolder, smallSpec } from './support.js';

/**
 * A copy of the package that lacks some files.
 *
 * @param {string[]} missing
 * @param {(folder: URL) => void} body
 */
function without(missing, body) {
  const folder = mkdtempSync(join(tmpdir(), 'inkgrad-without-'));
  try {
    cpSync(packageFolder, folder, { recursive: true });
    for (const name of missing) rmSync(join(folder, name));
    body(pathToFileURL(`${folder}/`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {URL} folder of the package
 * @param {string} program writes its result to standard output
 */
function inNode(folder, program) {
  const flags = ['--no-warnings', '--input-type=module', '--eval', program];
  return execFileSync(process.execPath, flags, { encoding: 'utf8', cwd: folder });
}

const binaries = ['inkgrad-simd128.wasm', 'inkgrad-relaxed-simd.wasm'];

test('missing binaries and a missing worker script are loaded from their text', () =>
  without([...binaries, 'inkgrad-worker.js'], (folder) => {
    const program = `
      import { load } from './inkgrad.js';
      const { info, Session } = await load({ build: 'simd128', workers: 2 });
      const session = await Session.create(${JSON.stringify(smallSpec())});
      await session.setData('train', { inputs: new Float32Array(64).map(Math.cos), labels: new Uint8Array(16) });
      const { loss } = await session.step(50);
      const learned = (await session.evaluate('train')).loss < loss / 2;
      process.stdout.write(JSON.stringify([info.build, session.backend.workers, learned]));
      session.free();`;
    assert.equal(inNode(folder, program), '["simd128",2,true]');
  }));

test('without the worker script and its text, one core trains and the reason says so', () =>
  without(['inkgrad-worker.js', 'inkgrad-worker-text.js'], (folder) => {
    const program = `
      import { load } from './inkgrad.js';
      const { Session } = await load({ workers: 2 });
      const { workers, reason } = (await Session.create(${JSON.stringify(smallSpec())})).backend;
      process.stdout.write(workers + ' ' + reason);`;
    assert.match(
      inNode(folder, program),
      /^1 .*one core: no workers could be started \(.*inkgrad-worker\.js.*; as text: /,
    );
  }));

test('without a binary and its text the error names the missing file, and the next load tries again', () =>
  without([...binaries, 'inkgrad-simd128-text.js', 'inkgrad-relaxed-simd-text.js'], (folder) => {
    const program = `
      import { cpSync } from 'node:fs';
      import { load } from './inkgrad.js';
      const { code, path, message } = await load({ build: 'simd128' }).catch((error) => error);
      cpSync(new URL('inkgrad-simd128.wasm', ${JSON.stringify(String(packageFolder))}), 'inkgrad-simd128.wasm');
      const { info } = await load({ build: 'simd128' });
      process.stdout.write([code, path, message, info.build].join());`;
    assert.match(inNode(folder, program), /^format,wasm,wasm: file:.*inkgrad-simd128\.wasm cannot be read.*,simd128$/);
  }));

test('if the GPU trainer cannot be loaded, auto uses the CPU and on fails', () =>
  without(['inkgrad-gpu.js'], (folder) => {
    const program = `
      import { load } from './inkgrad.js';
      const { info, Session } = await load({ gpu: 'auto' });
      const session = await Session.create(${JSON.stringify(smallSpec())});
      await session.setData('train', { inputs: new Float32Array(64).map(Math.cos), labels: new Uint8Array(16) });
      const { step } = await session.step(3);
      const saved = (await session.save()).length > 0;
      const { code, path } = await load({ gpu: 'on' }).catch((error) => error);
      process.stdout.write([info.gpu, step, saved, code, path, session.backend.gpu, session.backend.reason].join());
      session.free();`;
    assert.match(inNode(folder, program), /^,3,true,gpu,gpu,,.*no GPU: what computes on a GPU cannot be loaded here/);
  }));

test('if a policy refuses WebAssembly, the error says what would allow it', () => {
  const program = `
    import { load } from './inkgrad.js';
    WebAssembly.compile = async () => { throw new WebAssembly.CompileError('blocked by CSP') };
    const { code, id, path, message } = await load().catch((error) => error);
    process.stdout.write([code, id, path, message].join());`;
  const message =
    "wasm: the policy of this page forbids WebAssembly; add 'wasm-unsafe-eval' to script-src in the header Content-Security-Policy";
  assert.equal(inNode(packageFolder, program), `state,state.wasm_refused_by_policy,wasm,${message}`);
});
