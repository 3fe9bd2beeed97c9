/** @file Ten bars, one a digit, that move with the drawing. */

import { element, put, steady } from '../dom.js';
import { view } from '../store.js';
import { text } from '../translate.js';
import { best } from './answer.js';

/**
 * @param {number} classes
 * @returns {import('../actions.js').Panel}
 */
export function createProbabilities(classes) {
  const bars = Array.from({ length: classes }, (_, digit) => {
    const fill = element('span', { class: 'bar-fill' });
    const value = steady();
    const root = element('li', { class: 'bar', 'data-testid': `probability-${digit}` }, [
      element('span', { class: 'bar-name' }, [String(digit)]),
      element('span', { class: 'bar-track' }, [fill]),
      element('span', { class: 'bar-value' }, [value]),
    ]);
    return { root, fill, value };
  });
  const root = element(
    'ol',
    { class: 'bars', label: 'draw.probabilities' },
    bars.map((bar) => bar.root),
  );
  const show = view(
    (/** @type {import('../state.js').State} */ { answer }) => [answer],
    ([answer]) => {
      const found = answer && best(answer.probabilities);
      for (const [at, bar] of bars.entries()) {
        const probability = found ? (answer.probabilities[at] ?? 0) : 0;
        bar.root.dataset.value = String(probability);
        bar.root.classList.toggle('best', at === found?.digit);
        bar.fill.style.transform = `scaleX(${probability})`;
        put(bar.value, found ? (100 * probability).toFixed(1) : '');
      }
    },
  );
  const showLanguage = view(
    (/** @type {import('../state.js').State} */ { settings }) => [settings.lang],
    () => {
      for (const [digit, bar] of bars.entries()) bar.root.title = text('draw.probability', { digit });
    },
  );
  return {
    root,
    show(state) {
      show(state);
      showLanguage(state);
    },
  };
}
