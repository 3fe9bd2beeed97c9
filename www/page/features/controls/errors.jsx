/** @file How far predicted numbers are off on the validation rows, in the unit of the table. */

import { useApp } from '../../app/context.js';
import { brief } from '../../app/format.js';
import { translator } from '../../app/language.js';

const text = translator({
  en: { rmse: 'validation RMSE', rmseIn: 'validation RMSE, {unit}' },
  zh: { rmse: '验证 RMSE', rmseIn: '验证 RMSE（{unit}）' },
});

export default function Errors() {
  const { state } = useApp();
  const unit = state.configuration.value.table?.target.unit;
  const rmse = state.validation.value?.regression?.rmse ?? null;
  const label = unit ? text('rmseIn', { unit }) : text('rmse');
  return (
    <div>
      <dt class="caption">{label}</dt>
      <dd data-testid="validation-rmse" data-value={rmse ?? ''}>
        {rmse === null ? '–' : brief(rmse)}
      </dd>
    </div>
  );
}
