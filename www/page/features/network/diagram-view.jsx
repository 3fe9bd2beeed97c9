/** @file The diagram: columns in HTML, and a canvas behind them that is painted when something has changed. */

import { effect } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { dataSetOf } from '../../../shared/data-sets.js';
import { useApp } from '../../app/context.js';
import { whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { useQuery } from '../../app/queries.js';
import { useVisible } from '../../app/visible.js';
import { fitCanvas } from '../../dom.js';
import { nameOf } from '../../names/index.js';
import { columnsOf, detailOf } from './columns.js';
import { loadRows, paintDiagram } from './diagram.js';
import { isDead } from './health.js';
import { outputNames, sceneOf } from './scene.js';
import { texts } from './texts.js';

const text = translator(texts);

/** @typedef {import('../../../shared/answers.js').InspectedLayer} InspectedLayer */

export function Diagram() {
  const { state, ask, inkgrad } = useApp();
  const flow = useRef(/** @type {HTMLDivElement | null} */ (null));
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const visible = useVisible(flow);
  const { answer: inside } = useQuery({
    ask: /** @type {typeof ask} */ (ask),
    place: 'prediction',
    name: 'activations',
    when: [state.answer.value, state.points.value, state.network.value, state.damage.value],
    visible: visible && state.network.value !== null,
  });
  const layers = /** @type {{ layers: InspectedLayer[] } | null} */ (inside)?.layers ?? null;
  const experiment = state.experiment.value;
  const rows = state.network.value?.rows ?? null;
  const columns = columnsOf(experiment, rows);
  const { table } = state.configuration.value;
  useEffect(() => {
    state.health.value = layers && rows ? { dead: isDead(layers, rows) } : null;
  }, [state, layers, rows]);
  const paint = () => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || !flow.current || canvas.current.clientWidth === 0) return;
    const { ratio, width, height } = fitCanvas(canvas.current);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const stages = [...flow.current.querySelectorAll('.stage')].map((stage) => /** @type {HTMLElement} */ (stage));
    const answer = state.answer.peek();
    const scene = sceneOf({ experiment, answer, layers, rows, table }, columns, stages);
    paintDiagram(context, scene, inkgrad.peek());
  };
  const isRow = columns[0]?.kind === 'row';
  useEffect(() => {
    if (isRow) loadRows()?.then(() => painter.current());
  }, [isRow]);
  const painter = useRef(paint);
  painter.current = paint;
  useLayoutEffect(() => painter.current());
  useEffect(() => {
    if (!flow.current) return;
    const observer = new ResizeObserver(() => requestAnimationFrame(() => painter.current()));
    observer.observe(flow.current);
    const stop = effect(() => {
      // Other colours, and the arrival of what paints, repaint.
      if (state.theme.value >= 0 || inkgrad.value) requestAnimationFrame(() => painter.current());
    });
    return () => {
      observer.disconnect();
      stop();
    };
  }, [state, inkgrad]);
  return (
    <Scroll count={columns.length}>
      <div class="flow" ref={flow}>
        <canvas class="diagram" role="img" aria-label={text('diagram')} ref={canvas} />
        <div class="columns" style={{ gridTemplateColumns: columns.map(({ kind }) => `var(--of-${kind})`).join(' ') }}>
          {columns.map((column, at) => (
            <Column key={`${at} ${column.kind}`} column={column} many={columns.length > 4} />
          ))}
        </div>
      </div>
    </Scroll>
  );
}

/** @param {{ column: import('./columns.js').Column, many: boolean }} props */
function Column({ column, many }) {
  const { state } = useApp();
  const { kind, row } = column;
  const short = many || kind === 'output' || kind === 'gate';
  const count = row ? whole(row.parameters) : '';
  const foot = short ? (row?.parameters === 0 ? '' : count) : row ? text('count', { count }) : '';
  const milliseconds = column.index < 0 ? (state.answer.value?.milliseconds ?? null) : null;
  return (
    <div class={`column of-${kind}`}>
      <div class="column-head">
        <Head column={column} />
      </div>
      <Stage column={column} />
      <div class="column-foot caption" title={row ? text('count', { count }) : undefined}>
        {milliseconds === null ? foot : text(many ? 'time' : 'answered', { time: milliseconds.toFixed(1) })}
      </div>
    </div>
  );
}

