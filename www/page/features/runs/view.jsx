/** @file The place Runs: curves of chosen runs, the table of all, and the one that is opened. */

import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import '../../app/plot-style.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { distinctColours } from '../../app/distinct-colours.js';
import { NOTHING_CHARTED, toggled, withRuns } from './charted.js';
import { Compare } from './compare.jsx';
import { Details } from './details.jsx';
import { Overlay } from './overlay.jsx';
import { rowsOf, sorted } from './rows.js';
import style from './style.css' with { type: 'text' };
import { RunTable } from './table.jsx';
import { useRuns } from './use-runs.js';
import { text } from './words.js';

adoptStyle(style);

/**
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('./overlay.jsx').Curve} Curve
 */

/** What stands in the charts: as it was when the place is opened again. */
const charted = signal(NOTHING_CHARTED);

export default function Runs() {
  const { state, library } = useApp();
  const { runs, current } = useRuns();
  const [order, setOrder] = useState(/** @type {import('./rows.js').Order} */ ({ key: 'created', descending: true }));
  const [chosen, setChosen] = useState(/** @type {string | null} */ (null));
  const [deleted, setDeleted] = useState(/** @type {{ id: string, title: string } | null} */ (null));
  const rows = useMemo(() => rowsOf(runs, current), [runs, current]);
  const opened = rows.find(({ run }) => run.id === (chosen ?? current)) ?? rows.at(-1);
  const shown = useMemo(
    () => withRuns(charted.value, runs, opened?.run.id ?? null),
    [charted.value, runs, opened?.run.id],
  );
  useLayoutEffect(() => {
    charted.value = shown;
  }, [shown]);
  const palette = distinctColours();
  state.theme.value;
  const colours = new Map([...shown.colours].map(([id, at]) => [id, palette[at] ?? '']));
  const curves = useCurves(rows, colours);
  const toggle = (/** @type {Row} */ { run }) => {
    charted.value = toggled(shown, run);
  };
  const remove = async (/** @type {Row} */ { run, title }) => {
    const done = await library.runs.delete(run.id).then(
      () => true,
      () => false,
    );
    if (!done) return;
    setDeleted({ id: run.id, title });
    setChosen(null);
  };
  if (rows.length === 0 && !deleted)
    return (
      <div class="runs">
        <h1 class="visually-hidden">{text('runs')}</h1>
        <p class="runs-empty">{text('none')}</p>
      </div>
    );
  return (
    <div class="runs">
      <h1 class="visually-hidden">{text('runs')}</h1>
      <div class="runs-deleted" role="status">
        {deleted && (
          <>
            <span>{text('deleted', { title: deleted.title })}</span>
            <button
              type="button"
              class="button"
              onClick={() => {
                library.runs.restore(deleted.id).catch(() => {});
                setChosen(deleted.id);
                setDeleted(null);
              }}
            >
              {text('restore')}
            </button>
          </>
        )}
      </div>
      {state.saved.value.state === 'off' && <p class="runs-off caption">{text('off')}</p>}
      <div class="runs-main">
        <Overlay curves={curves} />
        <RunTable
          rows={sorted(rows, order)}
          order={order}
          onOrder={setOrder}
          colours={colours}
          onToggle={toggle}
          chosen={opened?.run.id ?? null}
          onChoose={setChosen}
        />
      </div>
      {opened && <Details key={opened.run.id} row={opened} onDelete={() => remove(opened)} />}
      {opened && rows.length > 1 && <Compare row={opened} rows={rows} />}
    </div>
  );
}

/**
 * The curves of the runs in the charts. Those of the run that is trained grow; the others are read, and anew where another tab
 * has trained on.
 *
 * @param {Row[]} rows
 * @param {ReadonlyMap<string, string>} colours
 * @returns {Curve[]}
 */
function useCurves(rows, colours) {
  const { state, library } = useApp();
  const [read, setRead] = useState(
    /** @type {ReadonlyMap<string, { step: number, rows: Curve['rows'] }>} */ (new Map()),
  );
  const wanted = rows.filter(
    ({ run, current }) => colours.has(run.id) && !current && read.get(run.id)?.step !== run.position.step,
  );
  const key = wanted.map(({ run }) => `${run.id} ${run.position.step}`).join();
  useEffect(() => {
    let gone = false;
    Promise.all(
      wanted.map(async ({ run: { id, position } }) => {
        const found = await library.runs.curves(id);
        return /** @type {const} */ ([id, { step: position.step, rows: found?.rows ?? [] }]);
      }),
    ).then(
      (found) => gone || found.length === 0 || setRead((before) => new Map([...before, ...found])),
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [key]);
  // The run in this tab grows in place.
  state.points.value;
  state.validation.value;
  return rows.flatMap(({ run, current, title }) => {
    const colour = colours.get(run.id);
    const points = current ? state.history.value.rows : read.get(run.id)?.rows;
    return colour && points ? [{ id: run.id, title, colour, rows: points }] : [];
  });
}
