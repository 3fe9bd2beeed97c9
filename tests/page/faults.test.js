/** @file Failures of workers, missing browser features and failed requests are reported by the page. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { read } from './drawing.js';
import {
  assertNoFaults,
  figure,
  press,
  startHarness,
  untilEqual,
  untilFigure,
  untilStatus,
  untilStored,
} from './harness.js';
import { drawings } from './strokes/styles.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
const three = /** @type {import('./strokes/styles.js').Drawing} */ (drawings[3]);

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/**
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
function workerNamed(page, name) {
  return page.workers().find((worker) => worker.url().includes(`${name}.js`));
}

/** @type {[string, (worker: import('playwright-core').Worker) => void][]} */
const ends = [
  ['is closed in the middle of a step', (worker) => void worker.evaluate(() => self.close()).catch(() => {})],
  [
    'never comes back from a step',
    (worker) =>
      void worker
        .evaluate(() => {
          for (;;);
        })
        .catch(() => {}),
  ],
  [
    'throws outside of any call',
    (worker) =>
      void worker
        .evaluate(() => {
          setTimeout(() => {
            throw new WebAssembly.RuntimeError('unreachable');
          });
        })
        .catch(() => {}),
  ],
];
for (const [what, end] of ends) {
  test(`training that ${what} continues from its checkpoint, with a message`, async () => {
    const { page } = await harness.open();
    await press(page, 'Play');
    await untilFigure(page, 'epoch', 0.5);
    await untilStored(page, ({ step }) => step > 100);
    const kept = page.waitForEvent('worker', (worker) => worker.url().includes('training.js'));
    end(/** @type {import('playwright-core').Worker} */ (workerNamed(page, 'training')));
    await kept;
    await page.getByRole('alert').getByText('Training broke off and went on').waitFor();
    await untilStatus(page, 'running');
    const step = await figure(page, 'step');
    assert.ok(step > 100, `it began anew at step ${step}`);
    await untilFigure(page, 'step', step + 20);
    assert.notEqual((await read(page, three)).digit, '');
    await page.getByRole('button', { name: 'Close message' }).click();
    await page.getByText('Training broke off').waitFor({ state: 'hidden' });
    await page.context().close();
  });
}

test('a prediction worker that ends is replaced, and the drawing is predicted', async () => {
  const { page } = await harness.open();
  await press(page, 'Play');
  await untilFigure(page, 'step', 50);
  const next = page.waitForEvent('worker', (worker) => worker.url().includes('prediction.js'));
  workerNamed(page, 'prediction')
    ?.evaluate(() => self.close())
    .catch(() => {});
  await next;
  await untilFigure(page, 'validation-accuracy', 0.93);
  assert.equal((await read(page, three)).digit, '3');
  await page.context().close();
});

/** @type {[string, string, () => void][]} */
const lacks = [
  ['workers', 'Web Workers', () => Reflect.deleteProperty(globalThis, 'Worker')],
  ['WebAssembly', 'WebAssembly', () => Reflect.deleteProperty(globalThis, 'WebAssembly')],
  [
    'wasm SIMD',
    'SIMD',
    () => {
      const { validate } = WebAssembly;
      WebAssembly.validate = (bytes) =>
        !new Uint8Array(/** @type {ArrayBuffer} */ (bytes)).includes(0xfd) && validate(bytes);
    },
  ],
];
for (const [what, words, remove] of lacks) {
  test(`a browser without ${what} gets a message that says so`, async () => {
    const opened = await harness.open('?lang=en', { prepare: (page) => page.addInitScript(remove) });
    const { page } = opened;
    await page.getByRole('alert').getByText(words).waitFor();
    await untilStatus(page, 'error');
    assert.match((await page.getByRole('alert').textContent()) ?? '', /current (browser|version)/);
    assertNoFaults(opened);
    await page.context().close();
  });
}

test('a failed request is reported, and a retry succeeds', async () => {
  let broken = true;
  const { page } = await harness.open('?lang=en', {
    prepare: (opening) =>
      opening.route('**/data/mnist/manifest.json', (route) => (broken ? route.abort() : route.continue())),
  });
  await page.getByRole('alert').getByText('A file did not come').waitFor();
  await untilStatus(page, 'error');
  broken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await untilStatus(page, 'ready');
  await page.getByText('A file did not come').waitFor({ state: 'hidden' });
  await page.context().close();
});

test('a wasm binary that did not come once is fetched again by Try again', async () => {
  let broken = true;
  const { page } = await harness.open('?lang=en', {
    prepare: (opening) =>
      opening
        .context()
        .route(/inkgrad-[a-z0-9-]+\.wasm|inkgrad-[a-z0-9-]+-text\.js/, (route) =>
          broken ? route.abort() : route.continue(),
        ),
  });
  await page.getByRole('alert').locator('.notice').waitFor();
  await untilStatus(page, 'error');
  broken = false;
  await page.getByRole('button', { name: 'Try again', exact: true }).click();
  await untilStatus(page, 'ready');
  await press(page, 'Play');
  await untilFigure(page, 'step', 20);
  assert.equal(await page.getByRole('alert').locator('.notice').count(), 0);
  await page.context().close();
});

test('a feature that throws shows its error alone, and everything else goes on', async () => {
  const { page } = await harness.open('?lang=en', {
    prepare: (opening) =>
      opening.addInitScript(() => {
        // Only the diagram asks for this.
        Object.defineProperty(HTMLElement.prototype, 'offsetLeft', {
          get() {
            if (this.classList.contains('stage')) throw new Error('a fault in the diagram');
            return 0;
          },
        });
      }),
  });
  await page.getByText('“Network” has failed').waitFor();
  await page.getByText('a fault in the diagram').waitFor();
  await press(page, 'Play');
  await untilFigure(page, 'step', 20);
  assert.equal((await read(page, three)).digit.length, 1);
  await page.context().close();
});

test('a link with invalid settings names them', async () => {
  const { page } = await harness.open('?lang=en#v=1&batch_size=-3');
  await page.getByRole('alert').getByText('batch_size').waitFor();
  await untilStatus(page, 'ready');
  await untilEqual(() => page.getByLabel('Batch size', { exact: true }).inputValue(), '128');
  await page.context().close();
});
