/** @file The control of one field of the core's schema. */

import { nameOf } from '../names/index.js';
import { ChoiceField, FlagField, InitField } from './choice-field.jsx';
import { TypedField } from './typed-field.jsx';

/** @typedef {import('./frame.jsx').FieldProps} FieldProps */

/**
 * A field of type `layers` has an editor of its own and no control here.
 *
 * @param {Omit<FieldProps, 'label'> & { label?: string }} props `label` is the field's name unless given, `usual` its
 *   default
 */
export function SchemaField(props) {
  const { field } = props;
  const given = { ...props, label: props.label ?? nameOf('field', field.name), usual: props.usual ?? field.initial };
  if (field.type === 'layers') return null;
  if (field.type === 'flag') return <FlagField {...given} />;
  if (field.type === 'choice') return <ChoiceField {...given} />;
  if (field.type === 'init') return <InitField {...given} />;
  return <TypedField {...given} />;
}
