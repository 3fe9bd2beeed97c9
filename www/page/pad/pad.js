/** @file The pad itself: it shows the strokes that stand on it, and hears pen, finger, mouse and keys. */

import { effect } from '@preact/signals';
import { together } from '../app/disposal.js';
import { translator } from '../app/language.js';
import { element, fitCanvas, put } from '../dom.js';
import { colour } from '../theme.js';
import { hearKeys } from './pad-keys.js';
import { hearPointer } from './pad-pointer.js';
import { Painter } from './painter.js';
import { texts } from './texts.js';

const text = translator(texts);

/** Where a finger scrolls the page instead of drawing. */
const edges = /** @type {const} */ (['top', 'right', 'bottom', 'left']);

/**
 * @param {{ state: import('./types.js').PadState, actions: import('./types.js').PadActions }} app
 * @param {import('./types.js').PadOptions} options
 * @returns {import('./types.js').Part & { canvas: HTMLCanvasElement }}
 */
export function createPad({ state, actions }, { testId, invitation, help, covered, over = [] }) {
  const helpId = `${testId}-help`;
  const canvas = element('canvas', {
    'data-testid': testId,
    class: 'pad',
    tabindex: 0,
    role: 'application',
    'aria-describedby': helpId,
  });
  const [invite, inviteKeys] = [element('span', { class: 'by-hand' }), element('span', { class: 'by-keys' })];
  const invited = element('p', { class: 'pad-invite', 'aria-hidden': 'true' }, [invite, inviteKeys]);
  const described = element('p', { id: helpId, class: 'visually-hidden' });
  const rim = edges.map((edge) => element('span', { class: `pad-edge ${edge}` }));
  const keys = hearKeys(canvas, state, actions);
  const root = element('div', { class: 'pad-frame' }, [
    canvas,
    ...over,
    invited,
    keys.cursor,
    ...rim,
    described,
    keys.spoken,
  ]);
  hearPointer({ frame: root, canvas, rim }, state, actions);
  const painted = paintOn(canvas, state);
  const dispose = effect(() => {
    canvas.setAttribute('aria-label', text('pad'));
    put(described, help?.() ?? text('padHelp'));
    put(invite, invitation());
    put(inviteKeys, text('inviteKeys'));
    root.classList.toggle('erasing', state.erasing.value);
    invited.hidden = state.drawing.value.strokes.length > 0 || (covered?.value ?? false);
  });
  return { root, canvas, dispose: together(dispose, painted, keys.dispose) };
}

/**
 * Paints the strokes in the task of the event that they come from, and again whenever the pad's size has changed.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {import('./types.js').PadState} state
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
