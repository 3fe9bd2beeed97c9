/** @file Under the pad: undo, clear, eraser, and the width of the pen. */

import { effect } from '@preact/signals';
import { together } from '../../app/disposal.js';
import { translator } from '../../app/language.js';
import { element, put } from '../../dom.js';
import { PEN_WIDTHS } from './strokes.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @param {import('./types.js').DrawApp} app
 * @returns {import('./types.js').Part}
 */
export function createTools({ state, actions }) {
  const undo = createButton('undo', actions.undo);
  const clear = createButton('clear', actions.clear);
  const eraser = createButton('eraser', () => actions.erase(!state.erasing.peek()));
  const pen = createPen(state, actions);
  const root = element('div', { class: 'tools', role: 'group' }, [undo.root, clear.root, eraser.root, pen.root]);
  const dispose = effect(() => {
    const [drawing, onPad] = [state.drawing.value, state.sample.value];
    root.setAttribute('aria-label', text('tools'));
    undo.enable(drawing.past.length > 0);
    clear.enable(drawing.strokes.length > 0 || onPad !== null);
    eraser.root.setAttribute('aria-pressed', String(state.erasing.value));
  });
  return {
    root,
    dispose: together(dispose, pen.dispose, ...[undo, clear, eraser].map((each) => each.dispose)),
  };
}

/**
 * A button that cannot be used now keeps the focus, and says that it is disabled.
 *
 * @param {'undo' | 'clear' | 'eraser'} name
 * @param {() => void} press
 */
function createButton(name, press) {
  const root = element('button', { type: 'button', class: 'button' });
  root.addEventListener('click', () => {
    if (root.getAttribute('aria-disabled') !== 'true') press();
  });
  return {
    root,
    dispose: effect(() => put(root, text(name))),
    /** @param {boolean} enabled */
    enable(enabled) {
      if (enabled) root.removeAttribute('aria-disabled');
      else root.setAttribute('aria-disabled', 'true');
    },
  };
}

/**
 * @param {import('./types.js').DrawState} state
 * @param {import('./types.js').DrawActions} actions
 */
function createPen(state, actions) {
  const slider = element('input', {
    type: 'range',
    min: Math.round(100 * PEN_WIDTHS.minimum),
    max: Math.round(100 * PEN_WIDTHS.maximum),
    step: 1,
  });
  const name = element('span', { 'aria-hidden': 'true' });
  slider.addEventListener('input', () => actions.setPreference('pen', Number(slider.value) / 100));
  const dispose = effect(() => {
    const hundredths = Math.round(100 * state.preferences.value.pen);
    slider.value = String(hundredths);
    slider.setAttribute('aria-label', text('pen'));
    slider.setAttribute('aria-valuetext', text('penWidth', { width: hundredths }));
    put(name, text('pen'));
    slider.title = text('penWidth', { width: hundredths });
  });
  return { root: element('label', { class: 'pen' }, [name, slider]), dispose };
}
