/** @file A Rust program that turns the core's bindings off runs in any host: its binary exports and imports none of them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const file = join(target, 'wasm32-unknown-unknown/debug/dependent.wasm');

test('the binary of a program without the bindings has none of their exports and needs no imports', () => {
  const module = new WebAssembly.Module(readFileSync(file));
  const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
  assert.deepEqual(exported.sort(), ['__data_end', '__heap_base', 'main', 'memory']);
  assert.deepEqual(WebAssembly.Module.imports(module), []);
});

test('it learns exclusive or without a host', () => {
  const module = new WebAssembly.Module(readFileSync(file));
  const { main } = new WebAssembly.Instance(module).exports;
  assert.equal(/** @type {(count: number, words: number) => number} */ (main)(0, 0), 0);
});
