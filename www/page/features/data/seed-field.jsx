/** @file The seed of the split. What is none is said below it, and the seed in use stays. */

import { useEffect, useId, useState } from 'preact/hooks';
import { text } from './words.js';

/** The greatest that the core takes. */
const MOST = 0xffffffff;

/** @param {{ seed: number, disabled: boolean, onChange: (seed: number) => void }} props */
export function SeedField({ seed, disabled, onChange }) {
  const id = useId();
  const [refused, setRefused] = useState(/** @type {string | null} */ (null));
  // It has changed elsewhere, or is in use no more.
  useEffect(() => setRefused(null), [seed, disabled]);
  /** @param {HTMLInputElement} input */
  const read = ({ value, valueAsNumber: typed }) => {
    const right = Number.isInteger(typed) && typed >= 0 && typed <= MOST;
    setRefused(right ? null : value);
    if (right) onChange(typed);
  };
  return (
    <div class="data-field">
      <label for={id}>{text('splitSeed')}</label>
      <input
        id={id}
        class="input data-seed"
        type="number"
        min={0}
        max={MOST}
        step={1}
        disabled={disabled}
        value={refused ?? seed}
        aria-invalid={refused !== null ? 'true' : undefined}
        aria-describedby={`${id}-fault`}
        onInput={(event) => read(event.currentTarget)}
        onKeyDown={(event) => event.key === 'Escape' && setRefused(null)}
      />
      <p id={`${id}-fault`} class="data-fault" role="status">
        {refused !== null && text('wrongSeed', { most: MOST, seed: String(seed) })}
      </p>
    </div>
  );
}
