/** @file Keys move a pen over the pad: arrows move, Enter puts it down and lifts it. What it does is spoken. */

import { translator } from '../app/language.js';
import { element, put } from '../dom.js';
import { beginStroke, extendStroke } from '../features/draw/strokes.js';
import { texts } from './texts.js';

const text = translator(texts);

/** How far an arrow key moves the pen, in units of the pad; a quarter of it with Shift. */
const STEP = 0.04;

/** Milliseconds without a key after which the place of the pen is spoken. */
const REST = 500;

/** @type {Record<string, [number, number]>} */
const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {{ x: number, y: number }} pen
 * @param {KeyboardEvent | { key: string, shiftKey: boolean }} event of an arrow key
 * @returns {{ x: number, y: number } | null} where the key takes the pen; null for another key
 */
export function moved({ x, y }, { key, shiftKey }) {
  const arrow = arrows[key];
  if (!arrow) return null;
  const step = shiftKey ? STEP / 4 : STEP;
  const within = (/** @type {number} */ value) => Math.min(1, Math.max(0, value));
  return { x: within(x + step * arrow[0]), y: within(y + step * arrow[1]) };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import('./types.js').PadState} state
 * @param {import('./types.js').PadActions} actions
 */
export function hearKeys(canvas, state, actions) {
  const cursor = element('span', { class: 'pad-cursor', hidden: true });
  const spoken = element('span', { class: 'visually-hidden', role: 'status' });
  let [pen, down] = [{ x: 0.5, y: 0.5 }, false];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  const say = () => {
    const [x, y] = [Math.round(100 * pen.x), Math.round(100 * pen.y)];
    put(spoken, text(down ? 'penDown' : 'penUp', { x, y }));
  };
  const show = () => {
    cursor.hidden = false;
    cursor.style.left = `${100 * pen.x}%`;
    cursor.style.top = `${100 * pen.y}%`;
    cursor.classList.toggle('down', down);
    clearTimeout(resting);
    resting = setTimeout(say, REST);
  };
  const lift = () => {
    clearTimeout(resting);
    down = false;
    cursor.hidden = true;
    put(spoken, '');
  };
  canvas.addEventListener('keydown', (event) => {
    const next = moved(pen, event);
    if ((!next && event.key !== 'Enter') || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (next) pen = next;
    else if (!event.repeat) down = !down;
    const point = [pen.x, pen.y, state.preferences.peek().pen];
    if (next && down) actions.draw((before) => extendStroke(before, point), event.timeStamp);
    if (!next && down && !event.repeat) {
      actions.draw((before) => beginStroke(before, state.erasing.peek(), point), event.timeStamp);
    }
    show();
    if (!next) say();
  });
  canvas.addEventListener('blur', lift);
  canvas.addEventListener('pointerdown', lift);
  return { cursor, spoken, dispose: () => clearTimeout(resting) };
}
