/** @file The columns of the table in use, and how important each is. Files can be taken for a table once this is here. */

import { dataSetOf, isTable } from '../../../shared/data-sets.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { brief, whole } from '../../app/format.js';
import { addInterpretation } from '../../app/interpretations.js';
import { withUnit } from '../../app/with-unit.js';
import { Importance } from './importance.jsx';
import style from './style.css' with { type: 'text' };
import { text } from './words.js';

adoptStyle(style);

addInterpretation({
  id: 'table',
  title: () => text('table'),
  accepts: (items) => (items.some(({ kind }) => kind === 'table' || kind === 'text') ? 0.5 : 0),
  load: () => import('./import-table.jsx'),
});

/** @typedef {import('../../../shared/table.js').FittedColumn} FittedColumn */

export default function Columns() {
  const { state } = useApp();
  const data = dataSetOf(state.experiment.value.dataset);
  const { table } = state.configuration.value;
  if (!isTable(data) || !table) return null;
  const { columns, target, rows } = table;
  const missing = columns.some((column) => column.missing > 0);
  return (
    <div class="columns-view">
      <h2 class="title">{text('title')}</h2>
      <p>
        {text('about', { rows: whole(rows) })} {missing && text('imputed')}
      </p>
      <div class="columns-scroll">
        <table class="columns-table">
          <thead>
            <tr>
              {
                /** @type {const} */ (['column', 'kind', 'range', 'meanDeviation', 'missing']).map((head) => (
                  <th key={head} scope="col">
                    {text(head)}
                  </th>
                ))
              }
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <Row key={column.name} column={column} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="caption">{text(data.classes > 0 ? 'target' : 'targetStandardised', { name: target.name })}</p>
      <Importance table={table} data={data} />
    </div>
  );
}

/** @param {{ column: FittedColumn }} props */
function Row({ column }) {
  const { name, unit, kind, mean, deviation, missing } = column;
  return (
    <tr>
      <th scope="row">{unit ? `${name} (${unit})` : name}</th>
      <td>{text(`kind.${kind}`)}</td>
      <td>{valuesText(column)}</td>
      <td>{kind === 'numeric' && text('plusMinus', { mean: brief(mean), deviation: brief(deviation, 3) })}</td>
      <td>{missing > 0 && whole(missing)}</td>
    </tr>
  );
}

/** @param {FittedColumn} column */
function valuesText({ kind, categories = [], minimum, maximum, constant, digits }) {
  if (kind === 'categorical') return categories.join(', ');
  const write = (/** @type {number} */ value) => withUnit(value, digits === undefined ? {} : { digits });
  return constant
    ? text('constant', { value: write(minimum) })
    : text('fromTo', { least: write(minimum), most: write(maximum) });
}
