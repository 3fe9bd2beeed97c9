/** @file The pad itself: it shows the strokes or the sample that stand on it, and hears pen, finger, mouse and keys. */

import { effect } from '@preact/signals';
import { translator } from '../../app/language.js';
import { element, fitCanvas, put } from '../../dom.js';
import { colour } from '../../theme.js';
import { together } from './disposal.js';
import { hearKeys } from './pad-keys.js';
import { hearPointer } from './pad-pointer.js';
import { Painter } from './painter.js';
import { createSample, describeSample } from './sample.js';
import { texts } from './texts.js';

const text = translator(texts);

/** Where a finger scrolls the page instead of drawing. */
const edges = /** @type {const} */ (['top', 'right', 'bottom', 'left']);

/**
 * @param {import('./types.js').DrawApp} app
 * @returns {import('./types.js').Part}
 */
export function createPad({ state, actions, inkgrad }) {
  const canvas = element('canvas', {
    'data-testid': 'pad',
    class: 'pad',
    tabindex: 0,
    role: 'application',
    'aria-describedby': 'pad-help',
  });
  const sample = createSample({ state, inkgrad });
  const [invite, inviteKeys] = [element('span', { class: 'by-hand' }), element('span', { class: 'by-keys' })];
  const invitation = element('p', { class: 'pad-invite', 'aria-hidden': 'true' }, [invite, inviteKeys]);
  const shown = element('p', { class: 'pad-caption', role: 'status' });
  const help = element('p', { id: 'pad-help', class: 'visually-hidden' });
  const rim = edges.map((edge) => element('span', { class: `pad-edge ${edge}` }));
  const keys = hearKeys(canvas, state, actions);
  const root = element('div', { class: 'pad-frame' }, [
    canvas,
    sample.root,
    shown,
    invitation,
    keys.cursor,
    ...rim,
    help,
    keys.spoken,
  ]);
  hearPointer({ frame: root, canvas, rim }, state, actions);
  const painted = paintOn(canvas, state);
  const dispose = effect(() => {
    canvas.setAttribute('aria-label', text('pad'));
    put(help, text('padHelp'));
    put(invite, text('invite'));
    put(inviteKeys, text('inviteKeys'));
    put(shown, state.sample.value ? describeSample(state.sample.value) : '');
    root.classList.toggle('erasing', state.erasing.value);
    invitation.hidden = state.drawing.value.strokes.length > 0 || state.sample.value !== null;
  });
  return { root, dispose: together(dispose, painted, keys.dispose, sample.dispose ?? (() => {})) };
}

/**
 * Paints the strokes in the task of the event that they come from, and again whenever the pad's size has changed.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {import('./types.js').DrawState} state
 */
function paintOn(canvas, state) {
  /** @type {Painter | null} */
  let painter = null;
  let theme = -1;
  const paint = () => {
    const context = canvas.getContext('2d');
    if (!context || canvas.clientWidth === 0) return;
    const { width } = canvas;
    fitCanvas(canvas);
    if (!painter || canvas.width !== width || theme !== state.theme.peek()) {
      theme = state.theme.peek();
      painter = new Painter(context, canvas.width, colour('ink'));
    }
    painter.paint(state.drawing.peek());
  };
  const observer = new ResizeObserver(() => requestAnimationFrame(paint));
  observer.observe(canvas);
  const end = effect(() => {
    void [state.drawing.value, state.theme.value];
    paint();
  });
  return together(end, () => observer.disconnect());
}
