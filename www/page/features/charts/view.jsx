/** @file Loss and accuracy of the current run as two charts, what is chosen for both, and the same as a table. */

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import '../../app/plot-style.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { download } from '../../app/download.js';
import { translator } from '../../app/language.js';
import { useVisible } from '../../app/visible.js';
import { Chart } from './chart.jsx';
import { toCsv } from './csv.js';
import { smoothing, zoom } from './options.js';
import phone from './phone.css' with { type: 'text' };
import { SHARES, timeConstant } from './smoothing.js';
import style from './style.css' with { type: 'text' };
import { Table } from './table.jsx';
import { texts } from './texts.js';
import { Smoothing, ZoomButtons } from './tools.jsx';
import { shownSteps, validZoom } from './zoom.js';

adoptStyle(style);
adoptStyle(phone);

const text = translator(texts);

/** Losses that are no likelihoods, and so not in nats. */
const SQUARED_ERRORS = ['mse', 'half_squared_error'];

/**
 * What the charts read of the state besides its curves.
 *
 * @typedef {object} Optional
 * @property {{ value: import('./marks.js').RunEvent[] }} [events]
 * @property {{ value: import('../../../shared/experiment.js').Experiment }} [experiment]
 */

export default function Charts() {
  const { state } = useApp();
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  const visible = useVisible(root);
  const history = state.history.value;
  const points = state.points.value;
  // A validation lengthens the history without another point.
  state.validation.value;
  const { events: marks, experiment } = /** @type {Optional} */ (state);
  const events = marks?.value ?? [];
  const lossUnit = lossUnitOf(experiment?.value);
  const { rows, epochs } = history;
  const last = rows.at(-1)?.step ?? 0;
  const shownZoom = validZoom(zoom.value, last);
  const shown = shownSteps(shownZoom, last);
  const constant = timeConstant(SHARES[smoothing.value] ?? 0, shown.to - shown.from);
  useForgottenZoom(history, shownZoom);
  const common = { rows, epochs, events, lossUnit, constant, shownZoom, theme: state.theme.value, visible };
  const empty = rows.length === 0;
  const noAccuracy = !empty && points > 0 && rows.every(lacksAccuracy);
  return (
    <section ref={root} class="charts" aria-label={text('title')}>
      <Chart {...common} measure="loss" testId="loss-chart" points={points} note={empty ? text('invite') : undefined} />
      <Chart {...common} measure="accuracy" note={noAccuracy ? text('noAccuracy') : undefined} />
      <Twin history={history} events={events} visible={visible} before={<Smoothing constant={constant} />}>
        <ZoomButtons last={last} shownZoom={shownZoom} />
      </Twin>
    </section>
  );
}

/**
 * @param {import('../../../shared/experiment.js').Experiment | undefined} experiment
 * @returns {import('./chart.jsx').LossUnit}
 */
function lossUnitOf(experiment) {
  return SQUARED_ERRORS.includes(experiment?.spec.loss.kind ?? '') ? 'squaredError' : 'nats';
}

/** @param {import('../../history.js').Row} row */
function lacksAccuracy({ accuracy, validationAccuracy }) {
  return accuracy === null && validationAccuracy === null;
}

/**
 * What is zoomed into is forgotten with the run, and where the run has gone back.
 *
 * @param {import('../../history.js').History} history
 * @param {import('./zoom.js').Zoom | null} shownZoom
 */
function useForgottenZoom(history, shownZoom) {
  const before = useRef(history);
  useEffect(() => {
    if (before.current !== history || shownZoom === null) zoom.value = null;
    before.current = history;
  }, [history, shownZoom]);
}

/**
 * What else the rows can be had as, and what stands beside it.
 *
 * @param {object} props
 * @param {import('../../history.js').History} props.history
 * @param {import('./marks.js').RunEvent[]} props.events
 * @param {boolean} props.visible
 * @param {import('preact').ComponentChildren} props.before
 * @param {import('preact').ComponentChildren} props.children
 */
function Twin({ history, events, visible, before, children }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const save = () => download(new Blob([toCsv(history.rows)], { type: 'text/csv' }), 'inkgrad-run.csv');
  return (
    <div class="chart-twin">
      <div class="chart-twin-head">
        {before}
        <button
          type="button"
          class="link chart-disclosure"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
        >
          {text('table')}
        </button>
        <button type="button" class="link" title={text('rowsOf')} aria-label={text('rowsOf')} onClick={save}>
          {text('rows')}
        </button>
        {children}
      </div>
      {open && visible && <Table id={id} rows={() => history.rows} events={events} run={history} />}
    </div>
  );
}
