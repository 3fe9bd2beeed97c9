/** @file The fields of the augmentation: how training images are distorted. */

import { fieldsOfGroup } from '../../shared/spec-schema.js';
import { useApp } from '../app/context.js';
import { nameOf } from '../names/index.js';
import { withAugment } from './augment.js';
import { SchemaField } from './schema-field.jsx';
import { useEdit } from './use-edit.js';

/** @param {{ class: string }} props */
export function AugmentFields({ class: name }) {
  const { augment } = useApp().state.experiment.value.spec;
  const edit = useEdit();
  return (
    <div class={`schema-fields ${name}`}>
      {fieldsOfGroup('Augment').map((field) => (
        <SchemaField
          key={field.name}
          field={field}
          value={augment?.[field.name] ?? field.initial}
          onChange={(value) =>
            edit((experiment) => withAugment(experiment, field.name, value), {
              label: nameOf('field', field.name),
              merge: `augment.${field.name}`,
              path: `augment.${field.name}`,
            })
          }
        />
      ))}
    </div>
  );
}
