/** @file Pen, finger and mouse on the pad become strokes. */

import { beginStroke, extendStroke, widthAt } from '../features/draw/strokes.js';

/** Milliseconds after a stroke until the rest of the page moves again. */
const REST = 400;

/** The eraser end of a pen, among the buttons of a pointer. */
const ERASER_BUTTON = 32;

/**
 * A finger that begins on the pad's rim scrolls the page; a stroke that was begun further within goes on over it. All is
 * heard on the frame, since what lies over the canvas at its rim gets the events there.
 *
 * @param {{ frame: HTMLElement, canvas: HTMLCanvasElement, rim: HTMLElement[] }} pad
 * @param {import('./types.js').PadState} state
 * @param {import('./types.js').PadActions} actions
 */
export function hearPointer({ frame, canvas, rim }, state, actions) {
  /** @type {number | null} of the pointer that draws */
  let drawing = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  let box = canvas.getBoundingClientRect();
  /** @param {PointerEvent} event */
  const point = (event) => [
    (event.clientX - box.left) / box.width,
    (event.clientY - box.top) / box.height,
    widthAt(state.preferences.peek().pen, event),
  ];
  const begin = (/** @type {PointerEvent} */ event) => {
    if (drawing !== null || event.button > 0 || scrolls(event, rim)) return;
    drawing = event.pointerId;
    box = canvas.getBoundingClientRect();
    if (event.target !== canvas) {
      event.preventDefault();
      canvas.focus({ preventScroll: true });
    }
    const erase = state.erasing.peek() || (event.buttons & ERASER_BUTTON) !== 0;
    actions.draw((before) => beginStroke(before, erase, point(event)), event.timeStamp);
    clearTimeout(resting);
    document.body.classList.add('drawing');
    capture(canvas, event.pointerId);
  };
  // Browsers that have it tell of a move at once, and again just before the next picture: so much earlier is the answer.
  let told = 0;
  const move = (/** @type {Event} */ event) => {
    if (!(event instanceof PointerEvent) || event.pointerId !== drawing) return;
    if (event.type === 'pointerrawupdate') told = event.timeStamp;
    else if (event.timeStamp <= told) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const points = (coalesced.length > 0 ? coalesced : [event]).flatMap(point);
    actions.draw((before) => extendStroke(before, points), event.timeStamp);
  };
  const end = (/** @type {PointerEvent} */ event) => {
    if (event.pointerId !== drawing) return;
    drawing = null;
    resting = setTimeout(() => document.body.classList.remove('drawing'), REST);
  };
  frame.addEventListener('pointerdown', begin, { capture: true });
  for (const type of ['pointerrawupdate', 'pointermove']) frame.addEventListener(type, move, { capture: true });
  for (const type of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture'])) {
    frame.addEventListener(type, end, { capture: true });
  }
  // A pen draws on the rim too, where its touch would scroll.
  const keep = (/** @type {TouchEvent} */ event) => {
    if (drawing !== null && event.cancelable) event.preventDefault();
  };
  for (const edge of rim) edge.addEventListener('touchstart', keep, { passive: false });
}

/**
 * @param {PointerEvent} event
 * @param {HTMLElement[]} rim
 * @returns {boolean} whether the browser scrolls with this touch
 */
function scrolls({ pointerType, target }, rim) {
  return pointerType === 'touch' && rim.some((edge) => edge === target);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} pointer
 */
function capture(canvas, pointer) {
  try {
    canvas.setPointerCapture?.(pointer);
  } catch {
    // Of an event that a program has made there is no pointer; its moves arrive while they are over the pad.
  }
}
