/** @file Augmentation: how training images are distorted. */

import { fieldsOfGroup } from '../../../shared/spec-schema.js';
import { useApp } from '../../app/context.js';
import { translator } from '../../app/language.js';
import { SchemaField } from '../../forms/schema-field.jsx';
import { useEdit } from '../../forms/use-edit.js';
import { nameOf } from '../../names/index.js';
import { withAugment } from './changes.js';
import { texts } from './texts.js';

const text = translator(texts);

export function AugmentationTab() {
  const { augment } = useApp().state.experiment.value.spec;
  const edit = useEdit();
  return (
    <>
      <div class="schema-fields settings-fields">
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
      <p class="settings-note">{text(augment ? 'augmented' : 'noAugment')}</p>
    </>
  );
}
