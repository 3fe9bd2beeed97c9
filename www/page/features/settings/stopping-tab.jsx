/** @file Stopping: epochs, early stopping, the order of samples, the seed and cores. */

import { useId } from 'preact/hooks';
import { fieldsOfGroup } from '../../../shared/spec-schema.js';
import { useApp } from '../../app/context.js';
import { translator } from '../../app/language.js';
import { SchemaField } from '../../forms/schema-field.jsx';
import { useEdit } from '../../forms/use-edit.js';
import { nameOf } from '../../names/index.js';
import { withEarlyStopping } from './changes.js';
import { SpecField } from './spec-field.jsx';
import { texts } from './texts.js';

const text = translator(texts);

export function StoppingTab() {
  const { actions } = useApp();
  return (
    <>
      <div class="schema-fields settings-fields">
        <RunField name="epochs" maximum={10_000} />
        <RunField name="workers" maximum={64} />
        <SpecField name="shuffle" />
        <div class="settings-seed">
          <SpecField name="seed" />
          <button type="button" class="button" onClick={() => actions.newSeed()}>
            {text('newSeed')}
          </button>
        </div>
      </div>
      <EarlyStopping />
    </>
  );
}

/** @param {{ name: 'epochs' | 'workers', maximum: number }} props */
function RunField({ name, maximum }) {
  const { state } = useApp();
  const edit = useEdit();
  const value = state.experiment.value.run[name];
  return (
    <SchemaField
      field={{
        name,
        type: 'integer',
        required: false,
        live: true,
        initial: 0,
        example: 0,
        options: [],
        range: { minimum: 0, maximum, above: false, below: false },
        description: text(name === 'epochs' ? 'aboutEpochs' : 'aboutWorkers'),
      }}
      label={text(name)}
      value={value === 0 ? undefined : value}
      usual={text(name === 'epochs' ? 'never' : 'automatic')}
      onChange={(given) =>
        edit((experiment) => ({ ...experiment, run: { ...experiment.run, [name]: Number(given ?? 0) } }), {
          label: text(name),
          merge: `run.${name}`,
          path: `run.${name}`,
        })
      }
    />
  );
}

function EarlyStopping() {
  const { state } = useApp();
  const edit = useEdit();
  const id = useId();
  const group = state.experiment.value.spec.early_stopping;
  const change = (/** @type {Record<string, unknown> | undefined} */ values, /** @type {string} */ changed) =>
    edit((experiment) => withEarlyStopping(experiment, values && { ...experiment.spec.early_stopping, ...values }), {
      label: changed === '' ? text('earlyStopping') : nameOf('field', changed),
      merge: `early_stopping.${changed}`,
      path: `early_stopping.${changed}`,
    });
  return (
    <fieldset class="settings-group" aria-labelledby={id}>
      <label class="settings-switch">
        <input
          type="checkbox"
          role="switch"
          checked={group !== undefined}
          aria-checked={group !== undefined}
          aria-describedby={`${id}-about`}
          onChange={(event) => change(event.currentTarget.checked ? {} : undefined, '')}
        />
        <span id={id}>{text('earlyStopping')}</span>
      </label>
      <span class="settings-note" id={`${id}-about`}>
        {text('aboutEarlyStopping')}
      </span>
      {group && (
        <div class="schema-fields">
          {fieldsOfGroup('EarlyStopping').map((field) => (
            <SchemaField
              key={field.name}
              field={field}
              value={group[field.name] ?? field.initial}
              onChange={(value) => change({ [field.name]: value }, field.name)}
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}
