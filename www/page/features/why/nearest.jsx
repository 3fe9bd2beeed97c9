/** @file The five training pictures that are nearest to the drawing for the network, with their labels and distances. */

import { useEffect, useMemo, useState } from 'preact/hooks';
import { useClassNames } from '../../app/class-names.js';
import { useApp } from '../../app/context.js';
import { brief } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { Thumbnail } from '../../app/thumbnail.jsx';
import { useDrawingQuery } from './drawing-query.js';
import { Status } from './status.jsx';
import { texts } from './texts.js';

const text = translator(texts);

/** Milliseconds between two looks at how far a slow comparison is. */
const PROGRESS = 300;

/** @typedef {import('../../../worker/queries/nearest.js').Neighbours} Answer */

/** @param {import('./view.jsx').Input & { visible: boolean }} props */
export function Nearest({ size, visible }) {
  const exact = useApp().state.status.value !== 'running';
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
          <Small size={size} input={answer?.input ?? null} label={text('drawing')} />
          <span class="caption">{text('drawing')}</span>
        </li>
        {(shown?.neighbours ?? []).map((one) => (
          <Neighbour key={one.index} size={size} neighbour={one} />
        ))}
      </ol>
      <Status result={result} finite={finite} busy={progress ? text('comparing', progress) : text('computing')} />
      {shown && <Compared answer={shown} />}
      <p class="caption">{text('near')}</p>
    </div>
  );
}

/** @param {{ size: import('./paint.js').Size, neighbour: import('../../../worker/queries/nearest.js').Neighbour }} props */
function Neighbour({ size, neighbour: { index, label, distance, input } }) {
  const nameOf = useClassNames();
  const words = { index, label: nameOf(label), distance: brief(distance, 3) };
  return (
    <li class="why-neighbour" data-testid="neighbour" data-index={index} data-label={label} data-distance={distance}>
      <Small size={size} input={input} label={text('neighbour', words)} />
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

/** @param {{ answer: Answer }} props */
function Compared({ answer: { compared, total, answer, neighbours } }) {
  const nameOf = useClassNames();
  const count = neighbours.filter(({ label }) => label === answer).length;
  return (
    <>
      <p>{text('agree', { count, all: neighbours.length, answer: answer === null ? '–' : nameOf(answer) })}</p>
      <p>{text(compared < total ? 'comparedSome' : 'compared', { compared, total })}</p>
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
