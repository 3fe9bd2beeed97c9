/** @file A slider over some values, the chosen one beside it. */

import { useId } from 'preact/hooks';
import { stopOf } from './selection.js';

/**
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.about what it is for
 * @param {readonly (number | undefined)[]} props.stops
 * @param {boolean} [props.disabled]
 * @param {number | undefined} props.value
 * @param {(value: number | undefined) => string} props.write
 * @param {(value: number | undefined) => void} props.onChange
 */
export function StopSlider({ label, about, stops, disabled = false, value, write, onChange }) {
  const id = useId();
  return (
    <div class="data-slider">
      <label for={id}>{label}</label>
      <output for={id}>{write(value)}</output>
      <input
        id={id}
        type="range"
        // One stop alone is the last one, and stands at the right.
        min={stops.length < 2 ? -1 : 0}
        max={stops.length - 1}
        step={1}
        disabled={disabled || stops.length < 2}
        value={stopOf(stops, value)}
        aria-valuetext={write(value)}
        aria-describedby={`${id}-about`}
        onInput={(event) => onChange(stops[event.currentTarget.valueAsNumber])}
      />
      <p class="caption" id={`${id}-about`}>
        {about}
      </p>
    </div>
  );
}
