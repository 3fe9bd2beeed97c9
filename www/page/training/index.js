/** @file The region "Training": controls, figures, progress and curves. */

import { element } from '../dom.js';
import { createCharts } from './charts.js';
import { createControls } from './controls.js';
import { createNumbers } from './numbers.js';
import { createProgress } from './progress.js';

/**
 * @param {import('../actions.js').Actions} actions
 * @returns {import('../actions.js').Panel}
 */
export function createTrainingPanel(actions) {
  const parts = [createControls(actions), createNumbers(), createProgress(), createCharts()];
  const title = element('h2', { id: 'training-title', class: 'visually-hidden', text: 'training.title' });
  const root = element('section', { class: 'panel training', 'aria-labelledby': 'training-title' }, [
    title,
    ...parts.map((part) => part.root),
  ]);
  return {
    root,
    show: (state) => {
      for (const part of parts) part.show(state);
    },
  };
}
