/**
 * @file How a drawing is prepared: each stage with the answer to it, and every step with a switch and the answer without it.
 * What is switched off is left out for the pad too; training knows nothing of it.
 */

import { render } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { dataSetOf, fitOf } from '../../../shared/data-sets.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { classNames } from '../../app/class-names.js';
import { whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { useQuery } from '../../app/queries.js';
import { best } from '../../app/verdict.js';
import { useVisible } from '../../app/visible.js';
import { channels } from '../../theme.js';
import { INK_SIZE, Ink } from './ink.js';
import { paintPicture } from './picture.js';
import style from './preparation.css' with { type: 'text' };
import { texts } from './preparation-texts.js';
import { allSteps, prepare, stepNames } from './prepare.js';

adoptStyle(style);

const text = translator(texts);

/**
 * @typedef {import('./prepare.js').Step} Step
 * @typedef {import('./prepare.js').Steps} Steps
 * @typedef {import('./types.js').DrawApp} DrawApp
 */

/** Each stage, and the steps that have been taken by then, its own last. The stage `input` is what is shown already. */
const stages = /** @type {const} */ ([
  ['raw', []],
  ['cropped', ['crop']],
  ['scaled', ['crop', 'average', 'box']],
  ['centred', ['crop', 'average', 'box', 'centre']],
]);

/** What every answer is given for: first the stages, then each step switched over. */
const [AT_STAGES, AT_SWITCHES] = [0, stages.length];

/**
 * @param {DrawApp} app
 * @param {HTMLElement} root
 * @param {import('./types.js').Readable<boolean>} open
 * @returns {() => void} ends it
 */
export function createPreparationView(app, root, open) {
  // Stands outside what is folded: a change must not be hidden.
  const changed = document.createElement('div');
  changed.className = 'preparation-change';
  root.before(changed);
  render(<Changed app={app} />, changed);
  render(<Preparation app={app} open={open} />, root);
  return () => {
    render(null, root);
    render(null, changed);
    changed.remove();
  };
}

/**
 * @param {DrawApp} app
 * @param {Steps} steps none left out is the page's own preparation
 */
function setSteps({ actions }, steps) {
  const left = stepNames.some((step) => !steps[step]);
  actions.setPreparation(left ? { steps, prepare: (raw, data) => prepare(raw, data, steps)?.input ?? null } : null);
}

/** @param {{ app: DrawApp }} props */
function Changed({ app }) {
  if (!app.state.preparation.value) return null;
  return (
    <div class="preparation-changed" role="status">
      <span>{text('changed')}</span>
      <button type="button" class="button" onClick={() => restore(app)}>
        {text('restore')}
      </button>
    </div>
  );
}

/** @param {DrawApp} app */
function restore(app) {
  setSteps(app, allSteps);
  // The button goes; the focus stays near.
  /** @type {HTMLElement | null} */ (document.querySelector('.sees-fold'))?.focus();
}

/** @param {{ app: DrawApp, open: import('./types.js').Readable<boolean> }} props */
function Preparation({ app, open }) {
  const { state, inkgrad, ask } = app;
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  const ink = useMemo(() => new Ink(), []);
  const visible = useVisible(frame) && open.value;
  const [sample, drawing, data] = [state.sample.value, state.drawing.value, dataSetOf(state.experiment.value.dataset)];
  const steps = state.preparation.value?.steps ?? allSteps;
  const raw = useMemo(() => {
    const pixels = visible && !sample && drawing.strokes.length > 0 ? ink.pixels(drawing) : null;
    return pixels && { width: INK_SIZE, height: INK_SIZE, pixels };
  }, [visible, sample, drawing]);
  const prepared = useMemo(() => raw && prepare(raw, data, steps), [raw, data, steps]);
  const inputs = useMemo(() => raw && prepared && inputsOf(raw, data, steps), [prepared]);
  const { answer } = useQuery({
    ask: /** @type {typeof ask} */ (ask),
    place: 'prediction',
    name: 'predictions',
    params: { inputs },
    when: [inputs, state.points.value],
    visible: visible && inputs !== null,
  });
  const outputs = /** @type {{ outputs: Float32Array } | null} */ (inputs && answer)?.outputs ?? null;
  const { classes } = data;
  const nameOf = classNames(state);
  const found = (/** @type {number} */ at) => outputs && best(outputs.subarray(at * classes, (at + 1) * classes));
  const now = found(AT_STAGES + stages.length - 1);
  if (sample) return <p class="preparation-note">{text('sample')}</p>;
  return (
    <div class="preparation-parts" ref={frame}>
      {!prepared && <p class="preparation-note">{text('empty')}</p>}
      {prepared && (
        <>
          <ol class="steps" aria-label={text('stages')}>
            {stages.map(([stage, taken], at) => (
              <li key={stage} class="step">
                <Picture
                  picture={prepared.stages[stage]}
                  label={titleOf(stage, prepared.stages[stage], isDone(steps, taken))}
                  core={inkgrad.value}
                  theme={state.theme.value}
                />
                <span class={isDone(steps, taken) ? 'step-name' : 'step-name left-out'} aria-hidden="true">
                  {text(stage)}
                </span>
                <span class="step-answer">{written(found(AT_STAGES + at), nameOf)}</span>
              </li>
            ))}
          </ol>
          <p class="preparation-note">{text('stagesNote')}</p>
        </>
      )}
      <Switches app={app} steps={steps} data={data} now={now} then={(at) => found(AT_SWITCHES + at)} />
    </div>
  );
}

/**
 * @typedef {ReturnType<typeof best>} Found
 *
 * @param {object} props
 * @param {DrawApp} props.app
 * @param {Steps} props.steps
 * @param {import('../../../shared/data-sets.js').DataSet} props.data
 * @param {Found} props.now the answer as things are
 * @param {(at: number) => Found} props.then the answer once the step is switched over
 */
function Switches({ app, steps, data, now, then }) {
  const { shape } = data;
  const nameOf = classNames(app.state);
  const fit = fitOf(data);
  const label = (/** @type {Step} */ step) => {
    if (step === 'centre') return text(fit.centre === 'mass' ? 'centre.mass' : 'centre.box');
    return text(step, { side: Math.round(fit.box * Math.max(...shape)) });
  };
  return (
    <fieldset class="preparation-switches">
      <legend>
        <span>{text('switches')}</span>
        <span>{text('switched')}</span>
      </legend>
      {stepNames.map((step, at) => {
        const found = then(at);
        return (
          <label key={step} class="preparation-switch">
            <input
              type="checkbox"
              aria-label={label(step)}
              aria-describedby={`preparation-${step}`}
              checked={steps[step]}
              onChange={({ currentTarget }) => {
                // The last change may not be drawn yet.
                const before = app.state.preparation.peek()?.steps ?? allSteps;
                setSteps(app, { ...before, [step]: currentTarget.checked });
              }}
            />
            <span>{label(step)}</span>
            <span id={`preparation-${step}`} class={found && now && found.digit !== now.digit ? 'misread' : undefined}>
              {written(found, nameOf)}
            </span>
          </label>
        );
      })}
      <p class="preparation-note">{text('limits')}</p>
    </fieldset>
  );
}

/**
 * @param {object} props
 * @param {import('./prepare.js').Picture} props.picture
 * @param {string} props.label
 * @param {import('./picture.js').Core | null} props.core
 * @param {number} props.theme
 */
function Picture({ picture, label, core, theme }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const { width, height, pixels } = picture;
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const palette = { nothing: channels('negative'), positive: channels('positive') };
    const values = Float32Array.from(pixels, (value) => value / 255);
    paintPicture(canvas.current, values, { width, height, palette }, core);
  }, [pixels, core, theme]);
  return (
    <canvas
      ref={canvas}
      class="step-picture"
      role="img"
      aria-label={label}
      title={label}
      style={{ aspectRatio: `${width} / ${height}` }}
    />
  );
}

