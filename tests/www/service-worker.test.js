/** @file The service worker's logic: a revision is kept as a whole, checked, and never mixed with another. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { parse } from '../../www/service-worker/addresses.js';
import { Precache } from '../../www/service-worker/precache.js';
import { Revisions } from '../../www/service-worker/revisions.js';
import { Server } from '../../www/service-worker/server.js';
import { Visited } from '../../www/service-worker/visited.js';
import { fakeCaches, fakeHost } from './fake-caches.js';

const SCOPE = 'https://host.test/some/where/';

/** @type {Record<string, string>} */
const first = {
  'index.html': '<link href="build/main.css"><link href="icon.svg"><script src="build/main.js">',
  'build/main.js': 'first script',
  'build/training.js': 'first worker',
  'build/data/manifest.json': 'data',
  'icon.svg': 'a picture',
};
/** @type {Record<string, string>} */
const second = { ...first, 'build/main.js': 'second script', 'build/training.js': 'second worker' };

/** @param {Record<string, string>} files @param {string} revision */
function listOf(files, revision) {
  const hashed = Object.entries(files).map(
    ([path, text]) => /** @type {[string, string]} */ ([path, createHash('sha256').update(text).digest('hex')]),
  );
  return { revision, files: hashed };
}

/**
 * @param {Record<string, string>} files
 * @param {string} revision
 * @param {{ caches?: CacheStorage, headers?: Record<string, string> }} [options]
 */
function site(files, revision, { caches = fakeCaches(), headers = {} } = {}) {
  const host = fakeHost(SCOPE, { ...files }, headers);
  const revisions = new Revisions(caches, SCOPE);
  const precache = new Precache(listOf(files, revision), revisions, host.fetch);
  const visited = new Visited(caches, SCOPE, host.fetch);
  return { host, caches, revisions, precache, server: new Server(SCOPE, precache, revisions, host.fetch, visited) };
}

/**
 * @param {string} path
 * @param {{ mode?: RequestMode, cache?: RequestCache, method?: string }} [options]
 */
function request(path, { mode = 'cors', cache = 'default', method = 'GET' } = {}) {
  return { url: new URL(path, SCOPE).href, mode, cache, method };
}

/**
 * @param {Server} server
 * @param {string} path
 * @param {Parameters<typeof request>[1]} [options]
 */
async function answer(server, path, options) {
  const response = await server.answer(request(path, options), 'client');
  assert.ok(response, `${path} is answered`);
  return response;
}

/** @type {Parameters<typeof request>[1]} */
const navigation = { mode: 'navigate' };

test('addresses name a revision, or none', () => {
  assert.deepEqual(parse(`${SCOPE}build@0af1/data/x.bin?y#z`, SCOPE), { path: 'build/data/x.bin', revision: '0af1' });
  assert.deepEqual(parse(`${SCOPE}build/main.js`, SCOPE), { path: 'build/main.js', revision: null });
  assert.deepEqual(parse(`${SCOPE}?lang=zh`, SCOPE), { path: '', revision: null });
  assert.equal(parse('https://host.test/some/other/build/main.js', SCOPE), null);
  assert.equal(parse('https://other.test/some/where/build/main.js', SCOPE), null);
});

test('the whole site is kept, and answered without the host', async () => {
  const { host, precache, server } = site(first, 'a1');
  await precache.fill();
  assert.deepEqual([...host.asked].sort(), Object.keys(first).sort());
  assert.equal(host.most, 2, 'a few at a time');
  host.files = {};
  for (const address of ['', '?lang=en', 'index.html', 'index']) {
    const page = await answer(server, address, navigation);
    assert.equal(
      await page.text(),
      '<link href="build@a1/main.css"><link href="icon.svg"><script src="build@a1/main.js">',
    );
  }
  assert.equal(await (await answer(server, 'build@a1/main.js')).text(), 'first script');
  assert.equal(await (await answer(server, 'build@a1/data/manifest.json')).text(), 'data');
  assert.equal(await (await answer(server, 'icon.svg')).text(), 'a picture');
  assert.equal(host.asked.length, 5);
});

