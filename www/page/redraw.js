/** @file When what has changed is drawn. */

import { options } from 'preact';

/** How an act begins. At its end a field or a box has changed already: it would get back its former value before it is heard. */
const ACTS = ['pointerdown', 'keydown'];

/**
 * Draws once a frame, and in a tab that is not shown not at all. On a slow machine an act may come before that frame: it
 * meets what the acts before it have made, and not the page as it was.
 */
export function drawByFrames() {
  /** @type {(() => void) | null} */
  let pending = null;
  const draw = () => {
    const redraw = pending;
    pending = null;
    redraw?.();
  };
  options.debounceRendering = (redraw) => {
    pending = redraw;
    requestAnimationFrame(draw);
  };
  for (const act of ACTS) addEventListener(act, draw, { capture: true });
}
