/** @file The answer in large type, how sure the network is, and whether it knows anything like the drawing. */

import { effect } from '@preact/signals';
import { classNames } from '../../app/class-names.js';
import { together } from '../../app/disposal.js';
import { percent } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { currentVerdict } from '../../app/verdict.js';
import { element, put, steady } from '../../dom.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @param {import('./types.js').DrawApp} app
 * @returns {import('./types.js').Part & { certainty: HTMLElement }} `certainty` has room for one more line
 */
export function createAnswer({ state }) {
  const [digit, sureness] = [steady(), steady()];
  const answer = element('output', { 'data-testid': 'answer', class: 'answer', 'aria-live': 'off' }, [digit]);
  const word = element('span', { 'data-testid': 'unfamiliar', class: 'certainty-word' });
  const broken = element('strong', { class: 'broken-copy' });
  const certainty = element('div', { class: 'certainty' }, [
    element('strong', { class: 'confidence' }, [sureness]),
    word,
    broken,
  ]);
  const root = element('div', { class: 'answer-with-certainty' }, [answer, certainty]);
  const dispose = effect(() => {
    const { found, certainty: sure, reliable } = currentVerdict(state);
    const name = found ? classNames(state)(found.digit) : '';
    put(digit, name);
    answer.classList.toggle('named', state.experiment.value.dataset.own !== undefined);
    answer.classList.toggle('long', [...name].length > 2);
    answer.dataset.confidence = found ? String(found.confidence) : '';
    answer.setAttribute('aria-label', text('answer'));
    put(sureness, found ? percent(found.confidence) : '');
    put(word, text(sure === 'unfamiliar' && state.experiment.value.dataset.own ? 'none' : sure));
    put(broken, state.damage?.value ? text('broken') : '');
    root.classList.toggle('unreliable', !reliable);
    root.classList.toggle('unfamiliar', sure === 'unfamiliar');
  });
  const mark = effect(() => {
    const { state: known, value } = state.unfamiliar.value ?? {};
    if (known) Object.assign(word.dataset, { state: known, value });
    else for (const name of ['state', 'value']) delete word.dataset[name];
  });
  return { root, certainty, dispose: together(dispose, mark) };
}