test('what is not the site’s is left to the browser', async () => {
  const { precache, server } = site(first, 'a1');
  await precache.fill();
  assert.equal(server.answer(request('other.html', navigation), ''), null);
  assert.equal(server.answer(request('service-worker.js'), ''), null);
  assert.equal(server.answer(request('build@a1/main.js', { method: 'POST' }), ''), null);
  assert.equal(server.answer(request('https://other.test/build@a1/main.js'), ''), null);
});

test('headers of isolation are added where the host sends none', async () => {
  const names = ['Cross-Origin-Opener-Policy', 'Cross-Origin-Embedder-Policy'];
  const own = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'credentialless' };
  for (const [headers, embedder] of /** @type {const} */ ([
    [{ Vary: 'Accept-Encoding', 'Content-Encoding': 'gzip' }, 'require-corp'],
    [own, 'credentialless'],
  ])) {
    const { precache, server } = site(first, 'a1', { headers });
    await precache.fill();
    const kept = await answer(server, '', navigation);
    const worker = await answer(server, 'build@a1/training.js');
    const fromHost = await answer(server, 'build/training.js');
    for (const response of [kept, worker, fromHost]) {
      assert.deepEqual(
        names.map((name) => response.headers.get(name)),
        ['same-origin', embedder],
      );
      assert.equal(response.headers.get('Content-Encoding'), null, 'the kept bytes are unpacked');
      assert.equal(response.headers.get('Content-Type'), 'text/plain');
    }
  }
});

test('the browser’s own cache is used, unless it holds another version', async () => {
  const { host, precache, server } = site(second, 'b2');
  host.stale = { 'build/main.js': 'first script', 'icon.svg': 'a picture' };
  await precache.fill();
  assert.equal(await (await answer(server, 'build@b2/main.js')).text(), 'second script');
  assert.equal(host.asked.filter((path) => path === 'build/main.js').length, 2);
  assert.equal(host.asked.filter((path) => path === 'icon.svg').length, 1);
});

test('a file that is missing or of another version breaks the whole, and the next attempt needs the rest alone', async () => {
  for (const broken of [undefined, 'second worker']) {
    const { host, precache } = site(first, 'a1');
    if (broken === undefined) delete host.files['build/training.js'];
    else host.files['build/training.js'] = broken;
    await assert.rejects(
      precache.fill(),
      /build\/training\.js: (the host answers 404|is not the file of this revision)/,
    );
    host.files = { ...first };
    while (host.atOnce > 0) await new Promise((resolve) => setImmediate(resolve));
    host.asked = [];
    await precache.fill();
    assert.ok(host.asked.includes('build/training.js'));
    assert.ok(!host.asked.includes('index.html'), 'what was kept is not fetched again');
  }
});

test('a new revision takes what is unchanged from the one before', async () => {
  const { caches, precache } = site(first, 'a1');
  await precache.fill();
  const next = site(second, 'b2', { caches });
  await next.precache.fill();
  assert.deepEqual([...next.host.asked].sort(), ['build/main.js', 'build/training.js', 'index.html']);
  assert.match(await (await answer(next.server, '', navigation)).text(), /build@b2\/main\.js/);
});

test('a page gets all of it from the revision that it began with', async () => {
  const { caches, precache } = site(first, 'a1');
  await precache.fill();
  const { host, precache: newer, server } = site(second, 'b2', { caches });
  await newer.fill();
  host.asked = [];
  assert.equal(await (await answer(server, 'build@a1/training.js')).text(), 'first worker');
  assert.equal(await (await answer(server, 'build@b2/training.js')).text(), 'second worker');
  const unknown = await answer(server, 'build@c3/training.js');
  assert.equal(unknown.type, 'error', 'nothing else stands in for a revision that is not here');
  await (await caches.open('inkgrad /some/where/ a1')).delete(`${SCOPE}build/training.js`);
  assert.equal((await answer(server, 'build@a1/training.js')).type, 'error');
  assert.deepEqual(host.asked, [], 'the host has the newest version alone');
});

test('a page that came from the host gets all of it from there', async () => {
  const { host, precache, server } = site(first, 'a1');
  await precache.fill();
  host.files['build/training.js'] = 'a newer worker';
  assert.equal(await (await answer(server, 'build/training.js')).text(), 'a newer worker');
});

