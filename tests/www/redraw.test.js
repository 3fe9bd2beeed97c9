/** @file What has changed is drawn at the next frame, or before a person acts. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { options } from 'preact';
import { drawByFrames } from '../../www/page/redraw.js';

test('a frame draws once what has changed, and an act that comes before it does so too', () => {
  /** @type {(() => void)[]} */
  const frames = [];
  const page = new EventTarget();
  const { debounceRendering } = options;
  Object.assign(globalThis, {
    requestAnimationFrame: (/** @type {() => void} */ callback) => frames.push(callback),
    addEventListener: page.addEventListener.bind(page),
  });
  drawByFrames();
  let drawn = 0;
  const change = () => options.debounceRendering?.(() => (drawn += 1));
  change();
  assert.equal(drawn, 0);
  frames.shift()?.();
  assert.equal(drawn, 1);
  for (const act of ['pointerdown', 'keydown']) {
    change();
    page.dispatchEvent(new Event(act));
    assert.equal(drawn, 2, act);
    // Neither the frame that was asked for nor another act draws it once more.
    frames.shift()?.();
    page.dispatchEvent(new Event(act));
    assert.equal(drawn, 2, act);
    drawn = 1;
  }
  // A box that is ticked has changed already when its click is heard.
  change();
  for (const end of ['click', 'input', 'change', 'submit']) page.dispatchEvent(new Event(end));
  assert.equal(drawn, 1);
  Object.assign(options, { debounceRendering });
});
