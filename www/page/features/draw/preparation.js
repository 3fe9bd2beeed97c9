/** @file The steps from the drawing to the network's input. What is folded up computes nothing. */

import { effect } from '@preact/signals';
import { dataSets } from '../../../shared/data-sets.js';
import { translator } from '../../app/language.js';
import { element, put } from '../../dom.js';
import { channels } from '../../theme.js';
import { together } from './disposal.js';
import { INK_SIZE, Ink } from './ink.js';
import { paintPicture } from './picture.js';
import { texts } from './texts.js';

const text = translator(texts);

/** The steps as the core names them; the last, `input`, is what is shown already. */
const steps = /** @type {const} */ (['raw', 'cropped', 'scaled', 'centred']);

/**
 * @param {Pick<import('./types.js').DrawApp, 'state' | 'inkgrad'>} app
 * @param {import('./types.js').Readable<boolean>} open
 */
export function createPreparation({ state, inkgrad }, open) {
  const views = steps.map(createStep);
  const list = element(
    'ol',
    { class: 'steps', role: 'list' },
    views.map((view) => view.root),
  );
  const note = element('p', { class: 'preparation-note' });
  const root = element('div', { id: 'preparation', class: 'preparation' }, [list, note]);
  const ink = new Ink();
  let frame = 0;
  const draw = () => {
    frame = 0;
    const [core, drawing, sample] = [inkgrad.peek(), state.drawing.peek(), state.sample.peek()];
    const { shape, fit } = dataSets[state.experiment.peek().dataset.name];
    const pixels = core && !sample && drawing.strokes.length > 0 ? ink.pixels(drawing) : null;
    const size = { width: INK_SIZE, height: INK_SIZE };
    const prepared = core && pixels ? core.prepareDrawing({ pixels, ...size, shape: [...shape], fit }) : null;
    const stages = prepared?.input ? prepared.stages : [];
    list.hidden = stages.length === 0;
    note.hidden = stages.length > 0;
    put(note, text(sample ? 'preparationSample' : core ? 'preparationEmpty' : 'preparationLoading'));
    for (const view of views)
      view.show(
        stages.find(({ name }) => name === view.name),
        core,
      );
  };
  const dispose = effect(() => {
    root.hidden = !open.value;
    list.setAttribute('aria-label', text('preparation'));
    if (!open.value) return;
    void [state.drawing.value, state.sample.value, state.theme.value, state.experiment.value, inkgrad.value];
    if (frame === 0) frame = requestAnimationFrame(draw);
  });
  return { root, dispose: together(dispose, () => cancelAnimationFrame(frame)) };
}

/** @param {(typeof steps)[number]} name */
function createStep(name) {
  const canvas = element('canvas', { class: 'step-picture', 'aria-hidden': 'true' });
  const caption = element('span', { class: 'step-name' });
  return {
    name,
    root: element('li', { class: 'step' }, [canvas, caption]),
    /**
     * @param {import('inkgrad').Stage | undefined} stage
     * @param {import('./picture.js').Core | null} core
     */
    show(stage, core) {
      if (!stage) return;
      const { width, height, pixels } = stage;
      const palette = { nothing: channels('negative'), positive: channels('positive') };
      const values = Float32Array.from(pixels, (value) => value / 255);
      paintPicture(canvas, values, { width, height, palette }, core);
      canvas.style.aspectRatio = `${width} / ${height}`;
      put(caption, text(name));
      caption.title = text('stage', { name: text(name), height, width });
    },
  };
}
