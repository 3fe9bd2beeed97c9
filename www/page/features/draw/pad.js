/** @file The pad itself: pen, finger, mouse or keys become strokes, and strokes are shown. */

import { element, fitCanvas, onResize } from '../dom.js';
import { colour } from '../theme.js';
import { Painter } from './painter.js';
import { beginStroke, extendStroke, widthAt } from './strokes.js';

/** Milliseconds after a stroke until the rest of the page moves again. */
const REST = 400;

/** How far an arrow key moves the pen, in units of the pad; a quarter of it with Shift. */
const KEY_STEP = 0.04;

/** @type {Record<string, [number, number]>} */
const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {import('../actions.js').Actions} actions
 * @returns {import('../actions.js').Panel}
 */
export function createPad(actions) {
  const canvas = element('canvas', {
    'data-testid': 'pad',
    class: 'pad',
    tabindex: 0,
    role: 'application',
    label: 'draw.pad',
  });
  const cursor = element('span', { class: 'pad-cursor', hidden: true });
  const invite = element('p', { class: 'pad-invite', text: 'draw.invite' });
  const root = element('div', { class: 'pad-frame' }, [canvas, invite, cursor]);
  /** @type {import('../state.js').State | null} */
  let state = null;
  /** @type {Painter | null} */
  let painter = null;
  let theme = -1;

  const paint = () => {
    const context = canvas.getContext('2d');
    if (!state || !context || canvas.clientWidth === 0) return;
    const { width } = canvas;
    fitCanvas(canvas);
    if (!painter || canvas.width !== width || theme !== state.theme) {
      theme = state.theme;
      painter = new Painter(context, canvas.width, colour('ink'));
    }
    painter.paint(state.drawing);
    invite.hidden = state.drawing.strokes.length > 0;
  };
  const pen = {
    get width() {
      return state?.settings.pen ?? 0;
    },
    get erasing() {
      return state?.erasing ?? false;
    },
  };
  hearPointer(canvas, actions, pen);
  hearKeys(canvas, cursor, actions, pen);
  onResize(canvas, paint);
  return {
    root,
    show(next) {
      const same = state?.drawing === next.drawing && state.theme === next.theme;
      state = next;
      root.classList.toggle('erasing', next.erasing);
      if (!same) paint();
    },
  };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import('../actions.js').Actions} actions
 * @param {{ width: number, erasing: boolean }} pen
 */
function hearPointer(canvas, actions, pen) {
  /** @type {number | null} */
  let drawing = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** @type {DOMRect} */
  let frame = canvas.getBoundingClientRect();
  /** @param {PointerEvent} event */
  const point = (event) => [
    (event.clientX - frame.left) / frame.width,
    (event.clientY - frame.top) / frame.height,
    widthAt(pen.width, event),
  ];
  canvas.addEventListener('pointerdown', (event) => {
    if (drawing !== null || event.button > 0) return;
    drawing = event.pointerId;
    frame = canvas.getBoundingClientRect();
    canvas.setPointerCapture?.(event.pointerId);
    const erase = pen.erasing || (event.buttons & 32) !== 0;
    actions.draw((before) => beginStroke(before, erase, point(event)), event.timeStamp);
    clearTimeout(resting);
    document.body.classList.add('drawing');
  });
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
  canvas.addEventListener('pointerrawupdate', move);
  canvas.addEventListener('pointermove', move);
  for (const type of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture'])) {
    canvas.addEventListener(type, (event) => {
      if (event.pointerId !== drawing) return;
      drawing = null;
      resting = setTimeout(() => document.body.classList.remove('drawing'), REST);
    });
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} cursor
 * @param {import('../actions.js').Actions} actions
 * @param {{ width: number, erasing: boolean }} pen
 */
function hearKeys(canvas, cursor, actions, pen) {
  let [x, y, down] = [0.5, 0.5, false];
  const place = () => {
    cursor.style.left = `${100 * x}%`;
    cursor.style.top = `${100 * y}%`;
    cursor.classList.toggle('down', down);
  };
  canvas.addEventListener('keydown', (event) => {
    const arrow = arrows[event.key];
    if ((!arrow && event.key !== 'Enter') || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    cursor.hidden = false;
    if (arrow) {
      const step = event.shiftKey ? KEY_STEP / 4 : KEY_STEP;
      [x, y] = [Math.min(1, Math.max(0, x + step * arrow[0])), Math.min(1, Math.max(0, y + step * arrow[1]))];
      if (down) actions.draw((before) => extendStroke(before, [x, y, pen.width]), event.timeStamp);
    } else {
      down = !down;
      if (down) actions.draw((before) => beginStroke(before, pen.erasing, [x, y, pen.width]), event.timeStamp);
    }
    place();
  });
  const lift = () => {
    down = false;
    cursor.hidden = true;
  };
  canvas.addEventListener('blur', lift);
  canvas.addEventListener('pointerdown', lift);
}
