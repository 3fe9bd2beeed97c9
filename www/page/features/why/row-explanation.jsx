/** @file What each column of a row does to the score of a class, or to the number that is predicted: a bar for each. */

import { classNameOf, dataSetOf } from '../../../shared/data-sets.js';
import { placesOf } from '../../../shared/table.js';
import { useApp } from '../../app/context.js';
import { translator } from '../../app/language.js';
import { Choice, ClassChoice } from './choice.jsx';
import { METHODS, rowMethod, target } from './choices.js';
import { useDrawingQuery } from './drawing-query.js';
import { allFinite, outputText, signed } from './numbers.js';
import { Status } from './status.jsx';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @typedef {import('../../../worker/queries/explain.js').Explanation} Answer
 * @typedef {import('../../../shared/table.js').Table} Table
 */

/** Columns have no windows that could be blanked. */
const METHODS_OF_ROWS = METHODS.filter((one) => one !== 'occlusion');

/** @param {{ table: Table, classes: number, visible: boolean }} props */
export function RowExplanation({ table, classes, visible }) {
  const { state } = useApp();
  const data = dataSetOf(state.experiment.value.dataset);
  const way = rowMethod.value;
  const chosen = target.value !== null && target.value < classes ? target.value : null;
  const result = /** @type {import('./drawing-query.js').Result<Answer>} */ (
    useDrawingQuery('explain', { method: way, target: chosen }, visible)
  );
  const { answer } = result;
  const finite = !answer || (allFinite(answer.outputs) && allFinite(answer.values));
  return (
    <div class="why-body why-rows">
      <div class="why-side">
        <div class="why-choices">
          <Choice
            label={text('method')}
            value={way}
            options={METHODS_OF_ROWS.map((one) => ({ value: one, title: text(one) }))}
            onChoose={(value) => {
              rowMethod.value = METHODS_OF_ROWS.find((one) => one === value) ?? 'gradient_x_input';
            }}
          />
          {data.classes > 0 && (
            <ClassChoice
              label={text('class')}
              standard={text('theAnswer')}
              classes={classes}
              value={chosen}
              onChoose={(value) => {
                target.value = value;
              }}
            />
          )}
        </div>
        <Status result={result} finite={finite} />
        {answer && finite && <Bars table={table} answer={answer} data={data} />}
        <p class="caption">{text(way === 'occlusion' ? 'gradient.row' : `${way}.row`)}</p>
      </div>
    </div>
  );
}

/** @param {{ table: Table, answer: Answer, data: import('../../../shared/data-sets.js').DataSet }} props */
function Bars({ table, answer: { method, target: explained, answer, outputs, values }, data }) {
  const { loss } = useApp().state.experiment.value.spec;
  const isClass = data.classes > 0;
  // Of a number, in its own unit.
  const scale = isClass ? 1 : table.target.deviation;
  const columns = placesOf(table.columns)
    .map(({ column, first, count }) => ({
      name: column.name,
      value: scale * values.subarray(first, first + count).reduce((sum, one) => sum + one, 0),
    }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const most = Math.max(...columns.map(({ value }) => Math.abs(value)), 1e-12);
  const named = { class: classNameOf(data, explained), answer: classNameOf(data, answer) };
  const value = outputText(outputs[explained] ?? 0, loss.kind);
  return (
    <>
      {isClass && <strong>{text(explained === answer ? 'explainedAnswer' : 'explained', { ...named, value })}</strong>}
      <ol
        class="why-columns"
        aria-label={isClass ? text('rowBars', named) : text('rowNumber')}
        data-testid="row-explanation"
        data-method={method}
        data-target={explained}
      >
        {columns.map((one) => (
          <li key={one.name} data-column={one.name} data-value={one.value}>
            <span>{one.name}</span>
            <span class="why-column-track" aria-hidden="true">
              <span
                class={one.value < 0 ? 'why-column-bar against' : 'why-column-bar'}
                style={{ width: `${(50 * Math.abs(one.value)) / most}%` }}
              />
            </span>
            <span class="why-column-value">{signed(one.value)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
