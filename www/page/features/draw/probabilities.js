/** @file A bar for each class, that moves with the drawing. */

import { effect } from '@preact/signals';
import { dataSetOf } from '../../../shared/data-sets.js';
import { classNames } from '../../app/class-names.js';
import { percent } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { currentVerdict } from '../../app/verdict.js';
import { element, put, steady } from '../../dom.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @param {import('./types.js').DrawApp} app
 * @returns {import('./types.js').Part}
 */
export function createProbabilities({ state }) {
  // A list without bullets is no list to some screen readers unless its role says so.
  const root = element('ol', { class: 'bars', role: 'list' });
  /** @type {ReturnType<typeof createBar>[]} */
  let bars = [];
  let shown = '';
  const dispose = effect(() => {
    const { classes } = dataSetOf(state.experiment.value.dataset);
    const names = Array.from({ length: classes }, (_, index) => classNames(state)(index));
    if (names.join('\n') !== shown) {
      shown = names.join('\n');
      bars = names.map(createBar);
      root.classList.toggle(
        'named',
        names.some((name) => [...name].length > 2),
      );
      root.replaceChildren(...bars.map((bar) => bar.root));
    }
    const { found, reliable } = currentVerdict(state);
    const probabilities = found && state.answer.value?.probabilities;
    for (const [at, bar] of bars.entries()) {
      bar.show(probabilities ? (probabilities[at] ?? 0) : null, at === found?.digit, reliable);
    }
    root.setAttribute('aria-label', text('probabilities'));
  });
  return { root, dispose };
}

/** @param {string} name of the class @param {number} index */
function createBar(name, index) {
  const fill = element('span', { class: 'bar-fill' });
  const value = steady();
  const root = element('li', { class: 'bar', 'data-testid': `probability-${index}` }, [
    element('span', { class: 'bar-name' }, [name]),
    element('span', { class: 'bar-track', 'aria-hidden': 'true' }, [fill]),
    element('span', { class: 'bar-value' }, [value]),
  ]);
  return {
    root,
    /**
     * @param {number | null} probability null without an answer
     * @param {boolean} best
     * @param {boolean} reliable
     */
    show(probability, best, reliable) {
      root.dataset.value = String(probability ?? 0);
      root.classList.toggle('best', best && reliable);
      fill.style.transform = `scaleX(${probability ?? 0})`;
      put(value, probability === null ? '' : percent(probability));
    },
  };
}
