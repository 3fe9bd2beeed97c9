/** @file The five training pictures that are nearest to the drawing for the network, with their labels and distances. */

import { useEffect, useMemo, useState } from 'preact/hooks';
import { dataSetOf, isTable } from '../../../shared/data-sets.js';
import { decodeRow, targetValue } from '../../../shared/table.js';
import { useClassNames } from '../../app/class-names.js';
import { useApp } from '../../app/context.js';
import { brief } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { useSampleText } from '../../app/sample-text.js';
import { Thumbnail } from '../../app/thumbnail.jsx';
import { useDrawingQuery } from './drawing-query.js';
import { Status } from './status.jsx';
import { texts } from './texts.js';

const text = translator(texts);

/** Values of a row that are shown. */
const SHOWN = 6;

/** Milliseconds between two looks at how far a slow comparison is. */
const PROGRESS = 300;

/**
 * @typedef {import('../../../worker/queries/nearest.js').Neighbours} Answer
 * @typedef {import('../../../shared/table.js').Table} Table
 */

/** @param {import('./view.jsx').Input & { visible: boolean }} props */
export function Nearest({ size, visible }) {
  const { state } = useApp();
  const exact = state.status.value !== 'running';
  const { table } = isTable(dataSetOf(state.experiment.value.dataset)) ? state.configuration.value : {};
  const say = useSampleText(text, texts);
  const result = /** @type {import('./drawing-query.js').Result<Answer>} */ (
    useDrawingQuery('nearest', { exact }, visible)
  );
  const { answer, slow } = result;
  const progress = useProgress(slow && visible);
  const finite =
    !answer || (answer.answer !== null && answer.neighbours.every(({ distance }) => Number.isFinite(distance)));
  const shown = finite ? answer : null;
  return (
    <div class="why-near" data-step={shown?.step} data-compared={shown?.compared}>
      <ol class="why-neighbours">
        <li class="why-neighbour">
          {table ? (
            <RowValues table={table} input={answer?.input ?? null} />
          ) : (
            <Small size={size} input={answer?.input ?? null} label={text('drawing')} />
          )}
          <span class="caption">{text(table ? 'thisRow' : 'drawing')}</span>
        </li>
        {(shown?.neighbours ?? []).map((one) => (
          <Neighbour key={one.index} size={size} neighbour={one} table={table} />
        ))}
      </ol>
      <Status result={result} finite={finite} busy={progress ? say('comparing', progress) : text('computing')} />
      {shown && <Compared answer={shown} />}
      <p class="caption">{say('near')}</p>
    </div>
  );
}

/**
 * @param {{ size: import('./paint.js').Size, neighbour: import('../../../worker/queries/nearest.js').Neighbour,
 *   table: Table | undefined }} props
 */
function Neighbour({ size, neighbour: { index, label, distance, input }, table }) {
  const nameOf = useClassNames();
  const { classes } = dataSetOf(useApp().state.experiment.value.dataset);
  const named = classes > 0 || !table ? nameOf(label) : brief(targetValue(table, label));
  const words = { index, label: named, distance: brief(distance, 3) };
  return (
    <li class="why-neighbour" data-testid="neighbour" data-index={index} data-label={label} data-distance={distance}>
      {table ? (
        <RowValues table={table} input={input} />
      ) : (
        <Small size={size} input={input} label={text('neighbour', words)} />
      )}
      <strong>{text('labelled', words)}</strong>
      <span class="caption">{text('distance', words)}</span>
    </li>
  );
}

/** @param {{ size: import('./paint.js').Size, input: Float32Array | null, label: string }} props */
function Small({ size: { width, height }, input, label }) {
  const pixels = useMemo(
    () => input && Uint8ClampedArray.from(input.subarray(0, width * height), (value) => 255 * value),
    [input, width, height],
  );
  return (
    <span class="why-thumbnail" title={label}>
      <Thumbnail {...{ pixels, width, height, label }} />
    </span>
  );
}

/** @param {{ table: Table, input: Float32Array | null }} props */
function RowValues({ table, input }) {
  if (!input) return null;
  const values = decodeRow(table, input);
  return (
    <span class="why-row-values">
      {table.columns.slice(0, SHOWN).map(({ name, categories }, at) => {
        const value = values[at] ?? Number.NaN;
        return (
          <span key={name} title={name}>
            {categories ? (categories[value] ?? '–') : brief(value, 3)}
          </span>
        );
      })}
    </span>
  );
}

/** @param {{ answer: Answer }} props */
function Compared({ answer: { compared, total, answer, neighbours } }) {
  const nameOf = useClassNames();
  const say = useSampleText(text, texts);
  const { classes } = dataSetOf(useApp().state.experiment.value.dataset);
  const count = neighbours.filter(({ label }) => label === answer).length;
  return (
    <>
      {classes > 0 && (
        <p>{text('agree', { count, all: neighbours.length, answer: answer === null ? '–' : nameOf(answer) })}</p>
      )}
      <p>{say(compared < total ? 'comparedSome' : 'compared', { compared, total })}</p>
    </>
  );
}

/**
 * @param {boolean} asked
 * @returns {{ done: number, total: number } | null}
 */
function useProgress(asked) {
  const { ask } = useApp();
  const [progress, setProgress] = useState(/** @type {{ done: number, total: number } | null} */ (null));
  useEffect(() => {
    setProgress(null);
    if (!asked) return;
    const abort = new AbortController();
    const look = () =>
      /** @type {Promise<{ done: number, total: number } | null>} */ (
        ask('prediction', 'nearest-progress', {}, abort.signal)
      ).then(setProgress, () => {});
    look();
    const timer = setInterval(look, PROGRESS);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [asked]);
  return progress;
}
