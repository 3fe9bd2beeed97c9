/** @file Under the answer: what the drawing was. One press, or a figure key on the pad, keeps it as a labelled sample. */

import { signal } from '@preact/signals';
import { render } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { adoptStyle } from '../../app/adopt-style.js';
import { translator } from '../../app/language.js';
import { HAND, newSample, samplesOf, setFor } from '../../samples/samples.js';
import { texts } from '../../samples/texts.js';
import style from './keep-line.css' with { type: 'text' };

adoptStyle(style);

const text = translator(texts);

/**
 * @typedef {import('./types.js').DrawApp} DrawApp
 * @typedef {{ generation: number, id: string }} Kept the sample that was made of the drawing of this generation
 */

/**
 * @param {DrawApp} app
 * @param {{ canvas: HTMLCanvasElement, after: HTMLElement }} places of the pad, and of what the line stands below
 * @returns {() => void} ends it
 */
export function createKeepLine(app, { canvas, after }) {
  const host = document.createElement('div');
  host.className = 'keep';
  after.after(host);
  const kept = signal(/** @type {Kept | null} */ (null));
  render(<KeepLine app={app} kept={kept} />, host);
  /** @param {KeyboardEvent} event */
  const hear = (event) => {
    const { key, ctrlKey, metaKey, altKey, repeat } = event;
    if (!/^\d$/.test(key) || ctrlKey || metaKey || altKey || repeat) return;
    const names = namesFor(app);
    // Figures name digits; of other classes they say which one in the row.
    const label = names?.set === HAND ? key : names?.names[Number(key) - 1];
    if (label === undefined || !mayKeep(app)) return;
    event.preventDefault();
    keep(app, kept, label);
  };
  canvas.addEventListener('keydown', hear);
  return () => {
    canvas.removeEventListener('keydown', hear);
    render(null, host);
    host.remove();
  };
}

/** @param {DrawApp} app */
function namesFor({ state }) {
  return setFor(state.experiment.value.dataset, state.classSets.value);
}

/** @param {DrawApp} app @returns {boolean} whether a drawing has an answer */
function mayKeep({ state }) {
  return state.answer.value !== null && state.sample.value === null && state.drawing.value.strokes.length > 0;
}

/**
 * A drawing is kept once: another label takes the place of the first.
 *
 * @param {DrawApp} app
 * @param {import('@preact/signals').Signal<Kept | null>} kept
 * @param {string} label
 */
function keep(app, kept, label) {
  const { strokes, generation } = app.state.drawing.peek();
  const { set = HAND } = namesFor(app) ?? {};
  const earlier = kept.peek()?.generation === generation ? kept.peek()?.id : undefined;
  app.actions.changeSamples((samples) => {
    const others = samples.filter(({ id }) => id !== earlier);
    const sample = newSample(others, { set, label, strokes: structuredClone(strokes) });
    kept.value = { generation, id: sample.id };
    return [...others, sample];
  });
}

/** @param {{ app: DrawApp, kept: import('@preact/signals').Signal<Kept | null> }} props */
function KeepLine({ app, kept }) {
  const { state, actions } = app;
  const line = useRef(/** @type {HTMLDivElement | null} */ (null));
  const moved = useRef(false);
  const names = namesFor(app);
  const current = kept.value?.generation === state.drawing.value.generation ? kept.value : null;
  const sample = current && state.samples.value.find(({ id }) => id === current.id);
  useLayoutEffect(() => {
    // What was pressed is gone: the focus stays in the line.
    if (moved.current) line.current?.querySelector('button')?.focus();
    moved.current = false;
  }, [sample]);
  if (!names) return null;
  const press = (/** @type {() => void} */ change) => {
    moved.current = line.current?.contains(document.activeElement) ?? false;
    change();
  };
  const undo = () => actions.changeSamples((samples) => samples.filter(({ id }) => id !== sample?.id));
  return (
    <div class="keep-line" ref={line} hidden={!mayKeep(app)}>
      {sample ? (
        <>
          <span role="status">{text('kept', { label: sample.label })}</span>
          <button type="button" class="link" aria-label={text('undoKeep')} onClick={() => press(undo)}>
            {text('undoShort')}
          </button>
          <button type="button" class="link keep-all" onClick={() => actions.navigate('data')}>
            {text('all', { count: samplesOf(state.samples.value, names.set).length })}
          </button>
        </>
      ) : (
        <>
          <span id="keep-question">{text(names.set === HAND ? 'thatWas' : 'thatWasOf')}</span>
          <ul class="keep-labels" aria-labelledby="keep-question">
            {names.names.map((label) => (
              <li key={label}>
                <button
                  type="button"
                  class="keep-label"
                  aria-label={text('label', { label })}
                  onClick={() => press(() => keep(app, kept, label))}
                >
                  {label}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
