/** @file The same page in Firefox: it loads, learns, and reads a drawing. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoFaults, press, startBench, untilFigure } from './bench.js';
import { read } from './hand.js';
import { thirty } from './strokes/styles.js';

/** @type {Awaited<ReturnType<typeof startBench>>} */
let bench;

before(async () => {
  bench = await startBench('firefox');
});
after(() => bench.close());

test('Firefox learns to 93 % and more, reads a 3, and has no fault', async () => {
  const opened = await bench.open();
  await press(opened.page, 'Play');
  await untilFigure(opened.page, 'validation-accuracy', 0.93);
  assert.equal((await read(opened.page, /** @type {any} */ (thirty[3]))).digit, '3');
  assertNoFaults(opened);
});
