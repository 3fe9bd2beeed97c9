/** @file Statistics of the session that learns, asked for only while they can be seen. */

import { signal } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { Failed } from '../../app/failed.jsx';
import { useQuery } from '../../app/queries.js';
import { Tabs } from '../../app/tabs.jsx';
import { useVisible } from '../../app/visible.js';
import { Histograms } from './histograms.jsx';
import style from './style.css' with { type: 'text' };
import { OverTime } from './time.jsx';
import { layerSizes, Trace } from './trace.js';
import { Units } from './units.jsx';
import { text } from './words.js';

adoptStyle(style);

/** Milliseconds between two questions. */
const INTERVAL = 400;

/** @typedef {{ step: number, statistics: import('inkgrad').Statistics }} Answer */

const views = /** @type {const} */ (['histograms', 'time', 'units']);

/** Stays while other tabs are open. */
const view = signal(/** @type {string} */ ('histograms'));

/** @type {WeakMap<object, Trace>} by the run's curves, with which they live */
const traces = new WeakMap();

/** @param {object} run @returns {Trace} */
function traceOf(run) {
  const trace = traces.get(run) ?? new Trace();
  traces.set(run, trace);
  return trace;
}

export default function Distributions() {
  const { state, ask } = useApp();
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const visible = useVisible(root);
  const [again, setAgain] = useState(0);
  const network = state.network.value;
  const history = state.history.value;
  const { answer, error } = useQuery({
    ask,
    place: 'training',
    name: 'statistics',
    when: [state.points.value, state.position.value, state.status.value, state.events.value, network, again],
    visible: visible && network !== null,
    interval: INTERVAL,
  });
  const told = useOfRun(/** @type {Answer | null} */ (answer), network);
  const trace = traceOf(history);
  const [points, setPoints] = useState(trace.points);
  useLayoutEffect(() => {
    if (told) trace.add(told.step, told.statistics.parameters);
    setPoints(trace.points);
  }, [told, trace]);
  return (
    <div class="distributions" ref={root}>
      <Tabs
        id="distributions"
        label={text('views')}
        tabs={views.map((id) => ({ id, title: text(id) }))}
        chosen={view.value}
        onChoose={(id) => {
          view.value = id;
        }}
      />
      {error !== null && (
        <Failed class="distributions-failed" onRetry={() => setAgain(again + 1)}>
          {text('failed')}
        </Failed>
      )}
      <div
        class="distributions-panel"
        role="tabpanel"
        id="distributions-panel"
        aria-labelledby={`distributions-tab-${view.value}`}
        data-step={told?.step}
      >
        {told ? <Told told={told} points={points} /> : error === null && <p class="caption">{text('loading')}</p>}
      </div>
    </div>
  );
}

/**
 * An answer about a network that was replaced meanwhile is not shown.
 *
 * @param {Answer | null} answer
 * @param {object | null} network
 */
function useOfRun(answer, network) {
  const about = useRef({ answer, network });
  if (about.current.answer !== answer) about.current = { answer, network };
  return about.current.network === network ? about.current.answer : null;
}

/** @param {{ told: Answer, points: import('./trace.js').Point[] }} props */
function Told({ told: { step, statistics }, points }) {
  const { state } = useApp();
  const { parameters, layers } = statistics;
  const coming = text(state.status.value === 'diverged' ? 'notFinite' : step > 0 ? 'withNext' : 'withFirst');
  if (parameters.length === 0) return <p class="caption">{text('none')}</p>;
  if (view.value === 'time') return <OverTime points={points} now={{ step, layers: layerSizes(parameters) }} />;
  if (view.value === 'units') return <Units layers={layers} coming={coming} />;
  return <Histograms parameters={parameters} coming={coming} />;
}
