/** @file Verified links: made in Chromium while training goes on, opened in every browser; what cannot be compared is said. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { decodeFingerprint, encodeFingerprint } from '../../www/shared/fingerprint.js';
import { assertNoFaults, figure, press, startHarness, untilEqual, untilFigure, untilStatus } from './harness.js';
import { serve } from './server.js';
import { startWebKit } from './webdriver.js';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('../../www/shared/fingerprint.js').Fingerprint} Fingerprint
 */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
/** @type {string} query and fragment of a link that was made in Chromium */
let link;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

const BEGIN = 'Verify: rerun the first hundred steps';

/** @param {Page} page */
async function openDialog(page) {
  await press(page, 'Menu');
  await press(page, 'Verified link …');
  await page.getByRole('dialog').waitFor();
}

/** @param {Page} page */
async function verify(page) {
  await press(page, BEGIN);
  await page.locator('[data-testid="verdict"]:not([data-state="open"])').waitFor();
  const verdict = page.getByTestId('verdict');
  return { state: await verdict.getAttribute('data-state'), said: await verdict.textContent() };
}

/** @param {(theirs: Fingerprint) => Fingerprint} change @returns {string} the link of another sender */
function changed(change) {
  const text = /verify=([\w-]+)/.exec(link)?.[1] ?? '';
  const read = decodeFingerprint(text);
  if (typeof read === 'string') throw new Error(read);
  return link.replace(text, encodeFingerprint(change(read)));
}

test('a verified link is made while training goes on, and can be taken back', async () => {
  const opened = await harness.open('?lang=en&data=digits#/train?v=2&layers=flatten,dense-24-relu,dense-10&seed=9', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const { page } = opened;
  await untilStatus(page, 'ready');
  await press(page, 'Play');
  await untilFigure(page, 'step', 10);
  await openDialog(page);
  // Its worker does not come before it is taken back.
  const script = '**/prediction.js';
  await page.route(script, () => {});
  await press(page, 'Compute it');
  await press(page, 'Cancel');
  await page.getByRole('button', { name: 'Compute it' }).waitFor();
  await page.unroute(script);
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id }) => id),
    [],
  );
  const step = await figure(page, 'step');
  await press(page, 'Compute it');
  const field = page.getByTestId('verified-link');
  await field.waitFor();
  await untilFigure(page, 'step', step + 1);
  await press(page, 'Copy');
  await page.getByText('Copied', { exact: true }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, await field.inputValue());
  const { search, hash, href } = new URL(copied);
  link = search + hash;
  assert.ok(href.length < 450, href);
  assert.equal(new URLSearchParams(search).get('data'), 'digits');
  assert.match(hash, /seed=9/);
  await press(page, 'Close');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await untilEqual(() => page.evaluate(() => document.activeElement?.textContent), 'Menu');
  assertNoFaults(opened);
  await page.context().close();
});

test('who opens it is offered to verify it, and training goes on meanwhile', async () => {
  const opened = await harness.open(`${link.replace('?', '?lang=en&')}`);
  const { page } = opened;
  await untilStatus(page, 'ready');
  assert.equal(await page.getByLabel('units of layer 2').count(), 0);
  await press(page, 'Play');
  await untilFigure(page, 'step', 10);
  const { state, said } = await verify(page);
  assert.deepEqual([state, said], ['identical', 'Identical to the sender’s: 100 steps, the same to the bit.']);
  await untilFigure(page, 'step', (await figure(page, 'step')) + 1);
  await press(page, 'Close message');
  await page.getByTestId('verification').waitFor({ state: 'detached' });
  assertNoFaults(opened);
  await page.context().close();
});

test('where the runs part, and why they cannot be compared, is said with numbers', async () => {
  const opened = await harness.open('?lang=en');
  const { page } = opened;
  const read = /** @type {[string, string, RegExp][]} */ ([
    [
      changed(({ digests, marks, ...rest }) => ({
        ...rest,
        marks: marks.map((mark) => (mark.step >= 50 ? { ...mark, loss: 0.75, parameters: 1 } : mark)),
        digests: digests.map((byte, at) => (at >= 41 ? byte ^ 1 : byte)),
      })),
      'parted',
      /they part at step 42\. The loss of step 50 is \d\.\d+ here and 0\.75 there\.$/,
    ],
    [changed((theirs) => ({ ...theirs, version: '9.9.9' })), 'identical', /The sender had version 9\.9\.9/],
    [
      changed(({ data, ...rest }) => ({ ...rest, data: { ...data, labels: 1 } })),
      'incomparable',
      /the data here are not the sender’s \(other training labels\)/,
    ],
    [link.replace('seed=9', 'seed=8'), 'incomparable', /the settings in the link are not those/],
  ]);
  for (const [address, state, said] of read) {
    await page.goto(harness.host.address + address.replace('?', '?lang=en&'));
    const verdict = await verify(page);
    assert.equal(verdict.state, state);
    assert.match(verdict.said ?? '', said);
  }
  for (const [address, said] of /** @type {[string, string][]} */ ([
    [link.slice(0, -9), 'The link cannot be verified: it is incomplete. Ask its sender for it again.'],
    [
      `${link.replace('data=digits', 'data=own-0123456789ab')}&verify.data=My+letters`,
      'The link cannot be verified yet: its data set, “My letters”, is not on this device. Open or drop its file here.',
    ],
  ])) {
    await page.goto(harness.host.address + address.replace('?', '?lang=en&'));
    await page.getByText(said, { exact: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: BEGIN }).count(), 0);
  }
  assertNoFaults(opened);
  await page.context().close();
});

test('Firefox finds the run of Chromium identical', async () => {
  const firefox = await startHarness('firefox');
  try {
    const opened = await firefox.open(link.replace('?', '?lang=en&'));
    assert.equal((await verify(opened.page)).state, 'identical');
    assertNoFaults(opened);
  } finally {
    await firefox.close();
  }
});

test('WebKit finds the run of Chromium identical', async () => {
  const [host, webkit] = await Promise.all([serve(), startWebKit(8089)]);
  try {
    await webkit.open(host.address + link.replace('?', '?lang=en&'));
    await webkit.until(`return document.querySelector('.verification .work button') !== null`);
    await webkit.click('.verification .work button');
    await webkit.until(`return document.querySelector('[data-testid="verdict"]').dataset.state === 'identical'`);
  } finally {
    await webkit.close();
    await host.close();
  }
});
