/** @file The chart of one measure: its head with legend, scale and picture, and its plot. */

import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { download } from '../../app/download.js';
import { percent, quantity } from '../../app/format.js';
import { language, translator } from '../../app/language.js';
import { scales } from '../../app/scales.js';
import { curvesOf } from './curves.js';
import { logarithmic, zoom } from './options.js';
import { pictureOf } from './picture.js';
import { fontOf, Plot } from './plot.js';
import { texts } from './texts.js';
import { zoomByKey, zoomTo } from './zoom.js';

const text = translator(texts);

/** What differs between the two charts. */
const measures = /** @type {const} */ ({
  loss: {
    units: { logarithmic: 'lossLogarithmic', linear: 'lossLinear' },
    scale: 'logarithmic',
    help: 'logarithmicHelp',
    write: quantity,
  },
  accuracy: {
    units: { logarithmic: 'accuracyByError', linear: 'accuracyLinear' },
    scale: 'byError',
    help: 'byErrorHelp',
    write: percent,
  },
});

/**
 * @typedef {'nats' | 'squaredError'} LossUnit
 *
 * @param {object} props
 * @param {import('./curves.js').Measure} props.measure
 * @param {import('../../history.js').Row[]} props.rows
 * @param {number[]} props.epochs
 * @param {import('./marks.js').RunEvent[]} props.events
 * @param {LossUnit} props.lossUnit
 * @param {number} props.constant of the smoothing, in steps
 * @param {import('./zoom.js').Zoom | null} props.shownZoom
 * @param {number} props.theme
 * @param {boolean} props.visible
 * @param {string} [props.testId]
 * @param {number} [props.points]
 * @param {string} [props.note] instead of curves
 */
export function Chart(props) {
  const { measure, visible, testId, points, note } = props;
  const { units, scale, help, write } = measures[measure];
  const host = useRef(/** @type {HTMLDivElement | null} */ (null));
  const plot = usePlot(host, props.rows);
  const name = logarithmic[measure].value ? 'logarithmic' : 'linear';
  const [title, unit] = [text(measure), text(units[name], { unit: text(props.lossUnit) })];
  useLayoutEffect(() => {
    if (!visible || !plot.current) return;
    plot.current.root.setAttribute('aria-label', text('plot', { title, unit }));
    plot.current.show(
      {
        scale: scales[measure][name],
        unit,
        step: text('step'),
        write,
        key: [measure, name, language.value, props.theme, unit].join(),
      },
      {
        curves: curvesOf(props.rows, measure, props.constant),
        epochs: props.epochs,
        events: props.events,
        zoom: props.shownZoom,
        smoothed: props.constant > 0,
      },
    );
  });
  return (
    <figure class="chart" data-testid={testId} data-points={points}>
      <figcaption class="chart-head">
        <span class="chart-title" title={unit}>
          {title}
          <span class="chart-unit">{measure === 'loss' ? text(props.lossUnit) : '%'}</span>
        </span>
        <span class="chart-key">{text('training')}</span>
        <span class="chart-key dashed">{text('validation')}</span>
        <ScaleSwitch measure={measure} label={text(scale)} help={text(help)} />
        <PictureButton title={title} unit={unit} measure={measure} plot={plot} />
      </figcaption>
      <div class="chart-place">
        <div ref={host} class="chart-host" />
        {note && <p class="chart-note">{note}</p>}
      </div>
    </figure>
  );
}

/**
 * The plot outside the tree, as long as the component lives.
 *
 * @param {{ current: HTMLElement | null }} host
 * @param {import('../../history.js').Row[]} rows
 */
function usePlot(host, rows) {
  const plot = useRef(/** @type {Plot | null} */ (null));
  const last = useRef(0);
  last.current = rows.at(-1)?.step ?? 0;
  useLayoutEffect(() => {
    const made = new Plot({
      onZoom(drawn) {
        zoom.value = drawn && zoomTo(drawn.from, drawn.to, last.current);
      },
      onKey(key) {
        const next = zoomByKey(key, zoom.value, last.current);
        if (next === undefined) return false;
        zoom.value = next;
        return true;
      },
    });
    plot.current = made;
    host.current?.append(made.root);
    return () => {
      made.dispose();
      made.root.remove();
      plot.current = null;
    };
  }, []);
  return plot;
}

/** @param {{ measure: import('./curves.js').Measure, label: string, help: string }} props */
function ScaleSwitch({ measure, label, help }) {
  const id = useId();
  const chosen = logarithmic[measure];
  return (
    <label class="chart-switch" title={help}>
      <input
        type="checkbox"
        checked={chosen.value}
        aria-describedby={id}
        onChange={({ currentTarget }) => {
          chosen.value = currentTarget.checked;
        }}
      />
      {label}
      <span id={id} hidden>
        {help}
      </span>
    </label>
  );
}

/** @param {{ title: string, unit: string, measure: string, plot: { current: Plot | null } }} props */
function PictureButton({ title, unit, measure, plot }) {
  const name = text('pictureOf', { title });
  const alive = useRef(true);
  useEffect(
    () => () => {
      alive.current = false;
    },
    [],
  );
  const save = async () => {
    const canvas = plot.current?.canvas;
    if (!plot.current || !canvas) return;
    const words = { title: `${title}, ${unit}`, training: text('training'), validation: text('validation') };
    const blob = await pictureOf(canvas, words, fontOf(plot.current.root));
    if (blob && alive.current) download(blob, `inkgrad-${measure}.png`);
  };
  return (
    <button type="button" class="link" title={name} aria-label={name} onClick={save}>
      {text('picture')}
    </button>
  );
}
