/** @file A slider beside a number, over round values. */

import { setting } from '../app/format.js';
import { nearestStop } from './stops.js';
import { text } from './words.js';

/**
 * @param {object} props
 * @param {number[]} props.stops
 * @param {number} props.value
 * @param {string} props.name of the field
 * @param {boolean} [props.disabled]
 * @param {(value: number) => void} props.onChange
 */
export function Slider({ stops, value, name, disabled, onChange }) {
  return (
    <input
      type="range"
      class="schema-slider"
      min={0}
      max={stops.length - 1}
      step={1}
      disabled={disabled}
      value={nearestStop(stops, value)}
      aria-label={text('slider', { label: name })}
      aria-valuetext={setting(value)}
      onInput={(event) => onChange(stops[event.currentTarget.valueAsNumber] ?? value)}
    />
  );
}
