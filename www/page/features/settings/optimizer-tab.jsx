/** @file Optimizer: learning rate, batch size, loss, optimizer and schedule. */

import { withSpec } from '../../../shared/experiment.js';
import { fieldsOf } from '../../../shared/spec-schema.js';
import { useApp } from '../../app/context.js';
import { translator } from '../../app/language.js';
import { SchemaField } from '../../forms/schema-field.jsx';
import { useEdit } from '../../forms/use-edit.js';
import { changeKind, withField } from '../../forms/variant.js';
import { KindField, VariantForm } from '../../forms/variant-form.jsx';
import { nameOf } from '../../names/index.js';
import { withOptimizer, withSchedule } from './changes.js';
import { SpecField } from './spec-field.jsx';
import { texts } from './texts.js';

const text = translator(texts);

/** The schedule where none is given. */
const CONSTANT = { kind: 'constant' };
/** Fields that stand elsewhere: in the open part, or among the regularization. */
const ELSEWHERE = new Set(['learning_rate', 'weight_decay']);

export function OptimizerTab() {
  const { state } = useApp();
  const edit = useEdit();
  const { spec } = state.experiment.value;
  const { schedule = CONSTANT } = spec;
  return (
    <div class="schema-fields settings-fields">
      <OptimizerField name="learning_rate" />
      <SpecField name="batch_size" />
      <OptimizerKind />
      <VariantForm
        section="Schedule"
        value={schedule}
        label={text('schedule')}
        onChange={(change, changed) =>
          edit((experiment) => withSchedule(experiment, change(experiment.spec.schedule ?? CONSTANT)), {
            label: changed === 'kind' ? text('schedule') : nameOf('field', changed),
            merge: `schedule.${changed}`,
            path: `schedule.${changed}`,
          })
        }
      />
      <MoreFields />
    </div>
  );
}

function OptimizerKind() {
  const { optimizer } = useApp().state.experiment.value.spec;
  const edit = useEdit();
  return (
    <KindField
      section="Optimizer"
      kind={optimizer.kind}
      label={text('optimizer')}
      onChange={(kind) =>
        edit((experiment) => withOptimizer(experiment, changeKind('Optimizer', experiment.spec.optimizer, kind)), {
          label: text('optimizer'),
          path: 'optimizer.kind',
        })
      }
    />
  );
}

/** @param {{ name: string }} props */
export function OptimizerField({ name }) {
  const { optimizer } = useApp().state.experiment.value.spec;
  const edit = useEdit();
  const field = fieldsOf('Optimizer', optimizer.kind).find((one) => one.name === name);
  if (!field) return null;
  return (
    <SchemaField
      field={field}
      value={optimizer[name]}
      onChange={(value) =>
        edit(
          (experiment) => withOptimizer(experiment, withField('Optimizer', experiment.spec.optimizer, name, value)),
          { label: nameOf('field', name), merge: `optimizer.${name}`, path: `optimizer.${name}` },
        )
      }
    />
  );
}

/** The loss, and fields of the optimizer that are right as they are, nearly always. */
function MoreFields() {
  const { loss, optimizer } = useApp().state.experiment.value.spec;
  const edit = useEdit();
  const { kind } = optimizer;
  const fields = fieldsOf('Optimizer', kind).filter(({ name }) => !ELSEWHERE.has(name));
  return (
    <details class="settings-more">
      <summary>{text('more')}</summary>
      <div class="schema-fields">
        <VariantForm
          section="Loss"
          value={loss}
          label={text('loss')}
          onChange={(change, changed) =>
            edit((experiment) => withSpec(experiment, { loss: change(experiment.spec.loss) }), {
              label: changed === 'kind' ? text('loss') : nameOf('field', changed),
              merge: `loss.${changed}`,
              path: `loss.${changed}`,
            })
          }
        />
        {fields.map(({ name }) => (
          <OptimizerField key={`${kind}.${name}`} name={name} />
        ))}
      </div>
    </details>
  );
}
