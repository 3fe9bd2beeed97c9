/** @file The page with software WebGPU: the device's name, a device loss, and no request where the GPU is off. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoFaults, eventually, figure, press, startHarness, untilFigure, untilStatus } from './harness.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness('chromiumWithGpu');
});
after(() => harness.close());

/** In the training worker: the device is lost with its next submission. */
function loseDevice() {
  const { prototype } = /** @type {any} */ (globalThis).GPUDevice;
  const { pushErrorScope } = prototype;
  prototype.pushErrorScope = function (/** @type {string} */ kind) {
    prototype.pushErrorScope = pushErrorScope;
    this.destroy();
    return pushErrorScope.call(this, kind);
  };
}

test('the page trains on the named GPU, and continues from its state after a device loss', async () => {
  const opened = await harness.open('?lang=en&data=digits&gpu=on');
  const { page, requests } = opened;
  await press(page, 'Play');
  await page.locator('#cores').getByText('GPU: google swiftshader', { exact: true }).waitFor();
  await untilFigure(page, 'validation-accuracy', 0.9);
  assert.ok(requests.some((address) => address.includes('gpu')));
  assertNoFaults(opened);

  const [step, accuracy] = [await figure(page, 'step'), await figure(page, 'accuracy')];
  const training = page.workers().find((worker) => worker.url().includes('training.js'));
  await training?.evaluate(loseDevice);
  await page.getByRole('alert').getByText('The graphics processor failed').waitFor();
  await page
    .getByRole('alert')
    .getByText(/the device was lost \(destroyed/)
    .waitFor();
  await page.locator('#cores').getByText('GPU:').waitFor({ state: 'detached' });
  await eventually(async () => {
    const reason = await page.locator('#cores').getAttribute('title');
    assert.match(reason ?? '', /the device was lost.* repeated \d+ steps?/);
  });
  await untilFigure(page, 'step', step + 50);
  await untilStatus(page, 'running');
  assert.ok((await figure(page, 'accuracy')) > accuracy - 0.1, 'it began anew');
  await page.context().close();
});

test('with the GPU off, no GPU code is fetched', async () => {
  const opened = await harness.open('?lang=en&data=digits');
  const { page, requests } = opened;
  await press(page, 'Play');
  await untilFigure(page, 'step', 100);
  const build = requests.filter((address) => /\.(js|wasm)$/.test(address));
  assert.ok(build.length > 3, String(build));
  assert.deepEqual(
    requests.filter((address) => /gpu|wgsl/.test(address)),
    [],
  );
  assertNoFaults(opened);
  await page.context().close();
});
