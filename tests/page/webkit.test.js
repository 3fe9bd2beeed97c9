/**
 * @file The same page in WebKit: it loads, trains, answers a drawing, opens each place, keeps its run, also when it
 * is put aside, and reads files.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dropScript, pictures, table } from './files-to-drop.js';
import { serve } from './server.js';
import { startWebKit } from './webdriver.js';

/** @type {Awaited<ReturnType<typeof serve>>} */
let host;
/** @type {Awaited<ReturnType<typeof startWebKit>>} */
let webkit;

/** In the page: the value of a figure. */
const FIGURE = (/** @type {string} */ id) => `Number(document.querySelector('[data-testid="${id}"]')?.dataset.value)`;

before(async () => {
  [host, webkit] = await Promise.all([serve(), startWebKit(8087)]);
});
after(async () => {
  await webkit.close();
  await host.close();
});

test('WebKit trains, and answers a drawing', async () => {
  await webkit.open(`${host.address}?lang=en`);
  await webkit.until(`return document.querySelector('[data-testid="status"]')?.dataset.state === 'ready'`);
  await webkit.click('.panel.controls .button.main');
  await webkit.until(`return ${FIGURE('validation-accuracy')} >= 0.93`);
  const pad = await webkit.evaluate(
    `const { x, y, width, height } = document.querySelector('[data-testid="pad"]').getBoundingClientRect();
     return { x, y, width, height };`,
  );
  const at = (/** @type {number} */ right, /** @type {number} */ down) =>
    /** @type {[number, number]} */ ([pad.x + right * pad.width, pad.y + down * pad.height]);
  await webkit.draw([at(0.3, 0.22), at(0.5, 0.22), at(0.7, 0.22), at(0.6, 0.45), at(0.5, 0.65), at(0.44, 0.82)]);
  await webkit.until(`return document.querySelector('[data-testid="answer"]').textContent !== ''`);
  await webkit.until(`return document.querySelector('[data-testid="answer"]').textContent === '7'`);
  await webkit.until(`return ${FIGURE('probability-7')} > 0.3`);
});

test('WebKit opens each place', async () => {
  for (const place of ['build', 'train']) {
    await webkit.click(`.place-link[href="#/${place}"]`);
    await webkit.until(
      `return document.querySelector('.place-link[aria-current]').getAttribute('href') === '#/${place}'`,
    );
  }
  await webkit.click('.place-link[href="#/build"]');
  await webkit.until(`return document.querySelector('main').textContent.includes('Add layer')`);
  assert.equal(await webkit.evaluate(`return document.querySelector('.feature-error') === null`), true);
});

/** In the page: the state of the training. */
const STATE = `document.querySelector('[data-testid="status"]')?.dataset.state`;

test('WebKit keeps a run over a reload', async () => {
  // The page before, which has trained, is put aside: it must not hold up what this one writes.
  await webkit.open(`${host.address}?lang=en&data=digits`);
  await webkit.until(`return ['ready', 'paused'].includes(${STATE})`);
  await webkit.click('.panel.controls .button.main');
  await webkit.until(`return ${FIGURE('step')} >= 100`);
  if (await webkit.evaluate(`return ${STATE} === 'running'`)) await webkit.click('.panel.controls .button.main');
  await webkit.until(`return ['paused', 'finished'].includes(${STATE})`);
  const step = await webkit.evaluate(`return ${FIGURE('step')}`);
  await webkit.until(`return document.querySelector('[data-testid="saved"]')?.dataset.step === '${step}'`);
  await webkit.evaluate('window.isBefore = true; location.reload()');
  await webkit.until(`return !window.isBefore && ['paused', 'finished'].includes(${STATE})`);
  await webkit.until(`return ${FIGURE('step')} === ${step}`);
});

test('WebKit goes back to a page that it has put aside: it goes on training, and is kept', async () => {
  const play = async () => {
    await webkit.until(`return ['paused', 'finished', 'running'].includes(${STATE})`);
    if (await webkit.evaluate(`return ${STATE} !== 'running'`)) await webkit.click('.panel.controls .button.main');
    await webkit.until(`return ${STATE} === 'running'`);
  };
  await play();
  const kept = `Number(document.querySelector('[data-testid="saved"]').dataset.step)`;
  const before = await webkit.evaluate(`return ${kept}`);
  await webkit.open(`${host.address}icon.svg`);
  await webkit.until(`return ${STATE} === undefined && document.readyState === 'complete'`);
  await webkit.back();
  // Where WebKit has not put it aside, it is loaded anew, and waits for Play.
  await play();
  const step = await webkit.evaluate(`return ${FIGURE('step')}`);
  assert.ok(step >= before, `${step}`);
  await webkit.until(`return ${kept} > ${step}`);
});

test('WebKit reads a table and pictures that are dropped', async () => {
  const said = (/** @type {string} */ words) =>
    `return document.querySelector('.data-import')?.textContent.includes(${JSON.stringify(words)})`;
  await webkit.evaluate(dropScript([table]));
  await webkit.until(said('24 rows, 3 columns'));
  await webkit.evaluate(dropScript(await pictures()));
  await webkit.until(said('4 pictures of 28 × 28 in 2 classes.'));
  await webkit.until(`return document.querySelectorAll('.data-import [data-testid="sample"]').length === 4`);
});
