/** @file A kept step of a run as it was: its answer to the drawing, its confusion matrix and its first weights. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { classNameOf, dataSetOf, sizeOf } from '../../../shared/data-sets.js';
import { targetValue } from '../../../shared/table.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { percent, quantity, whole } from '../../app/format.js';
import { paintSheet, sheetSize } from '../../app/sheet.js';
import { withUnit } from '../../app/with-unit.js';
import { dataOfRun } from './data-of-run.js';
import style from './kept-state.css' with { type: 'text' };
import { gridOfWeights } from './weights-grid.js';
import { text } from './words.js';

adoptStyle(style);

/**
 * @typedef {{ of: { id: string, step: number } | null, kept: KeptState | null, error: string | null }} Found `of` which kept step
 * @typedef {import('../../../shared/answers.js').KeptState} KeptState
 * @typedef {import('../../../storage/records.js').RunRecord} RunRecord
 */

/** The largest side of a picture, in rem. */
const SIDE = 16;

/** Pixels of the widest picture that is shown enlarged; a wider one is made smaller. */
const ENLARGED = 256;

/** @param {{ run: RunRecord, step: number }} props */
export function KeptStateView({ run, step }) {
  const { of, kept, error } = useKeptState(run, step);
  if (error) return <p role="alert">{text('failed', { why: error })}</p>;
  if (!kept || of?.id !== run.id) return <p class="caption">{text('reading')}</p>;
  const { accuracy, loss, count } = kept;
  // While another step is read, this one is still shown, under its own number.
  const shown = of.step;
  const measured = accuracy === null ? text('loss_', { loss: quantity(loss) }) : percent(accuracy);
  return (
    <div class="kept" data-step={shown} aria-busy={shown !== step}>
      <p class="kept-figure">
        <strong>{measured}</strong> <span class="caption">{text('evaluated', { count: whole(count) })}</span>
      </p>
      <KeptAnswer run={run} probabilities={kept.probabilities} />
      {kept.confusion && <Confusion confusion={kept.confusion} step={shown} />}
      {kept.parameter && <FirstWeights parameter={kept.parameter} input={kept.input} step={shown} />}
    </div>
  );
}

/**
 * @param {RunRecord} run
 * @param {number} step
 * @returns {Found} the last one while another is read
 */
function useKeptState(run, step) {
  const { state, ask, library } = useApp();
  const [found, setFound] = useState(/** @type {Found} */ ({ of: null, kept: null, error: null }));
  const { dataset } = run.experiment;
  const same = state.experiment.value.dataset.name === dataset.name;
  const drawn = state.answer.value?.input ?? state.sample.value?.input ?? null;
  const input = same ? drawn : null;
  useEffect(() => {
    const abort = new AbortController();
    const of = { id: run.id, step };
    const data = dataOfRun(run, state.ownData.peek());
    const read = async () => {
      const saved = await library.runs.checkpoint(run.id, step);
      if (!saved) throw new Error(text('noWeights'));
      const params = { bytes: saved.bytes, data, input };
      return /** @type {Promise<KeptState>} */ (ask('prediction', 'kept-state', params, abort.signal));
    };
    const show = () =>
      read().then(
        (kept) => abort.signal.aborted || setFound({ of, kept, error: null }),
        (error) => {
          if (abort.signal.aborted) return;
          // The worker takes questions back when another network is opened, and hears this one then.
          if (error.code === 'aborted') show();
          else setFound({ of, kept: null, error: error.message });
        },
      );
    show();
    return () => abort.abort();
  }, [run.id, step, input]);
  return found;
}

