/** @file The table of all runs: how each differs from another, its numbers, and what stands in the charts. */

import { adoptStyle } from '../../app/adopt-style.js';
import { percent, quantity, whole } from '../../app/format.js';
import { languageTag } from '../../app/language.js';
import { differenceText } from './differences.js';
import style from './table.css' with { type: 'text' };
import { text } from './words.js';

adoptStyle(style);

/**
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('./rows.js').SortKey} SortKey
 * @typedef {import('./rows.js').Order} Order
 */

/** Columns of numbers. */
const columns = /** @type {{ key: SortKey, name: Parameters<typeof text>[0], write: (value: number) => string }[]} */ ([
  { key: 'step', name: 'step', write: whole },
  { key: 'epoch', name: 'epoch', write: (epochs) => whole(Math.floor(epochs)) },
  { key: 'loss', name: 'trainingLoss', write: quantity },
  { key: 'validationLoss', name: 'validationLoss', write: quantity },
  { key: 'validationAccuracy', name: 'validationAccuracy', write: percent },
  { key: 'created', name: 'created', write: timeText },
]);

/**
 * @param {object} props
 * @param {Row[]} props.rows
 * @param {Order} props.order
 * @param {(order: Order) => void} props.onOrder
 * @param {ReadonlyMap<string, string>} props.colours of the runs in the charts, by id
 * @param {(row: Row) => void} props.onToggle
 * @param {string | null} props.chosen
 * @param {(id: string) => void} props.onChoose
 */
export function RunTable({ rows, order, onOrder, colours, onToggle, chosen, onChoose }) {
  return (
    <section class="panel runs-table-panel" aria-label={text('table')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div class="runs-table-frame" tabIndex={0}>
        <table class="runs-table">
          <caption class="visually-hidden">{text('table')}</caption>
          <thead>
            <tr>
              <th scope="col">{text('show')}</th>
              <th scope="col">{text('run')}</th>
              {columns.map(({ key, name }) => (
                <SortHeader key={key} column={key} name={text(name)} order={order} onOrder={onOrder} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <RunRow
                key={row.run.id}
                row={row}
                colour={colours.get(row.run.id) ?? null}
                chosen={row.run.id === chosen}
                onToggle={onToggle}
                onChoose={onChoose}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/**
 * @param {object} props
 * @param {SortKey} props.column
 * @param {string} props.name
 * @param {Order} props.order
 * @param {(order: Order) => void} props.onOrder
 */
function SortHeader({ column, name, order, onOrder }) {
  const sorted = order.key === column;
  const direction = order.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" class="runs-number" aria-sort={sorted ? direction : 'none'}>
      <button
        type="button"
        class="link"
        onClick={() => onOrder({ key: column, descending: sorted ? !order.descending : true })}
      >
        {name}
        <span aria-hidden="true">{sorted ? (order.descending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

/**
 * @param {object} props
 * @param {Row} props.row
 * @param {string | null} props.colour
 * @param {boolean} props.chosen
 * @param {(row: Row) => void} props.onToggle
 * @param {(id: string) => void} props.onChoose
 */
function RunRow({ row, colour, chosen, onToggle, onChoose }) {
  const { run, title, current, values } = row;
  const marks = [current && text('current'), run.pinned && text('pinned')].filter((mark) => mark !== false);
  return (
    <tr
      class={chosen ? 'chosen' : undefined}
      data-testid="run"
      data-id={run.id}
      data-steps={run.position.step}
      data-validation-accuracy={values.validationAccuracy ?? ''}
      data-current={current ? '' : undefined}
    >
      <td>
        <label class="runs-show" style={colour ? { color: colour } : undefined}>
          <input
            type="checkbox"
            checked={colour !== null}
            aria-label={text('showRun', { title })}
            onChange={() => onToggle(row)}
          />
          <span class="runs-swatch" aria-hidden="true" />
        </label>
      </td>
      <th scope="row">
        <button
          type="button"
          class="link runs-name"
          aria-pressed={chosen}
          aria-label={text('select', { title })}
          onClick={() => onChoose(run.id)}
        >
          {title}
        </button>
        {marks.length > 0 && <span class="runs-marks">{marks.join(' · ')}</span>}
        <span class="runs-differs">{differsText(row)}</span>
      </th>
      {columns.map(({ key, write }) => {
        const value = values[key];
        return (
          <td key={key} class="runs-number">
            {value === null ? '–' : write(value)}
          </td>
        );
      })}
    </tr>
  );
}

/** @param {Row} row */
function differsText({ differences, parent }) {
  if (!differences) return text('first');
  const values = {
    title: parent?.title ?? '',
    step: whole(parent?.step ?? 0),
    differences: differences.map(differenceText).join('; '),
  };
  if (differences.length === 0) return text(parent ? 'branchSame' : 'same', values);
  return text(parent ? 'branchDiffers' : 'differs', values);
}

/** @param {number} time in milliseconds */
function timeText(time) {
  const date = new Intl.DateTimeFormat(languageTag(), { dateStyle: 'short' }).format(time);
  const hours = new Intl.DateTimeFormat(languageTag(), { timeStyle: 'short' }).format(time);
  // A line ends between the two at most.
  return `${date} ${hours.replace(/\s/g, '\u00a0')}`;
}
