/** @file The row under the pad: undo, clear, eraser, width of the pen. */

import { numberSetting } from '../../shared/settings.js';
import { element } from '../dom.js';
import { view } from '../store.js';
import { text } from '../translate.js';

/**
 * @param {import('../actions.js').Actions} actions
 * @returns {import('../actions.js').Panel}
 */
export function createTools(actions) {
  const undo = element('button', { type: 'button', class: 'button', text: 'draw.undo' });
  const clear = element('button', { type: 'button', class: 'button', text: 'draw.clear' });
  const eraser = element('button', { type: 'button', class: 'button', text: 'draw.eraser', 'aria-pressed': 'false' });
  const { minimum, maximum } = numberSetting('pen');
  const slider = element('input', {
    type: 'range',
    min: Math.round(100 * minimum),
    max: Math.round(100 * maximum),
    step: 1,
    label: 'draw.pen',
  });
  const width = element('output', { class: 'pen-width' });
  const pen = element('label', { class: 'pen' }, [element('span', { text: 'draw.pen' }), slider, width]);
  undo.addEventListener('click', actions.undo);
  clear.addEventListener('click', actions.clear);
  eraser.addEventListener('click', () => actions.erase(eraser.getAttribute('aria-pressed') !== 'true'));
  slider.addEventListener('input', () => actions.change({ pen: Number(slider.value) / 100 }));
  const showPen = view(
    (/** @type {import('../state.js').State} */ { settings }) => [settings.pen, settings.lang],
    ([value]) => {
      slider.value = String(Math.round(100 * value));
      width.textContent = `${slider.value} %`;
      slider.setAttribute('aria-valuetext', `${text('draw.pen')} ${slider.value} %`);
    },
  );
  const showPressed = view(
    (/** @type {import('../state.js').State} */ { erasing }) => [erasing],
    ([erasing]) => eraser.setAttribute('aria-pressed', String(erasing)),
  );
  const root = element('div', { class: 'tools' }, [undo, clear, eraser, pen]);
  return {
    root,
    show(state) {
      showPen(state);
      showPressed(state);
      undo.disabled = state.drawing.past.length === 0;
      clear.disabled = state.drawing.strokes.length === 0;
    },
  };
}
