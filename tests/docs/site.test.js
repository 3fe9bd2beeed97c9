/** @file The built documentation: every link leads somewhere, nothing breaks the policy, the search finds what people ask. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { makeSite } from '../../docs/site/build.js';
import { faultsOf } from '../../docs/site/check.js';
import { makeFind } from '../../docs/site/client/index.js';

/** @type {Map<string, string | Uint8Array>} */
let files;
before(async () => {
  files = await makeSite();
});

const isBeside = (/** @type {string} */ path) => ['../index.html', '../icon.svg'].includes(path);

test('every internal link and anchor leads somewhere', () => {
  assert.ok(files.size > 40, `${files.size} files`);
  assert.deepEqual(faultsOf(files, isBeside), []);
});

for (const [fault, html, message] of [
  ['a missing page', '<a href="none.html">', /none.html leads nowhere/],
  ['a missing heading', '<a href="index.html#none">', /#none has no such heading/],
  ['an address that a sub-path breaks', '<a href="/docs/index.html">', /leads nowhere/],
  ['a way out of the site', '<a href="../../elsewhere.html">', /leads nowhere/],
  ['a script in the page', '<script>alert(1)</script>', /policy forbids <script/],
  ['a style in the page', '<p style="color: red">', /policy forbids style=/],
  ['a picture of another origin', '<img src="https://host.test/x.png">', /policy forbids src=/],
])
  test(`${fault} is found`, () => {
    const found = faultsOf(new Map([...files, ['fault.html', String(html)]]), isBeside);
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(String(found[0]), /** @type {RegExp} */ (message));
  });

test('pages have the policy, a title of their own, and one main heading', () => {
  const titles = new Set();
  for (const [path, bytes] of files) {
    if (!path.endsWith('.html')) continue;
    const html = String(bytes);
    assert.match(html, /Content-Security-Policy/, path);
    assert.equal(html.match(/<h1/g)?.length, 1, path);
    titles.add(/<title>(.*)<\/title>/.exec(html)?.[1]);
  }
  assert.equal(titles.size, [...files.keys()].filter((path) => path.endsWith('.html')).length);
});

test('the search finds what people ask for, first', () => {
  const find = makeFind(JSON.parse(String(files.get('assets/search.json'))));
  for (const [query, url] of [
    ['batch normalisation', 'spec/layers.html#batch_norm'],
    ['batch normalization', 'spec/layers.html#batch_norm'],
    ['lstm', 'spec/layers.html#lstm'],
    ['early stopping', 'spec/early-stopping.html'],
    ['setData', 'api/inkgrad.html#setdata'],
    ['onnx python', 'recipes/onnx.html'],
    ['github pages', 'hosting.html#github-pages'],
    ['own pictures', 'recipes/own-images.html'],
  ])
    assert.equal(find(String(query))[0]?.url, url, query);
  assert.deepEqual(find('zzzzzz'), []);
  const programs = find('setData').map(({ url }) => url);
  assert.ok(programs.includes('recipes/images.html'), `code is searched too: ${programs}`);
});

test('programs are on the site as files, the same as in the repository', () => {
  const file = new URL('../../docs/recipes/csv.js', import.meta.url);
  assert.equal(String(files.get('recipes/csv.js')), readFileSync(file, 'utf8'));
});
