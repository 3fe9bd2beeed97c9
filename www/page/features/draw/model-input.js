/** @file What the network sees, and unfolded under it how the drawing becomes that. */

import { effect, signal } from '@preact/signals';
import { dataSetOf } from '../../../shared/data-sets.js';
import { together } from '../../app/disposal.js';
import { translator } from '../../app/language.js';
import { element, put } from '../../dom.js';
import { channels } from '../../theme.js';
import { paintPicture } from './picture.js';
import { createPreparation } from './preparation.js';
import { texts } from './texts.js';

const text = translator(texts);

/** Light on dark in either theme, as the training pictures are. */
const inputPalette = () => ({ nothing: channels('negative'), positive: channels('positive') });

/**
 * @param {import('./types.js').DrawApp} app
 * @returns {import('./types.js').Part & { preparation: HTMLElement }}
 */
export function createModelInput(app) {
  const { state, inkgrad } = app;
  const open = signal(false);
  const canvas = element('canvas', { 'data-testid': 'model-input', class: 'model-input', role: 'img' });
  const hint = element('span', { class: 'model-input-hint', 'aria-hidden': 'true' });
  const caption = element('span', { class: 'sees-caption' });
  const fold = element('button', { type: 'button', class: 'sees-fold', 'aria-controls': 'preparation' }, [caption]);
  const root = element('div', { class: 'sees' }, [element('div', { class: 'model-input-well' }, [canvas, hint]), fold]);
  const preparation = createPreparation(app, open);
  fold.addEventListener('click', () => {
    open.value = !open.peek();
  });
  // The picture itself unfolds its preparation too; for the keyboard there is the button.
  root.firstElementChild?.addEventListener('click', () => fold.click());
  const show = effect(() => {
    void state.theme.value;
    const input = state.answer.value?.input ?? state.sample.value?.input ?? null;
    const [, height, width] = dataSetOf(state.experiment.value.dataset).shape;
    root.classList.toggle('nothing', !input);
    canvas.setAttribute('aria-label', input ? text('input', { height, width }) : text('inputEmpty'));
    paintPicture(canvas, input, { width, height, palette: inputPalette() }, inkgrad.value);
  });
  const write = effect(() => {
    fold.setAttribute('aria-expanded', String(open.value));
    put(caption, text('sees'));
    put(hint, text('seesNothing'));
  });
  return { root, preparation: preparation.root, dispose: together(show, write, () => preparation.dispose?.()) };
}
