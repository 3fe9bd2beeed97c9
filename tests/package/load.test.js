/** @file `load()`: its options, the sources of the binary, its result; and importing has no side effects. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { binary, bits, packageFolder, rejects, smallData, smallSpec } from './support.js';

const relaxed = WebAssembly.validate(
  new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15,
    253, 128, 2, 11,
  ]),
);

test('auto chooses the fastest build that is supported, and reports it', async () => {
  const { info, Session } = await load();
  const expected = relaxed ? 'relaxed-simd' : 'simd128';
  assert.match(info.version, /^\d+\.\d+\.\d+$/);
  assert.deepEqual(
    { ...info, version: '' },
    { version: '', build: expected, workers: availableParallelism(), gpu: null },
  );
  const { build, workers, gpu, reason } = (await Session.create(smallSpec())).backend;
  assert.deepEqual({ build, workers, gpu }, { build: expected, workers: 1, gpu: null });
  assert.match(reason, new RegExp(`^${expected} is the fastest`));
});

test('the reason names options that could not be met', async () => {
  const backend = async (/** @type {import('inkgrad').LoadOptions} */ options) => {
    const { Session } = await load({ build: 'simd128', ...options });
    return (await Session.create(smallSpec())).backend;
  };
  assert.equal((await backend({})).reason, 'as asked for');
  const { workers, reason } = await backend({ workers: 'auto' });
  assert.equal(workers, 1);
  assert.match(reason, /one core: (a step of this network is too small to be divided|there are no more here)/);
  assert.match((await backend({ gpu: 'auto' })).reason, /no GPU/);
});

test('the relaxed build runs if it is supported, else load fails', async () => {
  const loading = load({ build: 'relaxed-simd' });
  if (relaxed) assert.equal((await loading).info.build, 'relaxed-simd');
  else await rejects(loading, 'spec', /^build: expected a build that can run here, found "relaxed-simd"/, 'build');
});

test('the relaxed build trains in Node with the V8 flag', () => {
  const program = `
    import { load } from ${JSON.stringify(String(new URL('inkgrad.js', packageFolder)))};
    const { info, Session } = await load();
    const session = await Session.create(${JSON.stringify(smallSpec())});
    await session.setData('train', { inputs: new Float32Array(64).map(Math.cos), labels: new Uint8Array(16) });
    const { loss } = await session.step(50);
    process.stdout.write(JSON.stringify([info.build, (await session.evaluate('train')).loss < loss / 2]));`;
  const flags = ['--experimental-wasm-relaxed-simd', '--no-warnings', '--input-type=module', '--eval', program];
  assert.equal(execFileSync(process.execPath, flags, { encoding: 'utf8' }), '["relaxed-simd",true]');
});

/** @type {[string, unknown, string, RegExp][]} */
const invalidOptions = [
  ['options', null, 'options', /^options: expected an object, found null$/],
  ['options', 5, 'options', /found 5$/],
  ['build', { build: 'avx2' }, 'build', /^build: expected one of auto, simd128, relaxed-simd, found "avx2"$/],
  ['build', { build: null }, 'build', /found null$/],
  ['workers', { workers: 0 }, 'workers', /^workers: expected a positive integer or 'auto', found 0$/],
  ['workers', { workers: 1.5 }, 'workers', /found 1.5$/],
  ['workers', { workers: '2' }, 'workers', /found "2"$/],
  ['workers', { workers: Number.NaN }, 'workers', /found NaN$/],
  ['gpu', { gpu: true }, 'gpu', /^gpu: expected one of off, auto, on, found true$/],
  ['an unknown one', { wrokers: 2 }, 'wrokers', /^wrokers: expected one of the options build, workers, gpu, wasm/],
  ['wasm', { wasm: 5 }, 'wasm', /^wasm: expected a URL, a Response, bytes, .*, found 5$/],
  ['wasm', { wasm: () => undefined }, 'wasm', /found undefined$/],
];

for (const [name, options, path, message] of invalidOptions) {
  test(`invalid options: ${name} ${JSON.stringify(options)}`, () =>
    rejects(load(/** @type {any} */ (options)), 'spec', message, path));
}

test('a GPU that is required and not available', () => rejects(load({ gpu: 'on' }), 'gpu', /^gpu: /, 'gpu'));

/** @type {Record<string, (bytes: Uint8Array<ArrayBuffer>) => import('inkgrad').LoadOptions['wasm']>} */
const sources = {
  bytes: (bytes) => bytes,
  'an ArrayBuffer': (bytes) => bytes.buffer,
  'a module': (bytes) => new WebAssembly.Module(bytes),
  'a promise': async (bytes) => bytes,
  'a Response of the right type': (bytes) => new Response(bytes, { headers: { 'content-type': 'application/wasm' } }),
  'a Response of another type': (bytes) => new Response(bytes),
  'a URL': () => new URL('inkgrad-simd128.wasm', packageFolder),
  'the text of a URL': () => new URL('inkgrad-simd128.wasm', packageFolder).href,
  'a data: URL': (bytes) => `data:application/wasm;base64,${Buffer.from(bytes).toString('base64')}`,
  'a function': () => (build) => binary(build),
};

