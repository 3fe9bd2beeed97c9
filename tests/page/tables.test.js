/** @file Tables: presets, the form that predicts a row, the importance of columns, and a CSV file with categories. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertNoFaults,
  eventually,
  figure,
  press,
  startHarness,
  untilEqual,
  untilFigure,
  untilStatus,
} from './harness.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});

after(() => harness.close());

/** @param {import('playwright-core').Page} page */
const answer = (page) => page.getByTestId('answer').textContent();

/** @param {import('playwright-core').Page} page @param {string} name */
const go = (page, name) => page.getByRole('link', { name, exact: true }).click();

/** @param {import('playwright-core').Page} page */
async function trainToTheEnd(page) {
  await untilStatus(page, 'ready');
  await press(page, 'Play');
  await untilStatus(page, 'finished');
}

for (const [name, least] of /** @type {const} */ ([
  ['iris', 0.95],
  ['wine', 0.95],
  ['breast_cancer', 0.95],
]))
  test(`${name} trains to ${100 * least} % of its validation rows`, async () => {
    const opened = await harness.open(`?lang=en&data=${name}`);
    await trainToTheEnd(opened.page);
    await untilFigure(opened.page, 'validation-accuracy', least);
    assertNoFaults(opened);
    await opened.page.context().close();
  });

test('the diagram writes the names of all classes in full; the network that a table begins with has a name', async () => {
  for (const [name, classes] of /** @type {const} */ ([
    ['iris', ['setosa', 'versicolor', 'virginica']],
    ['breast_cancer', ['malignant', 'benign']],
  ])) {
    const opened = await harness.open(`?lang=en&data=${name}`, {
      prepare: (page) =>
        page.addInitScript(() => {
          const { fillText } = CanvasRenderingContext2D.prototype;
          const written = new Set();
          Object.assign(globalThis, { written });
          /** @param {string} text @param {number} x @param {number} y */
          CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
            if (this.canvas.classList.contains('diagram')) written.add(text);
            return fillText.call(this, text, x, y);
          };
        }),
    });
    const { page } = opened;
    await untilStatus(page, 'ready');
    for (const one of classes)
      await page.waitForFunction((text) => /** @type {any} */ (globalThis).written.has(text), one);
    const all = await page.evaluate(() => [.../** @type {Set<string>} */ (/** @type {any} */ (globalThis).written)]);
    assert.ok(
      all.every((text) => !/^(versi|virgi|malig|beni)\w*…/.test(text)),
      `${all}`,
    );
    const network = page.getByRole('combobox', { name: 'Network to begin with' });
    assert.equal(await network.locator('option:checked').textContent(), 'Small network');
    assertNoFaults(opened);
    await page.context().close();
  }
});

test('the form predicts a row: of the validation data, and of what is entered by keys', async () => {
  const opened = await harness.open('?lang=en&data=iris');
  const { page } = opened;
  await trainToTheEnd(page);
  // The form begins with a row. An entry takes its name away, so that it comes back with the answer to the press.
  const row = page.locator('.table-answer').getByText(/Validation row \d+: /);
  await row.waitFor();
  await page.getByLabel('petal width (cm)', { exact: true }).fill('1');
  await row.waitFor({ state: 'hidden' });
  await press(page, 'Use a validation row');
  await row.waitFor();
  const setosa = { 'sepal length (cm)': 5, 'sepal width (cm)': 3.4, 'petal length (cm)': 1.5, 'petal width (cm)': 0.2 };
  for (const [label, value] of Object.entries(setosa))
    await page.getByLabel(label, { exact: true }).fill(String(value));
  await untilEqual(() => answer(page), 'setosa');
  await untilFigure(page, 'probability-0', 0.9);
  assert.equal(await page.getByTestId('probability-0').locator('.bar-name').textContent(), 'setosa');
  for (const [label, value] of [
    ['petal length (cm)', 6],
    ['petal width (cm)', 2.3],
    ['sepal length (cm)', 6.8],
  ])
    await page.getByLabel(String(label), { exact: true }).fill(String(value));
  await untilEqual(() => answer(page), 'virginica');
  await page.getByLabel('petal length (cm)', { exact: true }).fill('60');
  await page.getByText('outside the training rows').waitFor();
  await page.getByLabel('petal length (cm)', { exact: true }).fill('');
  await page.getByText('missing: the network is given the mean').waitFor();
  assertNoFaults(opened);
  await page.context().close();
});

