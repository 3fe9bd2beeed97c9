/** @file The region "Draw": the pad and, under it, what the network makes of the drawing. */

import { element } from '../dom.js';
import { createAnswer } from './answer.js';
import { createPad } from './pad.js';
import { createProbabilities } from './probabilities.js';
import { createTools } from './tools.js';

/** Digits. */
const CLASSES = 10;

/**
 * @param {import('../actions.js').Actions} actions
 * @returns {import('../actions.js').Panel & { showAnswer: import('../actions.js').Panel['show'] }}
 */
export function createDrawPanel(actions) {
  const [answer, probabilities] = [createAnswer(), createProbabilities(CLASSES)];
  const parts = [createPad(actions), createTools(actions), answer, probabilities];
  const title = element('h2', { id: 'draw-title', class: 'title', text: 'draw.title' });
  const root = element('section', { class: 'panel draw', 'aria-labelledby': 'draw-title' }, [
    title,
    ...parts.map((part) => part.root),
  ]);
  return {
    root,
    show: (state) => {
      for (const part of parts) part.show(state);
    },
    showAnswer: (state) => {
      answer.showAnswer(state);
      probabilities.show(state);
    },
  };
}