/**
 * @param {import('./prepare.js').Picture} raw
 * @param {import('../../../shared/data-sets.js').DataSet} data
 * @param {Steps} steps
 * @returns {Float32Array} the inputs at all stages, then those with each step switched over
 */
function inputsOf(raw, data, steps) {
  const reached = stages.map(([, taken]) => {
    const only = stepNames.map((step) => [
      step,
      steps[step] && (step === 'polarity' || taken.some((one) => one === step)),
    ]);
    return /** @type {Steps} */ (Object.fromEntries(only));
  });
  const switched = stepNames.map((step) => ({ ...steps, [step]: !steps[step] }));
  const inputs = [...reached, ...switched].map((one) => prepare(raw, data, one)?.input ?? []);
  const all = new Float32Array(inputs.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  for (const input of inputs) {
    all.set(input, from);
    from += input.length;
  }
  return all;
}

/**
 * @param {(typeof stages)[number][0]} stage
 * @param {import('./prepare.js').Picture} picture
 * @param {boolean} done
 */
function titleOf(stage, { width, height }, done) {
  return text(done ? 'stage' : 'stageLeftOut', { name: text(stage), height, width });
}

/**
 * @param {Steps} steps
 * @param {readonly Step[]} taken by a stage
 * @returns {boolean} whether its own step is done
 */
function isDone(steps, taken) {
  const own = taken.at(-1);
  return own === undefined || steps[own];
}

/** @param {Found} found @param {(index: number) => string} nameOf a class */
function written(found, nameOf) {
  return found ? `${nameOf(found.digit)} · ${whole(100 * found.confidence)} %` : ' ';
}
