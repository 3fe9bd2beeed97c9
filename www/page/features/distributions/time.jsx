/** @file Gradient norm and update-to-weight ratio of every layer over the run, as two small charts and as numbers. */

import { useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { BOX, chartOf } from './lines.js';
import { layerText, text, valueText } from './words.js';

/** Dashes that tell lines apart besides their colour. */
const DASHES = ['', '6 3', '2 3', '8 3 2 3'];

/**
 * @typedef {import('./trace.js').Point} Point
 *
 * @param {{ points: Point[], now: Point }} props `now`: the newest, which the thinned points may lack
 */
export function OverTime({ points, now }) {
  const [strong, setStrong] = useState(/** @type {string | null} */ (null));
  if (now.layers.size === 0) return <p class="caption">{text('beforeFirst')}</p>;
  return (
    <div class="over-time">
      {points.length < 2 && <p class="caption">{text('collecting')}</p>}
      <div class="time-charts">
        <Chart measure="gradientNorm" points={points} strong={strong} />
        <Chart measure="updateRatio" points={points} strong={strong} />
      </div>
      <Numbers now={now} strong={strong} onStrong={setStrong} />
    </div>
  );
}

/**
 * @param {object} props
 * @param {import('./lines.js').Measure} props.measure
 * @param {import('./trace.js').Point[]} props.points
 * @param {string | null} props.strong layer that is brought out
 */
function Chart({ measure, points, strong }) {
  const chart = chartOf(points, measure);
  const [title, help] = [text(measure), text(measure === 'gradientNorm' ? 'gradientHelp' : 'ratioHelp')];
  const label = chart ? text('chart', { title, from: chart.from, to: chart.to }) : title;
  return (
    <figure class="time-chart" data-testid={`time-${measure}`} data-points={points.length}>
      <figcaption title={help}>
        <strong>{title}</strong> <span class="time-help">{help}</span>
      </figcaption>
      <div class="time-plot">
        {chart?.ticks.map(({ at, value }) => (
          <span key={value} class="time-tick" style={{ bottom: `${100 * at}%` }}>
            <span>{valueText(value)}</span>
          </span>
        ))}
        <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} preserveAspectRatio="none" role="img" aria-label={label}>
          {chart?.lines.map(({ layer, path }, at) => (
            <path
              key={layer}
              class={strong !== null && strong !== layer ? 'time-line weak' : 'time-line'}
              style={styleOf(at, chart.lines.length)}
              d={path}
            />
          ))}
        </svg>
        {!chart && <p class="caption">{text('withNext')}</p>}
      </div>
      <p class="time-axis">
        <span>{chart && text('step', { step: chart.from })}</span>
        <span>{chart && text('step', { step: chart.to })}</span>
      </p>
    </figure>
  );
}

/**
 * @param {number} at
 * @param {number} count of layers
 * @returns {Record<string, string>} from the first layer to the last
 */
function styleOf(at, count) {
  const share = count > 1 ? Math.round((100 * at) / (count - 1)) : 0;
  return {
    stroke: `color-mix(in oklab, var(--second) ${share}%, var(--accent))`,
    strokeDasharray: DASHES[at % DASHES.length] ?? '',
  };
}

/**
 * @param {object} props
 * @param {Point} props.now
 * @param {string | null} props.strong
 * @param {(layer: string | null) => void} props.onStrong
 */
function Numbers({ now, strong, onStrong }) {
  const { layers } = useApp().state.experiment.value.spec;
  const rows = [...now.layers];
  return (
    <table class="time-table">
      <caption>{text('atStep', { step: now.step })}</caption>
      <thead>
        <tr>
          <th scope="col">{text('layer')}</th>
          <th scope="col">{text('gradientNorm')}</th>
          <th scope="col">{text('updateRatio')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([layer, { gradientNorm, updateRatio }], at) => (
          <tr
            key={layer}
            class={strong === layer ? 'strong' : undefined}
            data-testid="layer-sizes"
            data-name={layer}
            onPointerEnter={() => onStrong(layer)}
            onPointerLeave={() => onStrong(null)}
          >
            <th scope="row">
              <svg class="time-key" viewBox="0 0 24 8" aria-hidden="true">
                <path class="time-line" style={styleOf(at, rows.length)} d="M0 4H24" />
              </svg>
              {layerText(layer, layers)}
            </th>
            <td data-measure="gradientNorm" data-value={gradientNorm ?? ''}>
              {valueText(gradientNorm)}
            </td>
            <td data-measure="updateRatio" data-value={updateRatio ?? ''}>
              {valueText(updateRatio)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
