/** @file A picture of the validation data on the pad, as the pixels that it has. */

import { effect } from '@preact/signals';
import { dataSetOf } from '../../../shared/data-sets.js';
import { classNames } from '../../app/class-names.js';
import { translator } from '../../app/language.js';
import { element, put } from '../../dom.js';
import { channels } from '../../theme.js';
import { paintPicture } from './picture.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @param {Pick<import('./types.js').DrawApp, 'state' | 'inkgrad'>} app
 * @returns {{ over: HTMLElement[], dispose: () => void }} what stands over the pad
 */
export function createSample({ state, inkgrad }) {
  const canvas = element('canvas', { class: 'pad-sample', role: 'img', hidden: true });
  const caption = element('p', { class: 'pad-caption', role: 'status' });
  const dispose = effect(() => {
    void state.theme.value;
    const sample = state.sample.value;
    const [, height, width] = dataSetOf(state.experiment.value.dataset).shape;
    canvas.hidden = sample === null;
    const label = sample ? describeSample(sample, classNames(state)) : '';
    put(caption, label);
    if (!sample) return;
    const palette = { nothing: channels('well'), positive: channels('ink') };
    paintPicture(canvas, sample.input, { width, height, palette }, inkgrad.value);
    canvas.setAttribute('aria-label', label);
  });
  return { over: [canvas, caption], dispose };
}

/** @param {import('./types.js').Sample} sample @param {(index: number) => string} nameOf a class */
function describeSample({ index, label }, nameOf) {
  return index === null
    ? text('inputShown')
    : text('sampleShown', { index, label: label === null ? '' : nameOf(label) });
}
