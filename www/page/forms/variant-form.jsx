/** @file A part of the spec that has kinds: the choice of a kind, and its fields. */

import { fieldsOf, kindsOf } from '../../shared/spec-schema.js';
import { nameOf } from '../names/index.js';
import { useRefused } from './choice-field.jsx';
import { Frame, useControl } from './frame.jsx';
import { kindField } from './kinds.js';
import { SchemaField } from './schema-field.jsx';
import { changeKind, withField } from './variant.js';
import { text } from './words.js';

/**
 * @typedef {import('../../shared/spec-schema.js').Section} Section
 * @typedef {import('../../shared/spec-schema.js').Variant} Variant
 * @typedef {import('../../shared/spec-schema.js').Field} Field
 */

/**
 * @param {object} props
 * @param {Section} props.section
 * @param {Variant} props.value
 * @param {(change: (value: Variant) => Variant, changed: string) => import('./frame.jsx').Reason | void}
 *   props.onChange takes a change of the value as it is by then; `changed` is the field's name, or `kind`
 * @param {string} [props.label] of the choice of kind
 * @param {string} [props.kindName] its accessible name, where the label alone does not tell choices apart
 * @param {(field: Field) => boolean} [props.shows] which fields are shown; all unless given
 * @param {(field: Field) => string | undefined} [props.nameFor] accessible names of fields
 * @param {Record<string, unknown>} [props.filled] the value with its defaults filled in
 */
export function VariantForm({ section, value, onChange, label, kindName, shows = () => true, nameFor, filled = {} }) {
  return (
    <>
      <KindField
        section={section}
        kind={value.kind}
        label={label ?? text('kind')}
        name={kindName}
        onChange={(kind) => onChange((now) => changeKind(section, now, kind), 'kind')}
      />
      {fieldsOf(section, value.kind)
        .filter(shows)
        .map((field) => (
          <SchemaField
            key={`${value.kind}.${field.name}`}
            field={field}
            value={value[field.name]}
            usual={filled[field.name]}
            name={nameFor?.(field)}
            onChange={(given) => onChange((now) => withField(section, now, field.name, given), field.name)}
          />
        ))}
    </>
  );
}

/**
 * @param {{ section: Section, kind: string, label: string, name?: string,
 *   onChange: (kind: string) => import('./frame.jsx').Reason | void }} props
 */
export function KindField({ section, kind, label, name, onChange }) {
  const control = useControl({});
  const [refused, setRefused] = useRefused(kind, control);
  const kinds = [...kindsOf(section).keys()];
  return (
    <Frame field={kindField(section, kind)} label={label} control={control} kind="choice">
      <select
        id={control.id}
        class="input"
        value={refused ?? kind}
        aria-label={name}
        aria-describedby={control.describedBy}
        aria-invalid={control.reason ? 'true' : undefined}
        onChange={({ currentTarget: { value } }) => {
          const reason = onChange(value) ?? null;
          setRefused(reason ? value : null);
          control.setReason(reason);
        }}
      >
        {kinds.map((known) => (
          <option key={known} value={known}>
            {nameOf('kind', known)}
          </option>
        ))}
      </select>
    </Frame>
  );
}
