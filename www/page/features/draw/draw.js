/** @file Joins the pad with its tools, and the answer with what the network sees and the bars. */

import { element } from '../../dom.js';
import { createAnswer } from './answer.js';
import { together } from './disposal.js';
import { createModelInput } from './model-input.js';
import { createPad } from './pad.js';
import { createProbabilities } from './probabilities.js';
import { createTools } from './tools.js';

/**
 * @param {import('./types.js').DrawApp} app
 * @returns {import('./types.js').Part}
 */
export function createDraw(app) {
  const [pad, tools, answer] = [createPad(app), createTools(app), createAnswer(app)];
  const [sees, bars] = [createModelInput(app), createProbabilities(app)];
  const root = element('div', { class: 'draw-parts' }, [
    element('div', { class: 'draw-pad' }, [pad.root, tools.root]),
    element('div', { class: 'draw-answer' }, [
      element('div', { class: 'answer-row' }, [answer.root, sees.root]),
      sees.preparation,
      bars.root,
    ]),
  ]);
  const ends = [pad, tools, answer, sees, bars].map(
    ({ dispose }) =>
      () =>
        dispose?.(),
  );
  return { root, dispose: together(...ends) };
}
