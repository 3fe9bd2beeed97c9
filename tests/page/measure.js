/**
 * @file Measures the page's latencies and its accuracy on drawings: `node tests/page/measure.js`. It is not a test; it
 * prints each figure and its target.
 */

import { availableParallelism } from 'node:os';
import { read } from './drawing.js';
import { press, startHarness, untilFigure } from './harness.js';
import { printFigure, taskTimes } from './measuring.js';
import { harderDrawings } from './strokes/harder.js';
import { drawings } from './strokes/styles.js';

/** @typedef {import('playwright-core').Page} Page */

/** Repetitions of repeatable measurements. */
const ROUNDS = 5;

/** Milliseconds for which forty layers are edited. */
const EDITING = 60_000;

const harness = await startHarness();
await measureStart();
await measureLoad();
await measureCores();
await measureEdits();
await harness.close();

/** Time from opening the page to a trained network, and bytes sent until it is ready. */
async function measureStart() {
  const [known, points] = [[], []].map(() => /** @type {number[]} */ ([]));
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    harness.host.sent.length = 0;
    const begun = performance.now();
    const { page } = await harness.open();
    await press(page, 'Play');
    const pressed = performance.now();
    await page.waitForFunction(
      () => Number(document.querySelector('[data-testid="loss-chart"]')?.getAttribute('data-points')) > 0,
      undefined,
      { polling: 20 },
    );
    points?.push(performance.now() - pressed);
    bytes = harness.host.sent.reduce((sum, sent) => sum + (isFirst(sent.path) ? sent.bytes : 0), 0);
    await untilFigure(page, 'validation-accuracy', 0.96);
    known?.push(performance.now() - begun);
    await page.context().close();
  }
  printFigure('cold open to 96 % of validation', spread(known ?? [], 1000, 's'), 'under 12 s');
  printFigure('Play to the first point of the loss', spread(points ?? [], 1, 'ms'), 'under 1,000 ms');
  printFigure('sent until ready', `${(bytes / 1000).toFixed(0)} KB`, 'at most 800 KB');
}

/** @param {string} path whether it belongs to the page before the rest of the data set */
function isFirst(path) {
  return !path.includes('/data/') || /manifest|-0-/.test(path);
}

/** Prediction latency and main-thread tasks during training and drawing; then accuracy on drawings at 96 %. */
async function measureLoad() {
  const { page } = await harness.open('?lang=en', { prepare: (opening) => opening.addInitScript(recordLongTasks) });
  await press(page, 'Play');
  await untilFigure(page, 'validation-accuracy', 0.96);
  for (const drawing of drawings.slice(0, 10)) await read(page, drawing);
  const { tasks, elapsed } = await page.evaluate(() => ({
    tasks: /** @type {any} */ (globalThis).longTasks,
    elapsed: performance.now(),
  }));
  printFigure('answer to a stroke while training', quantiles(await predictionLatencies(page)), '95 % under 8 ms');
  const longest =
    tasks.length === 0 ? 'none over 50 ms' : `${tasks.length} over 50 ms, longest ${Math.max(...tasks)} ms`;
  printFigure(`tasks of the page in ${(elapsed / 1000).toFixed(0)} s`, longest, '99 % under 50 ms, none over 100 ms');
  await press(page, 'Pause');
  await measureAccuracy(page, 'thirty drawings in three handwritings', drawings);
  await measureAccuracy(page, 'twenty harder ones', harderDrawings);
}

/** Prediction latency while training uses all reported cores. */
async function measureCores() {
  const cores = availableParallelism();
  const { page } = await harness.open(`?lang=en&workers=${cores}`);
  await press(page, 'Play');
  await untilFigure(page, 'validation-accuracy', 0.9);
  for (const drawing of drawings.slice(0, 10)) await read(page, drawing);
  printFigure(`answer while ${cores} cores train`, quantiles(await predictionLatencies(page)), '95 % under 16 ms');
}

/** The page thread's own time of each task while forty layers are edited and the network trains, from a trace. */
async function measureEdits() {
  const layers = ['flatten', ...Array(38).fill('dense-20-relu'), 'dense-10'].join(',');
  const { page } = await harness.open(`?lang=en#/build/20?v=2&layers=${layers}`);
  await press(page, 'Play');
  await untilFigure(page, 'step', 10);
  const units = page.getByRole('textbox', { name: 'units of layer 20', exact: true });
  await harness.browser.startTracing(page, { categories: ['toplevel'] });
  const until = performance.now() + EDITING;
  let edits = 0;
  for (; performance.now() < until; edits += 1) {
    await units.press(edits % 8 < 4 ? 'ArrowUp' : 'ArrowDown');
    await page.waitForTimeout(250);
  }
  const times = taskTimes(JSON.parse((await harness.browser.stopTracing()).toString()).traceEvents);
  const long = times.filter((milliseconds) => milliseconds > 50);
  const found = `${long.length} of ${times.length} over 50 ms, longest ${Math.max(...times).toFixed(0)} ms`;
  printFigure(`tasks in ${edits} edits of forty layers`, found, 'none over 50 ms');
  await page.context().close();
}

/**
 * Latency of each prediction.
 *
 * @param {Page} page
 */
function predictionLatencies(page) {
  return page.evaluate(() => performance.getEntriesByName('prediction').map(({ duration }) => duration));
}

/** Runs in the page before its scripts. */
function recordLongTasks() {
  const tasks = /** @type {number[]} */ ([]);
  Object.assign(globalThis, { longTasks: tasks });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(Math.round(duration));
  }).observe({ type: 'longtask', buffered: true });
}

/**
 * @param {Page} page
 * @param {string} name
 * @param {import('./strokes/styles.js').Drawing[]} drawings
 */
async function measureAccuracy(page, name, drawings) {
  let correctCount = 0;
  console.log(`\n${name}`);
  for (const drawing of drawings) {
    const { digit, confidence } = await read(page, drawing);
    const correct = digit === String(drawing.digit);
    correctCount += correct ? 1 : 0;
    const result = `${drawing.digit} read as ${digit}, ${(100 * confidence).toFixed(1)} %`;
    console.log(`${correct ? ' ' : '×'} ${result}  ${drawing.note}, pen ${drawing.place.pen} %`);
  }
  console.log(`${correctCount} of ${drawings.length}`);
}

/** @param {number[]} values */
function quantiles(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  return `median ${at(0.5)}, 95 % under ${at(0.95)}, longest ${at(1)} ms of ${values.length}`;
}

/**
 * @param {number[]} values
 * @param {number} unit
 * @param {string} name of the unit
 */
function spread(values, unit, name) {
  const [minimum = 0, ...rest] = values.map((value) => value / unit).toSorted((a, b) => a - b);
  const digits = unit === 1 ? 0 : 1;
  const median = [minimum, ...rest][Math.floor(values.length / 2)] ?? 0;
  return `${median.toFixed(digits)} ${name} (${minimum.toFixed(digits)} to ${(rest.at(-1) ?? minimum).toFixed(digits)})`;
}
