/** @file One weight, as it is, and the field in which it gets another value. */

import { useId, useState } from 'preact/hooks';
import { setting } from '../../app/format.js';
import { text, valueText } from './words.js';

/**
 * @param {object} props
 * @param {string} props.name of the weight
 * @param {number | undefined} props.value undefined while it is on its way
 * @param {{ current: HTMLInputElement | null }} props.field
 * @param {(value: number) => Promise<boolean>} props.onSet
 */
export function WeightEditor({ name, value, field, onSet }) {
  const id = useId();
  const [draft, setDraft] = useState(/** @type {string | null} */ (null));
  const [said, setSaid] = useState(/** @type {'notANumber' | 'wasSet' | null} */ (null));
  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    const wanted = read(field.current?.value ?? '');
    setSaid(wanted === null ? 'notANumber' : null);
    if (wanted === null || !(await onSet(wanted))) return;
    setDraft(null);
    setSaid('wasSet');
  };
  return (
    <form class="weight-editor" onSubmit={submit}>
      <p class="weight-name">{name}</p>
      <p class="weight-value" data-testid="weight-value" data-name={name} data-value={value}>
        {valueText(value)}
      </p>
      <div class="weight-change">
        <label for={id}>{text('edit')}</label>
        <span class="weight-set">
          <input
            id={id}
            ref={field}
            class="input"
            inputMode="decimal"
            autocomplete="off"
            value={
              draft ?? (value !== undefined && Number.isFinite(value) ? setting(Number(value.toPrecision(7))) : '')
            }
            aria-invalid={said === 'notANumber' ? 'true' : undefined}
            aria-describedby={`${id}-said`}
            onInput={(event) => setDraft(event.currentTarget.value)}
            onBlur={() => draft?.trim() === '' && setDraft(null)}
          />
          <button type="submit" class="button">
            {text('set')}
          </button>
        </span>
      </div>
      <p id={`${id}-said`} class={said === 'notANumber' ? 'weight-said wrong' : 'weight-said'} role="status">
        {said && text(said)}
      </p>
    </form>
  );
}

/**
 * @param {string} typed
 * @returns {number | null} null for what is no number
 */
function read(typed) {
  const value = Number(typed.trim().replace('−', '-').replace(',', '.'));
  return typed.trim() !== '' && Number.isFinite(Math.fround(value)) ? value : null;
}
