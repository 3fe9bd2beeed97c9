/** @file Fields with a list of values: a choice, yes or no, and an initializer. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { nameOf } from '../names/index.js';
import { Frame, useControl } from './frame.jsx';
import { readTyped, typedText } from './typed.js';
import { faultText, text, unsetText } from './words.js';

/** @typedef {import('./frame.jsx').FieldProps} FieldProps */

const UNSET = '';
const CONSTANT = '=';

/** @param {FieldProps} props */
export function FlagField(props) {
  const { field, label, value, usual, onChange } = props;
  const control = useControl(props);
  const [refused, setRefused] = useRefused(value, control);
  return (
    <Frame field={field} label={label} control={control} kind="flag">
      <input
        id={control.id}
        type="checkbox"
        disabled={props.disabled}
        checked={refused === null ? (value ?? usual ?? field.initial) === true : refused === 'yes'}
        aria-label={props.name}
        aria-describedby={control.describedBy}
        aria-invalid={control.reason ? 'true' : undefined}
        onChange={({ currentTarget: { checked } }) => {
          const reason = onChange(checked) ?? null;
          setRefused(reason ? (checked ? 'yes' : 'no') : null);
          control.setReason(reason);
        }}
      />
    </Frame>
  );
}

/** @param {FieldProps} props */
export function ChoiceField(props) {
  const { field, label, value, onChange } = props;
  const control = useControl(props);
  const [refused, setRefused] = useRefused(value, control);
  const choose = (/** @type {string} */ chosen) => {
    const reason = onChange(chosen === UNSET ? undefined : chosen) ?? null;
    setRefused(reason ? chosen : null);
    control.setReason(reason);
  };
  return (
    <Frame field={field} label={label} control={control} kind="choice">
      <Select {...props} control={control} chosen={refused ?? String(value ?? UNSET)} onChoose={choose} />
    </Frame>
  );
}

/** @param {FieldProps} props */
export function InitField(props) {
  const { field, label, value, onChange } = props;
  const control = useControl(props);
  const constant = typeof value === 'object' && value !== null;
  const [refused, setRefused] = useRefused(value, control);
  const [draft, setDraft] = useState(/** @type {string | null} */ (null));
  const offer = (/** @type {unknown} */ next, /** @type {string} */ chosen) => {
    const reason = onChange(next) ?? null;
    setRefused(reason ? chosen : null);
    if (!reason) setDraft(null);
    control.setReason(reason);
  };
  const choose = (/** @type {string} */ chosen) =>
    offer(chosen === UNSET ? undefined : chosen === CONSTANT ? { constant: 0 } : chosen, chosen);
  const commit = (/** @type {string} */ typed) => {
    if (draft === null) return;
    const read = readTyped({ ...field, type: 'number', required: true }, typed);
    if (!('fault' in read)) return offer({ constant: read.value }, CONSTANT);
    control.setReason(() => faultText(field, read.fault));
  };
  const chosen = refused ?? (constant ? CONSTANT : String(value ?? UNSET));
  return (
    <Frame field={field} label={label} control={control} kind="init">
      <Select {...props} control={control} chosen={chosen} onChoose={choose} constant />
      {chosen === CONSTANT && (
        <input
          type="text"
          class="input"
          inputMode="decimal"
          autocomplete="off"
          disabled={props.disabled}
          value={draft ?? typedText(field, value)}
          aria-label={text('constantOf', { label: props.name ?? label })}
          aria-describedby={control.describedBy}
          aria-invalid={control.reason ? 'true' : undefined}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onBlur={(event) => commit(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && commit(event.currentTarget.value)}
        />
      )}
    </Frame>
  );
}

/**
 * The refused choice, which stays shown until the value changes.
 *
 * @param {unknown} value
 * @param {import('./frame.jsx').Control} control
 */
export function useRefused(value, control) {
  const [refused, setRefused] = useState(/** @type {string | null} */ (null));
  const shown = JSON.stringify(value);
  const before = useRef(shown);
  useEffect(() => {
    // Not for the first value: what is refused before the next frame would be lost.
    if (before.current === shown) return;
    before.current = shown;
    setRefused(null);
    control.setReason(null);
  }, [shown]);
  return /** @type {const} */ ([refused, setRefused]);
}

/**
 * @param {FieldProps & { control: import('./frame.jsx').Control, chosen: string, onChoose: (chosen: string) => void,
 *   constant?: boolean }} props
 */
function Select({ field, value, usual, control, chosen, onChoose, constant = false, name, disabled }) {
  const open = !field.required && (field.initial === undefined || value === undefined);
  return (
    <select
      id={control.id}
      class="input"
      disabled={disabled}
      value={chosen}
      aria-label={name}
      aria-describedby={control.describedBy}
      aria-invalid={control.reason ? 'true' : undefined}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {open && <option value={UNSET}>{unsetText(field, usual ?? field.initial)}</option>}
      {field.options.map((option) => (
        <option key={option} value={option}>
          {nameOf('option', option)}
        </option>
      ))}
      {constant && <option value={CONSTANT}>{text('constant')}</option>}
    </select>
  );
}