test('a lost or damaged file is fetched again, if it is of the revision', async () => {
  const { host, caches, precache, server } = site(first, 'a1');
  await precache.fill();
  const cache = await caches.open('inkgrad /some/where/ a1');
  await cache.delete(`${SCOPE}build/main.js`);
  assert.equal(await (await answer(server, 'build@a1/main.js')).text(), 'first script');
  await cache.put(`${SCOPE}build/main.js`, new Response('damaged'));
  assert.equal(await (await answer(server, 'build@a1/main.js', { cache: 'reload' })).text(), 'first script');
  assert.equal(await (await answer(server, 'build@a1/main.js')).text(), 'first script', 'it is kept');
  host.files = { ...second };
  assert.equal(await (await answer(server, 'build@a1/main.js', { cache: 'reload' })).text(), 'first script');
  await cache.delete(`${SCOPE}build/main.js`);
  assert.equal((await answer(server, 'build@a1/main.js')).type, 'error');
  await cache.delete(`${SCOPE}index.html`);
  assert.match(await (await answer(server, '', navigation)).text(), /"build\/main\.js"/, 'a page from the host');
});

test('a revision is removed when no page uses it', async () => {
  const { caches, precache, server, revisions } = site(first, 'a1');
  await precache.fill();
  await answer(server, '', navigation);
  const { precache: newer, revisions: now } = site(second, 'b2', { caches });
  await newer.fill();
  const later = Date.now() + 120_000;
  await now.removeUnused('b2', ['client'], later);
  assert.deepEqual(await now.all(), ['a1', 'b2'], 'an open page uses it');
  await now.removeUnused('b2', ['unknown'], later);
  assert.deepEqual(await now.all(), ['a1', 'b2'], 'a page of which nothing is known may use it');
  await revisions.began('beginning', 'a1', later);
  await now.removeUnused('b2', [], later + 10);
  assert.deepEqual(await now.all(), ['a1', 'b2'], 'a page has just begun with it');
  await now.removeUnused('b2', [], later + 120_000);
  assert.deepEqual(await now.all(), ['b2']);
});

test('sites at other paths of the host keep what they have', async () => {
  const { caches, precache, revisions } = site(first, 'a1');
  await precache.fill();
  const others = ['inkgrad /some/ a1', 'inkgrad /some/where/else/ a1', 'something else'];
  for (const name of others) await caches.open(name);
  await revisions.removeUnused('b2', [], Date.now());
  await revisions.removeAll();
  assert.deepEqual((await caches.keys()).sort(), others.sort());
});

test('the documentation comes from the host, and what was read is there without it', async () => {
  const { host, caches, precache, revisions, server } = site(first, 'a1');
  await precache.fill();
  assert.ok(!host.asked.some((path) => path.startsWith('docs/')), 'nothing of it is fetched beforehand');
  Object.assign(host.files, {
    'docs/index.html': 'start',
    'docs/spec/layers.html': 'layers',
    'docs/assets/docs.css': 'css',
  });
  const page = await answer(server, 'docs/index.html', navigation);
  assert.equal(await page.text(), 'start');
  assert.equal(page.headers.get('Cross-Origin-Embedder-Policy'), 'require-corp');
  await answer(server, 'docs/assets/docs.css');
  host.files['docs/index.html'] = 'a newer start';
  assert.equal(await (await answer(server, 'docs/index.html', navigation)).text(), 'a newer start');
  await revisions.removeUnused('a1', []);
  assert.equal(await (await answer(server, 'docs/none.html', navigation)).text(), 'not here');

  host.fetch = async () => Promise.reject(new TypeError('no connection'));
  const offline = new Server(SCOPE, precache, revisions, host.fetch, new Visited(caches, SCOPE, host.fetch));
  assert.equal(await (await answer(offline, 'docs/index.html#top', navigation)).text(), 'a newer start');
  assert.equal(await (await answer(offline, 'docs/', navigation)).text(), 'a newer start');
  assert.equal(await (await answer(offline, 'docs/assets/docs.css')).text(), 'css');
  await assert.rejects(answer(offline, 'docs/spec/layers.html', navigation), /no connection/);
  await assert.rejects(answer(offline, 'docs/none.html', navigation), /no connection/);
});
