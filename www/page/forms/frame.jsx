/** @file What is around every control: its label, its explanation and its fault below. */

import { useEffect, useId, useState } from 'preact/hooks';
import { adoptStyle } from '../app/adopt-style.js';
import { useExplanation } from './explained.js';
import { watchPointer, whenPointerIsUp } from './pointer.js';
import style from './style.css' with { type: 'text' };
import { explanationOf } from './words.js';

adoptStyle(style);

/**
 * @typedef {import('../../shared/spec-schema.js').Field} Field
 * @typedef {() => string} Reason says in the page's language why a value is refused
 *
 * @typedef {object} FieldProps
 * @property {Field} field
 * @property {unknown} value undefined where it is unset
 * @property {(value: unknown) => Reason | void} onChange undefined unsets the field; a returned reason refuses the value
 * @property {string} label
 * @property {string} [name] the control's accessible name, where the label alone does not tell fields apart
 * @property {string} [describedBy] id of an element that describes the control too
 * @property {unknown} [usual] what holds where the field is unset
 * @property {boolean} [disabled]
 *
 * @typedef {object} Control what the frame and the control share
 * @property {string} id
 * @property {string} describedBy
 * @property {Reason | null} reason
 * @property {(reason: Reason | null) => void} setReason
 */

/** @param {{ describedBy?: string }} props */
export function useControl({ describedBy = '' }) {
  const id = useId();
  const [reason, setReason] = useState(/** @type {{ say: Reason } | null} */ (null));
  useEffect(watchPointer, []);
  return {
    id,
    describedBy: [describedBy, `${id}-about`, reason ? `${id}-fault` : ''].filter(Boolean).join(' '),
    reason: reason?.say ?? null,
    setReason: (/** @type {Reason | null} */ say) =>
      say ? whenPointerIsUp(() => setReason({ say })) : setReason(null),
  };
}

/**
 * @param {{ field: Field, label: string, control: Control, kind: string, children: import('preact').ComponentChildren }} props
 */
export function Frame({ field, label, control, kind, children }) {
  const words = explanationOf(field);
  const anchor = useExplanation(words);
  const { id, reason } = control;
  return (
    <div class={`schema-field of-${kind}`} ref={anchor}>
      <label class="schema-label" for={id}>
        {label}
      </label>
      <div class="schema-control">{children}</div>
      <p class="schema-fault" id={`${id}-fault`} role={reason ? 'alert' : undefined}>
        {reason?.()}
      </p>
      <span class="visually-hidden" id={`${id}-about`}>
        {words}
      </span>
    </div>
  );
}
