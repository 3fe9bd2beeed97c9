/** @file Regularization: weight decay, penalties and the limit of the gradient's norm. */

import { translator } from '../../app/language.js';
import { OptimizerField } from './optimizer-tab.jsx';
import { SpecField } from './spec-field.jsx';
import { texts } from './texts.js';

const text = translator(texts);

export function RegularizationTab() {
  return (
    <div class="schema-fields settings-fields">
      <OptimizerField name="weight_decay" />
      <SpecField name="l1" />
      <SpecField name="l2" />
      <SpecField name="clip_norm" unset={text('off')} />
    </div>
  );
}
