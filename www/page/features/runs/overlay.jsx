/** @file The curves of the chosen runs over each other: accuracy and loss, with one cursor and its values beside the names. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { percent, quantity, whole } from '../../app/format.js';
import { language } from '../../app/language.js';
import { scales } from '../../app/scales.js';
import { columnOf, valueAt } from './measured.js';
import { OverlayPlot } from './overlay-plot.js';
import { text } from './words.js';

/**
 * @typedef {import('../../history.js').Row} CurveRow
 * @typedef {{ id: string, title: string, colour: string, rows: CurveRow[] }} Curve of one run
 * @typedef {'validation' | 'training'} Part
 */

/** Both charts: what they draw of a row, and how a value is written. */
const charts = /** @type {const} */ ([
  {
    measure: 'accuracy',
    scale: scales.accuracy.logarithmic,
    field: { validation: 'validationAccuracy', training: 'accuracy' },
    write: percent,
  },
  {
    measure: 'loss',
    scale: scales.loss.logarithmic,
    field: { validation: 'validationLoss', training: 'loss' },
    write: quantity,
  },
]);

/** @param {{ curves: Curve[] }} props */
export function Overlay({ curves }) {
  const [part, setPart] = useState(/** @type {Part} */ ('validation'));
  const [step, setStep] = useState(/** @type {number | null} */ (null));
  return (
    <section class="panel runs-overlay" aria-labelledby="runs-overlay-title">
      <header class="panel-head">
        <h2 id="runs-overlay-title" class="title">
          {text('curves')}
        </h2>
        <fieldset class="segments">
          <legend class="visually-hidden">{text('part')}</legend>
          {
            /** @type {const} */ (['validation', 'training']).map((one) => (
              <button key={one} type="button" class="button" aria-pressed={part === one} onClick={() => setPart(one)}>
                {text(one)}
              </button>
            ))
          }
        </fieldset>
      </header>
      {curves.length === 0 && <p class="caption">{text('noCurves')}</p>}
      <div class="runs-charts" hidden={curves.length === 0}>
        {charts.map((chart) => (
          <OverlayChart key={chart.measure} chart={chart} curves={curves} part={part} onStep={setStep} />
        ))}
      </div>
      {curves.length > 0 && <Legend curves={curves} part={part} step={step} />}
    </section>
  );
}

/**
 * @param {object} props
 * @param {(typeof charts)[number]} props.chart
 * @param {Curve[]} props.curves
 * @param {Part} props.part
 * @param {(step: number | null) => void} props.onStep
 */
function OverlayChart({ chart, curves, part, onStep }) {
  const { state } = useApp();
  const host = useRef(/** @type {HTMLDivElement | null} */ (null));
  const plot = useRef(/** @type {OverlayPlot | null} */ (null));
  const { measure, scale, field } = chart;
  useLayoutEffect(() => {
    plot.current = new OverlayPlot(onStep);
    host.current?.append(plot.current.root);
    return () => plot.current?.dispose();
  }, []);
  useLayoutEffect(() => {
    const title = text('chart', { measure: text(measure), part: text(part), count: curves.length });
    plot.current?.root.setAttribute('aria-label', title);
    const key = [measure, language.value, state.theme.value].join();
    plot.current?.show(
      { scale, step: text('axisStep'), key },
      curves.map(({ id, colour, rows }) => ({ id, colour, ...columnOf(rows, field[part]) })),
    );
  });
  return (
    <figure class="runs-chart">
      <figcaption class="caption">{text(`${measure}Axis`)}</figcaption>
      <div ref={host} class="runs-chart-host" />
    </figure>
  );
}

/** @param {{ curves: Curve[], part: Part, step: number | null }} props */
function Legend({ curves, part, step }) {
  return (
    <ul class="runs-legend" aria-label={text('legend')}>
      {curves.map(({ id, title, colour, rows }) => (
        <li key={id}>
          <span class="runs-swatch" style={{ background: colour }} aria-hidden="true" />
          <span class="runs-legend-name" title={title}>
            {title}
          </span>
          {charts.map(({ measure, field, write }) => {
            const value = valueAt(rows, field[part], step);
            return (
              <span key={measure} class="runs-legend-value">
                {value === null ? '–' : write(value)}
              </span>
            );
          })}
        </li>
      ))}
      <li class="caption">{step === null ? text('atEnd') : text('atStep', { step: whole(step) })}</li>
    </ul>
  );
}
