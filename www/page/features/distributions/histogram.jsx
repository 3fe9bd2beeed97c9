/** @file One histogram: bars, the least and the greatest value, zero, and each bin to be read. */

import { useState } from 'preact/hooks';
import { barsOf, isKnown, zeroAt } from './bins.js';
import { countOf } from './trace.js';
import { text, valueText } from './words.js';

/**
 * @param {object} props
 * @param {string} props.name of the parameter
 * @param {string} props.title its name as it is read
 * @param {'weight' | 'gradient' | 'update'} props.kind
 * @param {import('inkgrad').Histogram | null} props.histogram
 * @param {string} props.missing what stands in its place
 */
export function HistogramView({ name, title, kind, histogram, missing }) {
  const known = histogram && isKnown(histogram);
  return (
    <div class="histogram" data-testid="histogram" data-name={name} data-kind={kind}>
      <p class="histogram-head">
        <span>{text(kind)}</span>
        {known && <span>{text('most', { count: Math.max(...histogram.counts) })}</span>}
      </p>
      {known ? (
        <Bars title={title} kind={kind} histogram={histogram} />
      ) : (
        <p class="histogram-missing">{histogram ? text('notFinite') : missing}</p>
      )}
    </div>
  );
}

/** @param {{ title: string, kind: 'weight' | 'gradient' | 'update', histogram: import('inkgrad').Histogram }} props */
function Bars({ title, kind, histogram }) {
  const [bin, setBin] = useState(/** @type {number | null} */ (null));
  const { edges, counts } = histogram;
  const last = counts.length - 1;
  const zero = zeroAt(histogram);
  const [from, to] = [valueText(edges[0]), valueText(edges.at(-1))];
  const read = (/** @type {number} */ at) =>
    text('bin', { from: valueText(edges[at], 4), to: valueText(edges[at + 1], 4), count: counts[at] ?? 0 });
  const values = { kind: text(kind), name: title, count: countOf(histogram), from, to };
  /** @param {KeyboardEvent} event */
  const hear = (event) => {
    const targets = /** @type {Record<string, number>} */ ({
      ArrowLeft: (bin ?? 1) - 1,
      ArrowRight: (bin ?? -1) + 1,
      Home: 0,
      End: last,
    });
    const next = targets[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setBin(Math.max(0, Math.min(last, next)));
  };
  /** @param {MouseEvent & { currentTarget: HTMLElement }} event */
  const point = ({ clientX, currentTarget }) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setBin(Math.max(0, Math.min(last, Math.floor(((clientX - left) / width) * counts.length))));
  };
  return (
    <>
      <div
        class="histogram-plot"
        role="slider"
        tabIndex={0}
        aria-label={text('histogram', values)}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={bin ?? 0}
        aria-valuetext={bin === null ? `${from} – ${to}` : read(bin)}
        onKeyDown={hear}
        onPointerMove={point}
        onPointerLeave={() => setBin(null)}
        onBlur={() => setBin(null)}
      >
        <svg viewBox={`0 0 ${counts.length} 1`} preserveAspectRatio="none" aria-hidden="true">
          {bin !== null && <rect class="histogram-bin" x={bin} y="0" width="1" height="1" />}
          <path class={`histogram-bars ${kind}`} d={barsOf(histogram)} />
        </svg>
        {zero !== null && (
          <span class="histogram-zero" style={{ left: `${100 * zero}%` }}>
            <span>0</span>
          </span>
        )}
      </div>
      <p class="histogram-axis">
        {bin === null ? (
          <>
            <span data-edge="least">{from}</span>
            <span data-edge="greatest">{to}</span>
          </>
        ) : (
          <span data-testid="histogram-bin">{read(bin)}</span>
        )}
      </p>
    </>
  );
}
