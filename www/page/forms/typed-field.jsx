/** @file A field that is typed: a number, sizes or text. What was typed stays until it is right. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { Frame, useControl } from './frame.jsx';
import { Slider } from './slider.jsx';
import { stopsOf } from './stops.js';
import { readTyped, stepped, typedText } from './typed.js';
import { faultText, valueName } from './words.js';

/** @typedef {import('./frame.jsx').FieldProps} FieldProps */

/** @param {FieldProps} props */
export function TypedField(props) {
  const { field, label, value, usual, disabled } = props;
  const control = useControl(props);
  const { draft, setDraft, commit, abandon, step } = useDraft(props, control);
  const stops = field.type === 'number' || field.type === 'integer' ? stopsOf(field.name) : undefined;
  return (
    <Frame field={field} label={label} control={control} kind={field.type}>
      <input
        id={control.id}
        type="text"
        class="input"
        inputMode={field.type === 'integer' ? 'numeric' : field.type === 'number' ? 'decimal' : undefined}
        autocomplete="off"
        spellcheck={false}
        disabled={disabled}
        value={draft ?? typedText(field, value)}
        placeholder={valueName(field, usual)}
        aria-label={props.name}
        aria-describedby={control.describedBy}
        aria-invalid={control.reason ? 'true' : undefined}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onBlur={(event) => commit(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit(event.currentTarget.value);
          else if (event.key === 'Escape') abandon();
          else step(event);
        }}
      />
      {stops && (
        <Slider
          stops={stops}
          value={Number(value ?? usual ?? 0)}
          name={props.name ?? label}
          disabled={disabled}
          onChange={(next) => {
            const reason = props.onChange(next);
            setDraft(null);
            control.setReason(reason ?? null);
          }}
        />
      )}
    </Frame>
  );
}

/**
 * What is typed and not taken yet.
 *
 * @param {FieldProps} props
 * @param {import('./frame.jsx').Control} control
 */
function useDraft({ field, value, usual, onChange }, { setReason }) {
  const [draft, setDraft] = useState(/** @type {string | null} */ (null));
  const shown = typedText(field, value);
  const last = useRef(shown);
  // A key may come before what the last one changed is drawn.
  const latest = useRef(value);
  latest.current = value;
  // The value has changed elsewhere: by undo, another field or a link.
  useEffect(() => {
    if (last.current === shown) return;
    last.current = shown;
    setDraft(null);
    setReason(null);
  });
  const offer = (/** @type {unknown} */ next, /** @type {string} */ typed) => {
    const same = JSON.stringify(next) === JSON.stringify(latest.current);
    const reason = same ? null : (onChange(next) ?? null);
    if (!reason) latest.current = next;
    setDraft(reason ? typed : null);
    setReason(reason);
  };
  const commit = (/** @type {string} */ typed) => {
    if (typed === shown && draft === null) return;
    const read = readTyped(field, typed);
    if (!('fault' in read)) return offer(read.value, typed);
    setDraft(typed);
    setReason(() => faultText(field, read.fault));
  };
  const step = (/** @type {import('preact').TargetedKeyboardEvent<HTMLInputElement>} */ event) => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0 || event.altKey || (field.type !== 'number' && field.type !== 'integer')) return;
    event.preventDefault();
    const read = readTyped(field, event.currentTarget.value);
    const from = 'fault' in read ? value : (read.value ?? usual);
    const next = typeof from === 'number' ? stepped(field, from, direction, event.shiftKey) : null;
    if (next === null) return;
    event.currentTarget.value = typedText(field, next);
    offer(next, event.currentTarget.value);
  };
  const abandon = () => {
    setDraft(null);
    setReason(null);
  };
  return { draft, setDraft, commit, abandon, step };
}