test('of iris, the petals are the most important columns', async () => {
  const opened = await harness.open('?lang=en&data=iris');
  const { page } = opened;
  await trainToTheEnd(page);
  await go(page, 'Data');
  await press(page, 'Measure it');
  const bars = page.getByTestId('importance');
  await untilEqual(() => bars.count(), 4);
  const names = await bars.evaluateAll((all) => all.map((one) => one.getAttribute('data-column')));
  assert.deepEqual(names.slice(0, 2).sort(), ['petal length', 'petal width']);
  const values = await bars.evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-value'))));
  assert.deepEqual(
    values,
    values.toSorted((a, b) => b - a),
  );
  assert.ok(Number(values[0]) > 0.1);
  assertNoFaults(opened);
  await page.context().close();
});

/** Weight = 3 × height, and 5 more for what is large; kinds are red or green by their size. */
function madeCsv() {
  const rows = Array.from({ length: 200 }, (_, at) => {
    const height = 1 + ((at * 37) % 100) / 50;
    const size = ['small', 'large'][at % 2] ?? '';
    const weight = 3 * height + (size === 'large' ? 5 : 0);
    const missing = at % 25 === 3;
    return [missing ? '' : height.toFixed(2), size, size === 'large' ? 'green' : 'red', weight.toFixed(2)].join(';');
  });
  return ['height (m);size;kind;weight (kg)', ...rows].join('\n').replaceAll('.', ',');
}

/** @param {import('playwright-core').Page} page */
async function importCsv(page) {
  await page.getByRole('button', { name: 'Choose files' }).waitFor();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose files' }).click(),
  ]);
  await chooser.setFiles({ name: 'things.csv', mimeType: 'text/csv', buffer: Buffer.from(madeCsv()) });
  await page.getByText('200 rows, 4 columns').waitFor();
}

test('a CSV file with categories, decimal commas and missing values becomes a table, and a number is predicted', async () => {
  const opened = await harness.open('?lang=en#/data');
  const { page } = opened;
  await importCsv(page);
  await page.getByText('Commas are read as decimal points.').waitFor();
  await page.getByText('8 missing values in the other columns are filled in').waitFor();
  assert.equal(await page.getByLabel('size: kind', { exact: true }).inputValue(), 'categorical');
  await page.getByLabel('kind: kind', { exact: true }).selectOption('ignored');
  await press(page, 'Use this table');
  await page.getByRole('heading', { name: 'Columns', exact: true }).waitFor();
  await go(page, 'Train');
  await trainToTheEnd(page);
  await untilFigure(page, 'validation-r2', 0.9);
  assert.ok((await figure(page, 'validation-rmse')) < 1, 'the error is told in kilograms');
  await page.getByLabel('height (m)', { exact: true }).fill('2');
  await page.getByLabel('size', { exact: true }).selectOption('large');
  await eventually(async () => {
    const shown = String(await answer(page));
    assert.match(shown, /kg$/);
    assert.ok(Math.abs(Number.parseFloat(shown) - 11) < 1, shown);
  });
  await page.getByRole('tab', { name: 'Map', exact: true }).click();
  await page.getByText('the map colours rows by their class').waitFor();
  const shown = String(await answer(page));
  await go(page, 'Build');
  await untilEqual(() => page.locator('.dock-answer strong').textContent(), shown, 'the dock says the same');
  assertNoFaults(opened);
  await page.context().close();
});

test('the same file may predict a class; a fault is said by its line, and nothing has changed', async () => {
  const opened = await harness.open('?lang=en#/data');
  const { page } = opened;
  await importCsv(page);
  await page.getByLabel('Predict', { exact: true }).selectOption({ label: 'kind' });
  await page.getByLabel('as', { exact: true }).selectOption('class');
  await press(page, 'Use this table');
  await page.getByRole('heading', { name: 'Columns', exact: true }).waitFor();
  await go(page, 'Train');
  await trainToTheEnd(page);
  await untilFigure(page, 'validation-accuracy', 0.95);
  await page.getByLabel('size', { exact: true }).selectOption('small');
  await untilEqual(() => answer(page), 'red');
  const address = page.url();
  await go(page, 'Data');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose files' }).click(),
  ]);
  await chooser.setFiles({ name: 'broken.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\nx,2\n1,2,3\n') });
  await page.getByText('Line 3 has 3 cells').waitFor();
  await go(page, 'Train');
  assert.equal(page.url(), address);
  assertNoFaults(opened);
  await page.context().close();
});
