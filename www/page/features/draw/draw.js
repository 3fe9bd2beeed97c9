/** @file Joins the pad with its tools, and the answer with what the network sees and the bars. */

import { computed, effect } from '@preact/signals';
import { together } from '../../app/disposal.js';
import { translator } from '../../app/language.js';
import { element } from '../../dom.js';
import { createPad } from '../../pad/pad.js';
import { createAnswer } from './answer.js';
import { createModelInput } from './model-input.js';
import { createProbabilities } from './probabilities.js';
import { createSample } from './sample.js';
import { texts } from './texts.js';
import { createTools } from './tools.js';

const text = translator(texts);

/**
 * Loads a part when there is an answer for the first time.
 *
 * @param {import('./types.js').DrawApp} app
 * @param {() => Promise<() => void>} load gives what ends the part
 * @returns {() => void}
 */
function withFirstAnswer({ state }, load) {
  /** @type {Promise<() => void> | null} */
  let part = null;
  const dispose = effect(() => {
    if (!state.answer.value || part) return;
    part = load();
    part.then(
      () => {},
      () => {
        // It did not come: the next answer tries again.
        part = null;
      },
    );
  });
  return () => {
    dispose();
    part?.then((end) => end()).catch(() => {});
  };
}

/** Names that an invitation lists at most. */
const LISTED = 6;

/** @param {import('./types.js').DrawApp} app @returns {string} what may be drawn */
function invitation({ state }) {
  const { own } = state.experiment.value.dataset;
  if (!own) return text('invite');
  const names = own.classNames ?? [];
  return text('inviteOther', { names: names.slice(0, LISTED).join(', ') + (names.length > LISTED ? ' …' : '') });
}

/**
 * @param {import('./types.js').DrawApp} app
 * @returns {import('./types.js').Part}
 */
export function createDraw(app) {
  const { over, dispose } = createSample(app);
  const pad = createPad(app, {
    testId: 'pad',
    invitation: () => invitation(app),
    help: () => text('padHelp'),
    covered: computed(() => app.state.sample.value !== null),
    over,
  });
  const [tools, answer] = [createTools(app), createAnswer(app)];
  const [sees, bars] = [createModelInput(app), createProbabilities(app)];
  const row = element('div', { class: 'answer-row' }, [answer.root, sees.root]);
  const root = element('div', { class: 'draw-parts' }, [
    element('div', { class: 'draw-pad' }, [pad.root, tools.root]),
    element('div', { class: 'draw-answer' }, [row, sees.preparation, bars.root]),
  ]);
  const ends = [pad, tools, answer, sees, bars].map(
    ({ dispose }) =>
      () =>
        dispose?.(),
  );
  const unfamiliar = withFirstAnswer(app, async () => {
    const { createUnfamiliar } = await import('./unfamiliar-view.js');
    return createUnfamiliar(app, { certainty: answer.certainty, row });
  });
  const keep = withFirstAnswer(app, async () => {
    const { createKeepLine } = await import('./keep-line.jsx');
    return createKeepLine(app, { canvas: pad.canvas, after: bars.root });
  });
  return { root, dispose: together(...ends, dispose, unfamiliar, keep) };
}
