/** @file Places and links: routes with history, links of both releases, training that goes on, the dock. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { draw } from './drawing.js';
import { assertNoFaults, figure, press, startHarness, untilEqual, untilFigure, untilStatus } from './harness.js';
import { drawings } from './strokes/styles.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
const three = /** @type {import('./strokes/styles.js').Drawing} */ (drawings[3]);

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {import('playwright-core').Page} page @param {string} name */
const openPlace = (page, name) => page.getByRole('link', { name, exact: true }).click();

test('places have routes and history; training goes on, with the dock at hand', async () => {
  const opened = await harness.open();
  const { page } = opened;
  await press(page, 'Play');
  await draw(page, three);
  await untilFigure(page, 'validation-accuracy', 0.9);
  await openPlace(page, 'Build');
  await page.waitForFunction(() => location.hash === '#/build');
  const dock = page.getByRole('complementary');
  await dock.getByText('answer').waitFor();
  await untilEqual(() => page.getByRole('button', { name: 'Pause', exact: true }).count(), 1, 'one Play at a time');
  const step = await figure(page, 'step');
  await untilFigure(page, 'step', step + 50);
  await dock.getByRole('button', { name: 'Pause', exact: true }).click();
  await untilStatus(page, 'paused');
  await page.goBack();
  await page.getByTestId('pad').waitFor();
  await untilStatus(page, 'paused');
  await page.goForward();
  await page.waitForFunction(() => location.hash === '#/build');
  assertNoFaults(opened);
  await page.context().close();
});

test('a notice stands above the dock: Play is never covered', async () => {
  for (const viewport of [undefined, { width: 390, height: 844 }, { width: 844, height: 390 }]) {
    const opened = await harness.open('?lang=en&data=digits#/data', viewport && { viewport });
    const { page } = opened;
    await untilStatus(page, 'ready');
    await press(page, 'Play');
    await untilFigure(page, 'epoch', 1);
    await page.getByRole('button', { name: /^Train on MNIST/ }).click();
    const notice = page.getByTestId('undo-notice');
    await notice.waitFor();
    for (const top of [0, 100_000]) {
      await page.evaluate((to) => scrollTo(0, to), top);
      const [above, dock] = await Promise.all([notice.boundingBox(), page.locator('.dock').boundingBox()]);
      assert.ok(above && dock && above.y + above.height <= dock.y, `${JSON.stringify(above)} ${JSON.stringify(dock)}`);
    }
    assertNoFaults(opened);
    await page.context().close();
  }
});

test('going back changes the place, and not what was edited there', async () => {
  const { page } = await harness.open();
  await untilStatus(page, 'ready');
  await openPlace(page, 'Build');
  await page.getByLabel('units of layer 2', { exact: true }).fill('64');
  await page.keyboard.press('Enter');
  await page.goBack();
  await page.getByText('784 → 64 → 10').waitFor();
  await page.context().close();
});

test('a link to a place opens it, with its experiment', async () => {
  const { page } = await harness.open('?lang=en#/build?v=2&layers=flatten,dense-20-tanh,dense-10&learning_rate=0.02');
  await untilEqual(() => page.getByLabel('units of layer 2', { exact: true }).inputValue(), '20');
  await openPlace(page, 'Train');
  await untilEqual(() => page.getByLabel('Learning rate', { exact: true }).inputValue(), '0.02');
  await page.context().close();
});

test('a link that is pasted into the open tab is followed, and what was trained can be had back', async () => {
  const { page } = await harness.open();
  await press(page, 'Play');
  await untilFigure(page, 'step', 100);
  await press(page, 'Pause');
  await untilStatus(page, 'paused');
  const step = await figure(page, 'step');
  await page.evaluate(() => {
    location.hash = '#/train?v=2&layers=flatten,dense-16-relu,dense-10';
  });
  await page.getByText('784 → 16 → 10').waitFor();
  await untilStatus(page, 'ready');
  await untilEqual(() => figure(page, 'step'), 0);
  await press(page, 'Undo change');
  await untilFigure(page, 'step', step);
  await page.getByText('784 → 128 → 10').waitFor();
  await page.context().close();
});

test('a link of the first release opens, in a new tab and in an open one', async () => {
  const { page } = await harness.open('?lang=en#v=1&layers=dense-32-tanh&learning_rate=0.02&optimizer=momentum');
  await page.getByText('784 → 32 → 10').waitFor();
  await untilEqual(() => page.getByLabel('Learning rate', { exact: true }).inputValue(), '0.02');
  await untilStatus(page, 'ready');
  await page.evaluate(() => {
    location.hash = '#v=1&layers=dense-48-relu';
  });
  await page.getByText('784 → 48 → 10').waitFor();
  await page.waitForFunction(() => location.hash.startsWith('#/train?v=2'));
  await page.context().close();
});

test('the code of a place is loaded when it is opened, and a failed load can be tried again', async () => {
  const { page, requests } = await harness.open();
  await untilStatus(page, 'ready');
  await page.getByText('version').waitFor();
  const before = requests.length;
  const scripts = /build\/chunk-[^/]*\.js$/;
  await page.route(scripts, (route) => route.abort());
  await openPlace(page, 'Build');
  await page.getByText('“Build” could not be loaded').waitFor();
  await page.unroute(scripts);
  await press(page, 'Try again');
  await page.getByLabel('units of layer 2', { exact: true }).waitFor();
  assert.ok(requests.length > before);
  await page.context().close();
});

test('while the samples are counted, the slider of training samples stands at its end: all of them', async () => {
  // The worker never hears the question.
  const script = `addEventListener('message', (event) => {
    if (JSON.stringify(event.data).includes('"data-counts"')) event.stopImmediatePropagation();
  })`;
  const opened = await harness.open('?lang=en&data=digits#/data', {
    prepare: (page) =>
      page.route('**/build/prediction.js', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${script};\n${await response.text()}` });
      }),
  });
  const { page } = opened;
  const slider = page.getByRole('slider', { name: 'Training samples', exact: true });
  await page.getByText('Counting …').waitFor();
  assert.equal(await slider.getAttribute('aria-valuetext'), 'all');
  assert.equal(await slider.inputValue(), await slider.getAttribute('max'));
  assert.ok(Number(await slider.getAttribute('max')) > Number(await slider.getAttribute('min')));
  assert.ok(await slider.isDisabled());
  assertNoFaults(opened);
  await page.context().close();
});
