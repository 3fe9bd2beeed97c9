/** @file A picture of the validation data on the pad, as the pixels that it has. */

import { effect } from '@preact/signals';
import { dataSetOf } from '../../../shared/data-sets.js';
import { translator } from '../../app/language.js';
import { element } from '../../dom.js';
import { channels } from '../../theme.js';
import { paintPicture } from './picture.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @param {Pick<import('./types.js').DrawApp, 'state' | 'inkgrad'>} app
 * @returns {import('./types.js').Part}
 */
export function createSample({ state, inkgrad }) {
  const canvas = element('canvas', { class: 'pad-sample', role: 'img', hidden: true });
  const dispose = effect(() => {
    void state.theme.value;
    const sample = state.sample.value;
    const [, height, width] = dataSetOf(state.experiment.value.dataset).shape;
    canvas.hidden = sample === null;
    if (!sample) return;
    const palette = { nothing: channels('well'), positive: channels('ink') };
    paintPicture(canvas, sample.input, { width, height, palette }, inkgrad.value);
    canvas.setAttribute('aria-label', describeSample(sample));
  });
  return { root: canvas, dispose };
}

/** @param {import('./types.js').Sample} sample */
export function describeSample({ index, label }) {
  return index === null ? text('inputShown') : text('sampleShown', { index, label: String(label) });
}