for (const [name, source] of Object.entries(sources)) {
  test(`the binary may come from ${name}`, async () => {
    const { info } = await load({ build: 'simd128', wasm: source(binary('simd128')) });
    assert.equal(info.build, 'simd128');
  });
}

const page = '\n<!doctype html><title>start page</title>';

/** A source, the message and the error id without its prefix. @type {Record<string, [import('inkgrad').LoadOptions['wasm'], RegExp, string]>} */
const invalidSources = {
  'other bytes': [new Uint8Array(64), /^wasm: what came is no binary of inkgrad: /, 'no_binary'],
  'a missing file': [new URL('nothing.wasm', packageFolder), /nothing\.wasm cannot be read/, 'not_readable'],
  'an answer of a server': [
    new Response('gone', { status: 404 }),
    /^wasm: the response did not come: the server answers 404; copy the package's \.wasm files there, or say where they are by load\(\{ wasm \}\)$/,
    'missing',
  ],
  'a page': [
    new Response(page, { headers: { 'content-type': 'text/html' } }),
    /^wasm: the response is a page \(HTML\), no binary: a server that sends its start page for files that it does not have; copy the package's \.wasm files there, or say where they are by load\(\{ wasm \}\)$/,
    'is_html',
  ],
  'a page as bytes': [new TextEncoder().encode(page), /^wasm: what came is a page \(HTML\), no binary/, 'is_html'],
  'a page with the media type of a binary': [
    new Response(page, { headers: { 'content-type': 'application/wasm' } }),
    /is no binary of inkgrad/,
    'no_binary',
  ],
  'a server that is not there': [
    'http://127.0.0.1:1/inkgrad.wasm',
    /^wasm: http:\/\/127\.0\.0\.1:1\/inkgrad\.wasm did not come: .*CORS.*connect-src/,
    'not_fetched',
  ],
};

for (const [name, [wasm, message, id]] of Object.entries(invalidSources)) {
  test(`no binary: ${name}`, async () => {
    const loading = load({ build: 'simd128', wasm });
    await rejects(loading, 'format', message, 'wasm');
    const error = await loading.catch((/** @type {any} */ thrown) => thrown);
    assert.equal(error.id, `format.wasm_${id}`);
  });
}

test('no binary: an empty module', () => {
  const wasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  return rejects(load({ build: 'simd128', wasm }), 'format', /is no binary of this version of inkgrad/, 'wasm');
});

test('info.build is that of the binary; a binary of another build than requested is refused', async () => {
  const flag = relaxed ? [] : ['--experimental-wasm-relaxed-simd'];
  const program = `
    import { load } from ${JSON.stringify(String(new URL('inkgrad.js', packageFolder)))};
    const wasm = new URL('inkgrad-simd128.wasm', ${JSON.stringify(packageFolder)});
    const { info } = await load({ wasm });
    const error = await load({ wasm, build: 'relaxed-simd' }).catch((error) => error);
    process.stdout.write(info.build + ' ' + error.code + ' ' + error.message);`;
  const output = execFileSync(process.execPath, [...flag, '--no-warnings', '--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  assert.equal(output, 'simd128 format wasm: expected the binary relaxed-simd, found simd128');
});

test('two instances share nothing', async () => {
  const [one, two] = [await load(), await load()];
  assert.notEqual(one.Session, two.Session);
  const [a, b] = [await one.Session.create(smallSpec()), await two.Session.create(smallSpec())];
  await a.setData('train', smallData());
  await a.step(5);
  await rejects(b.step(), 'state', /train data/);
  await b.setData('train', smallData());
  await b.step(5);
  assert.deepEqual(await bits(a), await bits(b));
  a.free();
  assert.equal((await b.step()).step, 6);
  assert.ok(b instanceof two.Session && !(b instanceof one.Session));
});

test('importing uses no global and fetches nothing', () => {
  const program = `
    const builtins = ${JSON.stringify(Object.getOwnPropertyNames(globalThis).filter((name) => /^(Object|Function|Array|Number|String|Symbol|Error|\w+Error|Promise|Map|Set|WeakMap|WeakRef|Uint8Array|\w+Array|Reflect|Proxy|Math|JSON|undefined|NaN|Infinity|globalThis|process)$/.test(name)))};
    const { write, exit } = process;
    const out = process.stdout;
    const address = ${JSON.stringify(String(new URL('inkgrad.js', packageFolder)))};
    for (const name of Object.getOwnPropertyNames(globalThis)) if (!builtins.includes(name)) delete globalThis[name];
    const before = Object.getOwnPropertyNames(globalThis).join();
    import(address).then((module) => {
      const same = before === Object.getOwnPropertyNames(globalThis).join();
      out.write(Object.keys(module).sort().join() + ' ' + same);
    });`;
  const output = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  assert.equal(output, 'InkgradError,load true');
});

test('without WebAssembly SIMD load fails', () => {
  const program = `
    import { load } from ${JSON.stringify(String(new URL('inkgrad.js', packageFolder)))};
    WebAssembly.validate = () => false;
    const first = await load().catch((error) => error.code + ' ' + error.message);
    delete globalThis.WebAssembly;
    const second = await load().catch((error) => error.code + ' ' + error.message);
    process.stdout.write(first + '|' + (first === second));`;
  const output = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  assert.match(output, /^state this browser or runtime has no WebAssembly SIMD.*\|true$/);
});
