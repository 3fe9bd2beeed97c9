/** @file Draws for the tests: moves the pointer along a smooth curve through a drawing's points. */

import { INK_SIZE, Ink } from '../../www/page/features/draw/ink.js';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('./strokes/styles.js').Drawing} Drawing
 * @typedef {import('./strokes/styles.js').Points} Points
 */

/** Interpolated points between two points of the drawing. */
const SUBDIVISIONS = 5;

/** Milliseconds by which the clocks of events and of the page may differ. */
const CLOCKS = 2;

/**
 * Uniform Catmull-Rom spline. A repeated point is a corner.
 *
 * @param {Points} points
 * @returns {Points}
 */
export function interpolate(points) {
  /** @type {Points} */
  const curve = [];
  for (let at = 0; at < points.length - 1; at += 1) {
    const [b, c] = [points[at] ?? [0, 0], points[at + 1] ?? [0, 0]];
    const [a, d] = [points[at - 1] ?? b, points[at + 2] ?? c];
    for (let part = 0; part < SUBDIVISIONS; part += 1) {
      const t = part / SUBDIVISIONS;
      const along = (/** @type {0 | 1} */ axis) =>
        0.5 *
        (2 * b[axis] +
          (c[axis] - a[axis]) * t +
          (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t * t +
          (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t * t * t);
      curve.push([along(0), along(1)]);
    }
  }
  return [...curve, ...points.slice(-1)];
}

/**
 * @param {Page} page
 * @param {Pick<Drawing, 'strokes' | 'place'>} drawing
 * @param {string} [pad] its test id; others than the page's own have no pen to choose
 * @returns {Promise<number>} a moment on the page's clock just before the last point was drawn
 */
export async function draw(page, { strokes, place }, pad = 'pad') {
  if (pad === 'pad') await setPen(page, place.pen);
  const box = await page.getByTestId(pad).boundingBox();
  if (!box) throw new Error('the pad is not on the page');
  let last = 0;
  for (const points of strokes) {
    const curve = placed(points, place).map(([x, y]) => [box.x + box.width * x, box.y + box.height * y]);
    const [[startX = 0, startY = 0] = [], ...rest] = curve;
    await page.mouse.move(startX, startY);
    await page.mouse.down();
    for (const [toX = 0, toY = 0] of rest.slice(0, -1)) await page.mouse.move(toX, toY);
    last = await page.evaluate(() => performance.now());
    const [endX = startX, endY = startY] = rest.at(-1) ?? [];
    await page.mouse.move(endX, endY);
    await page.mouse.up();
  }
  return last;
}

/**
 * A drawing as the page would prepare it, without a page.
 *
 * @param {Pick<Drawing, 'strokes' | 'place'>} drawing
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @param {import('../../www/shared/data-sets.js').DataSet} dataSet
 * @returns {Float32Array} the network's input
 */
export function preparedDrawing({ strokes, place }, { prepareDrawing }, { shape, fit }) {
  const drawn = strokes.map((points) => ({
    erase: false,
    points: placed(points, place).flatMap(([x, y]) => [x, y, place.pen / 100]),
  }));
  const size = { width: INK_SIZE, height: INK_SIZE };
  const pixels = new Ink().pixels({ strokes: drawn, past: [], generation: 0 });
  return prepareDrawing({ pixels, ...size, shape: [...shape], fit }).input ?? new Float32Array(0);
}

/**
 * @param {Points} points
 * @param {import('./strokes/styles.js').Placement} place
 * @returns {Points} of the curve through them, in units of the pad
 */
function placed(points, { x, y, width, height, slant = 0 }) {
  return interpolate(points).map(([px, py]) => [
    (x + (width * (px - 50)) / 100 + (slant * (50 - py)) / 100) / 100,
    (y + (height * (py - 50)) / 100) / 100,
  ]);
}

/**
 * @param {Page} page
 * @param {number} pen in hundredths of the pad
 */
async function setPen(page, pen) {
  await page.getByRole('slider', { name: 'Pen', exact: true }).fill(String(pen));
}

/** @param {Page} page */
export async function clear(page) {
  const button = page.getByRole('button', { name: 'Clear' });
  if (await button.isEnabled()) await button.click();
}

/**
 * @param {Page} page
 * @param {Drawing} drawing
 * @returns {Promise<{ digit: string, confidence: number }>} the page's prediction for the whole drawing
 */
export async function read(page, drawing) {
  await clear(page);
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent === '');
  const drawn = await draw(page, drawing);
  // The page notes in the browser's timeline when it has answered the last point.
  await page.waitForFunction(
    (since) => Number(performance.getEntriesByName('prediction').at(-1)?.startTime) >= since,
    drawn - CLOCKS,
  );
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent !== '');
  // An answer with newer weights may follow.
  const answer = page.getByTestId('answer');
  let last = '';
  for (;;) {
    const now = `${await answer.textContent()} ${await answer.getAttribute('data-confidence')}`;
    if (now === last) break;
    last = now;
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 60)));
  }
  const [digit = '', confidence = '0'] = last.split(' ');
  return { digit, confidence: Number(confidence) };
}
