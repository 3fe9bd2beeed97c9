/**
 * @file The package's calls on a page's main thread, in both browsers, with real digits. tests/package has each call in
 * Node.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browsers } from './browsers.js';
import { PATIENCE } from './harness.js';
import { serve } from './server.js';

/** @type {Awaited<ReturnType<typeof serve>>} */
let host;

before(async () => {
  host = await serve(fileURLToPath(new URL('../../', import.meta.url)));
});
after(() => host.close());

for (const [name, launch] of Object.entries(browsers)) {
  test(`a page of ${name} trains, inspects the network and stays responsive`, async (context) => {
    const browser = await launch();
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(PATIENCE);
      const fixtures = new URL('tests/package/fixtures/', host.address);
      await page.goto(new URL('blank.html', fixtures).href);
      const found = await page.evaluate(async ({ script, entry }) => (await import(script)).run(entry), {
        script: new URL('calls.js', fixtures).href,
        entry: new URL('pkg/inkgrad.js', host.address).href,
      });
      context.diagnostic(`accuracy ${found.accuracy}, ${found.events} events`);
      checkTraining(found);
      checkPredictions(found);
      checkInspection(found);
      assert.ok(found.events > 2, `${found.events} events`);
      assert.equal(found.aborted, 'aborted');
      assert.equal(found.invalidInput, 'shape');
    } finally {
      await browser.close();
    }
  });
}

/** @typedef {Awaited<ReturnType<typeof import('../package/fixtures/calls.js').run>>} Found */

/** @param {Found} found */
function checkTraining({ steps, perEpoch, epochs, last, every, accuracy, epochsOfLastFit }) {
  assert.equal(steps, 12 * perEpoch);
  assert.equal(epochs.length, 12);
  // The last digits are by other writers than the first. A classifier of this size reaches 90 %.
  assert.ok(last?.validationAccuracy && last.validationAccuracy > 0.85, JSON.stringify(last));
  assert.deepEqual(
    every,
    [20, 40, 50].map((step) => steps + step),
  );
  assert.ok(accuracy && accuracy > 0.85, `${accuracy}`);
  assert.equal(epochsOfLastFit, 60);
}

/** @param {Found} found */
function checkPredictions({ classes, flat, same, predicted, expected }) {
  assert.deepEqual(
    classes,
    Array.from('0123456789', (digit) => `digit ${digit}`),
  );
  assert.equal(flat.length, 20);
  assert.deepEqual(same, flat);
  assert.deepEqual(predicted, expected);
}

/** @param {Found} found */
function checkInspection({ attributions, logitDifference, nearest, statistics, kinds }) {
  const sum = attributions.reduce((total, value) => total + value, 0);
  assert.ok(Math.abs(sum - logitDifference) < 0.02 * Math.abs(logitDifference), `${sum} of ${logitDifference}`);
  // The query is a training sample, so it is its own nearest neighbour.
  assert.deepEqual({ index: nearest[0].index, distance: nearest[0].distance }, { index: 0, distance: 0 });
  assert.equal(nearest.length, 3);
  // Weights and biases of two layers, one of which has an activation.
  assert.deepEqual(statistics, [4, 1]);
  assert.ok(kinds.includes('dense') && !kinds.includes('conv2d'), `${kinds}`);
}
