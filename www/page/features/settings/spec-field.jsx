/** @file A field of the spec itself. */

import { specFields } from '../../../shared/spec-schema.js';
import { useApp } from '../../app/context.js';
import { SchemaField } from '../../forms/schema-field.jsx';
import { useEdit } from '../../forms/use-edit.js';
import { nameOf } from '../../names/index.js';
import { withSpecField } from './changes.js';

/**
 * @typedef {import('../../../shared/experiment.js').PlainSpec} PlainSpec
 */

const fields = new Map(specFields().map((field) => [field.name, field]));

/** @param {{ name: keyof PlainSpec, unset?: string }} props `unset` is said where the field has no value */
export function SpecField({ name, unset }) {
  const { state } = useApp();
  const edit = useEdit();
  const field = fields.get(name);
  if (!field) return null;
  return (
    <SchemaField
      field={field}
      value={state.experiment.value.spec[name] ?? field.initial}
      usual={unset}
      onChange={(value) =>
        edit((experiment) => withSpecField(experiment, field, value), {
          label: nameOf('field', name),
          merge: name,
          path: name,
        })
      }
    />
  );
}
