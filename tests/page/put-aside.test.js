/** @file A page that the browser puts aside when it is left (back/forward cache), and brings back as it was. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertNoFaults,
  eventually,
  figure,
  pause,
  press,
  readRecord,
  startHarness,
  untilEqual,
  untilFigure,
  untilStatus,
} from './harness.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness('chromiumWithPagesAside');
});
after(() => harness.close());

/** The browser has given up the page that it had put aside, as it may at any time, and has loaded it anew. */
class GivenUp extends Error {}

/** Times that a page is put aside before it is clear that it never comes back. */
const ATTEMPTS = 5;

/**
 * @param {string} name
 * @param {() => Promise<void>} body begins anew where the browser gave up the page
 */
function testAside(name, body) {
  test(name, async (context) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await body();
        return;
      } catch (error) {
        if (!(error instanceof GivenUp) || attempt === ATTEMPTS) throw error;
        context.diagnostic(error.message);
      }
    }
  });
}

/** @param {Page} page @param {'first' | 'second'} name of its document */
const mark = (page, name) =>
  page.evaluate((name) => {
    Object.assign(globalThis, { inkgradDocument: name });
  }, name);

/** @param {Page} page @returns {Promise<unknown>} name of its document; nothing where it was loaded anew */
const documentOf = (page) => page.evaluate(() => Reflect.get(globalThis, 'inkgradDocument'));

/** The browser goes back to the page that is marked as the first one: the very document. @param {Page} page */
async function goBack(page) {
  await page.evaluate(() => history.back());
  // While it goes back there may be no document to ask.
  await eventually(async () => {
    assert.notEqual(await documentOf(page), 'second');
    assert.equal(await page.evaluate(() => document.readyState), 'complete');
  });
  if ((await documentOf(page)) === 'first') return;
  throw new GivenUp(`the page was not brought back: ${await page.evaluate(reasons)}`);
}

/** In the page: why the browser loaded it anew. */
const reasons = () => {
  const [navigation] = performance.getEntriesByType('navigation');
  return JSON.stringify(Reflect.get(Object(navigation), 'notRestoredReasons') ?? 'it does not say why');
};

/** @param {Page} page @returns {Promise<string>} id of the run that the tab trains, once it is remembered */
async function runOf(page) {
  const id = await page.waitForFunction(() => JSON.parse(sessionStorage.getItem('inkgrad.run') ?? '{}').id);
  return id.jsonValue();
}

/** A page that is marked, and has trained a hundred steps. */
async function trained() {
  const opened = await harness.open('?lang=en&data=digits');
  const { page } = opened;
  await untilStatus(page, 'ready');
  await mark(page, 'first');
  const run = await runOf(page);
  await press(page, 'Play');
  await untilFigure(page, 'step', 100);
  return { opened, page, run };
}

/** The same, paused at its first step; its tab has gone to another document, which has the same run. */
async function leftForAnother() {
  const { opened, page, run } = await trained();
  const first = await pause(page);
  await page.goto(`${harness.host.address}?lang=en&data=digits`);
  await untilStatus(page, 'paused');
  assert.equal(await documentOf(page), undefined);
  await mark(page, 'second');
  assert.equal(await runOf(page), run);
  return { opened, page, run, first };
}

/** The other document goes on by a hundred steps, and the first one comes back. @param {Page} page @param {number} first */
async function goOnAndBack(page, first) {
  await press(page, 'Play');
  await untilFigure(page, 'step', first + 100);
  const second = await pause(page);
  await goBack(page);
  await page.getByText('Another page has gone on with this run meanwhile.').waitFor();
  return second;
}

testAside('a page that comes back goes on training where it stood still, and loses no step', async () => {
  const { opened, page, run } = await trained();
  await page.goto('about:blank');
  await mark(page, 'second');
  await goBack(page);
  assert.equal(await page.getByTestId('status').getAttribute('data-state'), 'running');
  const step = await figure(page, 'step');
  assert.ok(step >= 100, `${step}`);
  await untilFigure(page, 'step', step + 100);
  const paused = await pause(page);
  assert.equal((await readRecord(page, `state/${run}`)).position.step, paused);
  await page.reload();
  await untilStatus(page, 'paused');
  await untilEqual(() => figure(page, 'step'), paused);
  assertNoFaults(opened);
  await page.context().close();
});

testAside('a page whose run has gone on meanwhile goes on with a run of its own', async () => {
  const { opened, page, run, first } = await leftForAnother();
  const second = await goOnAndBack(page, first);
  assert.equal(await figure(page, 'step'), first);
  await press(page, 'Play');
  await untilFigure(page, 'step', first + 50);
  const own = await pause(page);
  assert.notEqual(await runOf(page), run);
  assert.equal((await readRecord(page, `state/${run}`)).position.step, second, 'nothing is overwritten');
  const kept = async () => readRecord(page, `run/${await runOf(page)}`);
  assert.deepEqual((await kept()).parent, { id: run, step: first });
  await untilEqual(async () => (await kept()).position.step, own);
  assertNoFaults(opened);
  await page.context().close();
});

testAside('a reload after that finds the run: of this page, also where another run was begun meanwhile', async () => {
  const { opened, page, run, first } = await leftForAnother();
  await press(page, 'Reset');
  await untilEqual(() => figure(page, 'step'), 0);
  await untilEqual(async () => (await runOf(page)) !== run, true);
  await goBack(page);
  await untilEqual(() => runOf(page), run);
  await page.reload();
  await untilStatus(page, 'paused');
  await untilEqual(() => figure(page, 'step'), first);
  assert.equal(await runOf(page), run);
  assertNoFaults(opened);
  await page.context().close();
});

testAside('a step that no other page has is kept, though nothing is trained after it', async () => {
  const { opened, page, first } = await leftForAnother();
  await goOnAndBack(page, first);
  const own = await runOf(page);
  await untilEqual(async () => (await readRecord(page, `run/${own}`))?.position.step, first);
  await page.reload();
  await untilStatus(page, 'paused');
  await untilEqual(() => figure(page, 'step'), first);
  assert.equal(await runOf(page), own);
  assertNoFaults(opened);
  await page.context().close();
});
