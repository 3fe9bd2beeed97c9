/** @file The columns of an imported table: the kind of each can be changed; what it holds, and the first rows. */

import { whole } from '../../app/format.js';
import { withUnit } from '../../app/with-unit.js';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/imported-table.js').TableLook} TableLook
 * @typedef {import('../../../shared/imported-table.js').TableChoice} TableChoice
 * @typedef {import('../../../shared/imported-table.js').ColumnLook} ColumnLook
 * @typedef {import('../../../shared/imported-table.js').ColumnChoice} ColumnChoice
 */

/** Words that stand in the list of a column. */
const SHOWN = 5;

/** @type {ColumnChoice[]} */
const kinds = ['numeric', 'categorical', 'ignored'];

/**
 * @param {{ look: TableLook, choice: TableChoice, onKinds: (kinds: ColumnChoice[]) => void }} props
 */
export function ImportedColumns({ look, choice, onKinds }) {
  return (
    <div class="columns-scroll">
      <table class="columns-table">
        <thead>
          <tr>
            {
              /** @type {const} */ (['column', 'kind', 'cells', 'missing']).map((head) => (
                <th key={head} scope="col">
                  {text(head)}
                </th>
              ))
            }
            <th scope="col" colSpan={look.first.length}>
              {text('firstRows')}
            </th>
          </tr>
        </thead>
        <tbody>
          {look.columns.map((column, at) => {
            const kind = choice.kinds[at] ?? 'ignored';
            const predicted = at === choice.target;
            return (
              <tr key={column.name} class={!predicted && kind === 'ignored' ? 'ignored' : undefined}>
                <th scope="row">{column.name}</th>
                <td>
                  {predicted ? (
                    <strong>{text('target1')}</strong>
                  ) : (
                    <Kind column={column} kind={kind} onKind={(next) => onKinds(choice.kinds.with(at, next))} />
                  )}
                </td>
                <td>{cellsText(column, look.rows, predicted ? choice.task === 'number' : kind === 'numeric')}</td>
                <td>{column.missing > 0 && whole(column.missing)}</td>
                {look.first.map((row, index) => (
                  <td key={String(index)} class="columns-cell">
                    {row[at]}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** @param {{ column: ColumnLook, kind: ColumnChoice, onKind: (kind: ColumnChoice) => void }} props */
function Kind({ column, kind, onKind }) {
  const possible = kinds.filter(
    (one) =>
      one === 'ignored' || (one === 'numeric' ? column.numbers > 0 : column.distinct !== null && column.distinct > 0),
  );
  return (
    <select
      class="input"
      aria-label={text('kindOf', { name: column.name })}
      value={kind}
      onChange={({ currentTarget }) => onKind(possible.find((one) => one === currentTarget.value) ?? 'ignored')}
    >
      {possible.map((one) => (
        <option key={one} value={one}>
          {text(`kind.${one}`)}
        </option>
      ))}
    </select>
  );
}

/**
 * @param {ColumnLook} column
 * @param {number} rows
 * @param {boolean} asNumbers
 */
function cellsText({ numbers, minimum, maximum, digits, distinct, words, missing }, rows, asNumbers) {
  if (asNumbers && minimum !== undefined && maximum !== undefined) {
    const write = (/** @type {number} */ value) => withUnit(value, { digits });
    const range = text('fromTo', { least: write(minimum), most: write(maximum) });
    const others = rows - missing - numbers;
    return others > 0 ? `${range}; ${text('notNumbers', { count: others })}` : range;
  }
  if (distinct === null) return text('manyWords');
  if (distinct === 0) return text('none');
  const list = words.slice(0, SHOWN).map(({ word, count }) => `${word} (${whole(count)})`);
  return distinct > SHOWN ? `${text('words', { count: distinct })}: ${list.join(', ')} …` : list.join(', ');
}
