/** @file The page's address: places have history, edits are written seldom, links of others are followed. */

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Router } from '../../www/page/app/router.js';
import { defaultExperiment, withSpec } from '../../www/shared/experiment.js';

/** @param {string} hash */
function arrange(hash) {
  const location = /** @type {any} */ ({ pathname: '/', search: '?theirs=1', hash });
  /** @type {[string, unknown, string][]} */
  const written = [];
  const write =
    (/** @type {string} */ how) =>
    (/** @type {unknown} */ state, /** @type {string} */ _, /** @type {string} */ url) => {
      written.push([how, state, url]);
      const found = new URL(url, 'http://host/');
      Object.assign(location, { search: found.search, hash: found.hash });
    };
  /** @type {any[]} */
  const followed = [];
  const page = { experiment: defaultExperiment(), language: /** @type {string | null} */ (null) };
  const router = new Router({
    location,
    history: /** @type {any} */ ({ pushState: write('push'), replaceState: write('replace') }),
    experiment: () => page.experiment,
    ownData: () => [],
    language: () => page.language,
    follow: (link) => followed.push(link),
  });
  /** @type {(event: { state: unknown }) => void} */
  let arrive = () => {};
  router.listen({ addEventListener: (/** @type {string} */ _, /** @type {any} */ listener) => (arrive = listener) });
  return { router, location, written, followed, page, arrive: (/** @type {unknown} */ state) => arrive({ state }) };
}

test('a place becomes an entry of the history', () => {
  const { router, written } = arrange('');
  router.navigate('build');
  assert.equal(router.route.value, 'build');
  assert.deepEqual(
    written.map(([how, , url]) => [how, url]),
    [['push', '/?theirs=1#/build']],
  );
  router.navigate('build');
  assert.equal(written.length, 1);
});

test('of many edits the first is written at once, and the last when they have rested', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { router, written, page } = arrange('');
  for (let seed = 0; seed < 200; seed += 1) {
    page.experiment = withSpec(page.experiment, { seed });
    router.update();
  }
  assert.equal(written.length, 1);
  mock.timers.tick(1000);
  assert.deepEqual(
    written.map(([, , url]) => url),
    ['/?theirs=1#/train?v=2&seed=0', '/?theirs=1#/train?v=2&seed=199'],
  );
  mock.timers.reset();
});

test('going back changes the place and keeps what was edited since', () => {
  const { router, location, page, followed, arrive } = arrange('');
  router.navigate('build');
  page.experiment = withSpec(page.experiment, { seed: 5 });
  location.hash = '';
  arrive({ inkgrad: true });
  assert.equal(router.route.value, 'train');
  assert.equal(followed.length, 0);
  assert.equal(location.hash, '#/train?v=2&seed=5');
});

test('a link that is pasted into the tab is followed', () => {
  const { router, location, followed, arrive } = arrange('');
  location.hash = '#/build?v=2&seed=8';
  arrive(null);
  assert.equal(router.route.value, 'build');
  assert.equal(followed[0].experiment.spec.seed, 8);
});

test('the language is written where it is not the browser’s own', () => {
  const { router, page, location } = arrange('');
  page.language = 'zh';
  router.flush();
  assert.equal(location.search, '?theirs=1&lang=zh');
});
