/** @file The table: one tab stop, arrow keys between the cells, a press opens the pictures of one. */

import { useRef, useState } from 'preact/hooks';
import { useClassNames } from '../../app/class-names.js';
import { brief, whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { useSampleText } from '../../app/sample-text.js';
import { cellByKey, rateOf, strengthOf } from './table.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @typedef {import('./table.js').Table} Table
 * @typedef {import('./table.js').Cell} Cell
 */

/**
 * @param {number | null} share 0..1
 * @returns {string} in per cent, in the room of a cell; 100 only where it is all
 */
function shortRate(share) {
  if (share === null) return '–';
  const value = 100 * share;
  return value < 10 ? brief(value, value < 1 ? 1 : 2) : brief(Math.floor(value + (value < 99 ? 0.5 : 0)), 3);
}

/** @param {{ table: Table, rates: boolean, onOpen: (cell: Cell) => void }} props */
export function ConfusionTable({ table, rates, onOpen }) {
  const nameOf = useClassNames();
  const say = useSampleText(text, texts);
  const [at, setAt] = useState({ truth: 0, answer: 0 });
  // Keys may come faster than the table is drawn.
  const newest = useRef(at);
  const moveTo = (/** @type {{ truth: number, answer: number }} */ { truth, answer }) => {
    newest.current = { truth, answer };
    setAt(newest.current);
  };
  /** @param {KeyboardEvent & { currentTarget: HTMLElement }} event */
  const hear = (event) => {
    const next = cellByKey(event.key, newest.current, table.classes);
    if (!next) return;
    event.preventDefault();
    moveTo(next);
    const name = `[data-testid="confusion-${next.truth}-${next.answer}"]`;
    /** @type {HTMLElement | null} */ (event.currentTarget.querySelector(name))?.focus();
  };
  return (
    <table class="confusion-table" onKeyDown={hear}>
      <caption class="visually-hidden">{say('table')}</caption>
      <thead>
        <tr>
          <th class="confusion-corner">
            <span>{text('answer')}</span>
            <span>{text('truth')}</span>
          </th>
          {table.rows.map((_, answer) => (
            <th key={answer} scope="col" class="confusion-class" title={nameOf(answer)}>
              {nameOf(answer)}
            </th>
          ))}
          <th scope="col" class="confusion-rate" title={say('recallHelp')}>
            {text('recall')}
          </th>
        </tr>
      </thead>
      <tbody>
        {table.rows.map((cells, truth) => (
          <tr key={truth}>
            <th scope="row" class="confusion-class" title={nameOf(truth)}>
              {nameOf(truth)}
            </th>
            {cells.map((cell) => (
              <td key={cell.answer}>
                <CellButton
                  table={table}
                  cell={cell}
                  rates={rates}
                  isStop={cell.truth === at.truth && cell.answer === at.answer}
                  onFocus={moveTo}
                  onOpen={onOpen}
                />
              </td>
            ))}
            <td class="confusion-rate">{shortRate(table.recalls[truth] ?? null)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" class="confusion-rate" title={text('precisionHelp')}>
            {text('precision')}
          </th>
          {table.precisions.map((precision, answer) => (
            <td key={answer} class="confusion-rate">
              {shortRate(precision)}
            </td>
          ))}
          <td class="confusion-rate">%</td>
        </tr>
      </tfoot>
    </table>
  );
}

/**
 * @param {object} props
 * @param {Table} props.table
 * @param {Cell} props.cell
 * @param {boolean} props.rates
 * @param {boolean} props.isStop
 * @param {(cell: Cell) => void} props.onFocus
 * @param {(cell: Cell) => void} props.onOpen
 */
function CellButton({ table, cell, rates, isStop, onFocus, onOpen }) {
  const { truth, answer, count } = cell;
  const shown = rates ? shortRate(rateOf(table, cell)) : whole(count);
  const nameOf = useClassNames();
  const names = { truth: nameOf(truth), answer: nameOf(answer) };
  const kind = truth === answer ? 'right' : 'wrong';
  return (
    <button
      type="button"
      class={`confusion-cell ${count === 0 ? 'none' : kind}`}
      data-testid={`confusion-${truth}-${answer}`}
      data-value={count}
      tabIndex={isStop ? 0 : -1}
      style={{ '--strength': strengthOf(table, cell).toFixed(3) }}
      aria-label={rates ? text('rate', { ...names, rate: shown }) : text('count', { ...names, count })}
      onFocus={() => onFocus(cell)}
      onClick={() => onOpen(cell)}
    >
      {shown}
    </button>
  );
}