/** @param {{ run: RunRecord, probabilities: Float32Array | null }} props */
function KeptAnswer({ run, probabilities }) {
  const { state, actions } = useApp();
  const data = dataSetOf(run.experiment.dataset);
  const same = state.experiment.value.dataset.name === run.experiment.dataset.name;
  const hasTable = tableOf(run) !== null;
  const picture = (
    <button type="button" class="button" onClick={() => actions.showSample()}>
      {text(hasTable ? 'row' : 'picture')}
    </button>
  );
  if (!probabilities)
    return (
      <div class="kept-answer">
        <p class="caption">{text(same ? (hasTable ? 'noRow' : 'noDrawing') : 'otherData')}</p>
        {same && picture}
      </div>
    );
  if (data.classes === 0) return <KeptNumber run={run} output={probabilities[0] ?? Number.NaN} />;
  const most = Math.max(...probabilities);
  const best = probabilities.indexOf(most);
  return (
    <div class="kept-answer">
      <p>
        <strong class="kept-class">{classNameOf(data, best)}</strong> <span class="kept-share">{percent(most)}</span>{' '}
        <span class="caption">{answerText(run)}</span>
      </p>
      <ol class="kept-bars">
        {[...probabilities].map((probability, at) => (
          <li key={at}>
            <span>{classNameOf(data, at)}</span>
            <span class="kept-track" aria-hidden="true">
              <span class="kept-fill" style={{ width: `${100 * probability}%` }} />
            </span>
            <span class="kept-value">{percent(probability)}</span>
          </li>
        ))}
      </ol>
      {picture}
    </div>
  );
}

/** @param {{ run: RunRecord, output: number }} props */
function KeptNumber({ run, output }) {
  const table = tableOf(run);
  const value = table ? targetValue(table, output) : output;
  return (
    <div class="kept-answer">
      <p>
        <strong class="kept-class">{table ? withUnit(value, table.target) : quantity(value)}</strong>{' '}
        <span class="caption">{answerText(run)}</span>
      </p>
    </div>
  );
}

/** @param {RunRecord} run @returns {import('../../state.js').RunConfiguration['table'] | null} null where the data are pictures */
function tableOf({ configuration }) {
  return /** @type {import('../../state.js').RunConfiguration} */ (configuration).table ?? null;
}

/** @param {RunRecord} run @returns {string} what the answer is an answer to */
function answerText(run) {
  const table = tableOf(run);
  return table ? text('answerTo', { name: table.target.name }) : text('answer');
}

/** @param {{ confusion: Uint32Array, step: number }} props */
function Confusion({ confusion, step }) {
  const classes = Math.sqrt(confusion.length);
  const values = Float32Array.from(confusion, (count, at) => (at % (classes + 1) === 0 ? count : -count));
  const count = confusion.reduce((sum, one) => sum + one, 0);
  const correct = confusion.reduce((sum, one, at) => sum + (at % (classes + 1) === 0 ? one : 0), 0);
  const label = text('confusion', { step: whole(step), correct: whole(correct), count: whole(count) });
  return <Sheet grid={{ width: classes, height: classes, panels: 1, columns: 1 }} values={values} label={label} />;
}

/** @param {{ parameter: NonNullable<KeptState['parameter']>, input: number[], step: number }} props */
function FirstWeights({ parameter, input, step }) {
  const grid = gridOfWeights(parameter, input);
  const values = parameter.values.subarray(0, grid.panels * sizeOf([grid.width, grid.height]));
  return <Sheet grid={grid} values={values} label={text('weights', { step: whole(step) })} />;
}

/**
 * @param {{ grid: import('../../app/sheet.js').Grid, values: Float32Array, label: string }} props
 */
function Sheet({ grid, values, label }) {
  const { state, inkgrad } = useApp();
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [theme, core] = [state.theme.value, inkgrad.value];
  const { width, height } = sheetSize(grid);
  const look = {
    aspectRatio: `${width} / ${height}`,
    maxWidth: `${SIDE * Math.min(1, width / height)}rem`,
    imageRendering: width > ENLARGED ? 'auto' : 'pixelated',
  };
  useLayoutEffect(() => {
    if (canvas.current) paintSheet(canvas.current, grid, values, {}, core);
  }, [values, theme, core]);
  return (
    <figure class="kept-sheet">
      <canvas ref={canvas} role="img" aria-label={label} style={look} />
      <figcaption class="caption">{label}</figcaption>
    </figure>
  );
}