/**
 * A press on what is painted opens the nearest unit. By keyboard, a unit is chosen in that tab.
 *
 * @param {{ column: import('./columns.js').Column }} props
 */
function Stage({ column: { kind, index, row } }) {
  const { actions } = useApp();
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const shape = row?.outputShape;
  useEffect(() => {
    const stage = root.current;
    if (!stage || !shape || kind === 'gate') return;
    const open = async (/** @type {MouseEvent} */ { offsetX, offsetY }) => {
      const { unitAt } = await import('./diagram-hit.js');
      const room = { x: 0, y: 0, width: stage.offsetWidth, height: stage.offsetHeight };
      const unit = unitAt({ kind, room, shape }, offsetX, offsetY);
      if (unit !== null) actions.openInsight('one-step', { layer: index, unit });
    };
    stage.addEventListener('click', open);
    return () => stage.removeEventListener('click', open);
  }, [actions, kind, index, shape]);
  const pressed = shape && kind !== 'gate';
  return (
    <div class="stage" ref={root} title={pressed ? text('openUnit') : undefined}>
      {kind === 'output' && <NameRoom />}
    </div>
  );
}

/** Makes the column as wide as the names that the canvas writes into it. */
function NameRoom() {
  const { state } = useApp();
  const names = outputNames(dataSetOf(state.experiment.value.dataset), state.configuration.value.table);
  return names.map((name) => <span key={name} class="name-room" data-name={name} />);
}

/** @param {{ column: import('./columns.js').Column }} props */
function Head({ column: { kind, layer, index } }) {
  const { state, actions } = useApp();
  const { shape } = dataSetOf(state.experiment.value.dataset);
  const [count = 1, height = 1, width = 1] = shape;
  if (!layer) return <span>{kind === 'row' ? text('inputs', { count }) : text('input', { height, width })}</span>;
  const [name, detail] = [nameOf('kind', layer.kind), detailOf(layer)];
  const label = text('openLayer', { number: index + 1, layer: `${name} ${detail}`.trim() });
  return (
    <button type="button" class="layer" aria-label={label} onClick={() => actions.navigate(`build/${index + 1}`)}>
      <span class="layer-kind">{kind === 'output' ? text('output') : name}</span>
      <span class="layer-detail">{kind === 'output' ? '' : detail}</span>
    </button>
  );
}

/**
 * A view that scrolls sideways, and says how many layers lie outside of it.
 *
 * @param {{ count: number, children: import('preact').ComponentChildren }} props
 */
function Scroll({ count, children }) {
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [outside, setOutside] = useState({ before: 0, after: 0 });
  useEffect(() => {
    const view = root.current;
    if (!view) return;
    const measure = () => {
      const { left, right } = view.getBoundingClientRect();
      const boxes = [...view.querySelectorAll('.column')].map((column) => column.getBoundingClientRect());
      const before = boxes.filter((box) => box.right < left + 8).length;
      const after = boxes.filter((box) => box.left > right - 8).length;
      setOutside((was) => (was.before === before && was.after === after ? was : { before, after }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(view);
    view.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      view.removeEventListener('scroll', measure);
    };
  }, [count]);
  const go = (/** @type {number} */ direction) =>
    root.current?.scrollBy({ left: direction * 0.8 * root.current.clientWidth, behavior: 'smooth' });
  return (
    <div class="scroll-frame">
      <div class="scroll" ref={root} tabIndex={outside.before + outside.after > 0 ? 0 : undefined}>
        {children}
      </div>
      {outside.before > 0 && (
        <button type="button" class="cue cue-before" onClick={() => go(-1)}>
          ‹ {text('before', { count: outside.before })}
        </button>
      )}
      {outside.after > 0 && (
        <button type="button" class="cue cue-after" onClick={() => go(1)}>
          {text('after', { count: outside.after })} ›
        </button>
      )}
    </div>
  );
}
