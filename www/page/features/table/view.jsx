/** @file The form: a field for each column, and what the network predicts for the row. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { dataSetOf } from '../../../shared/data-sets.js';
import { decodeRow, encodeRows } from '../../../shared/table.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { translator } from '../../app/language.js';
import { ColumnField } from './field.jsx';
import { Prediction } from './prediction.jsx';
import style from './style.css' with { type: 'text' };
import { texts } from './texts.js';
import { roundedRow } from './values.js';

adoptStyle(style);

const text = translator(texts);

/** @typedef {import('../../../shared/table.js').Table} Table */

export default function TableForm() {
  const { state, actions } = useApp();
  const { table } = state.configuration.value;
  return (
    <>
      <div class="draw-head">
        <h2 id="table-title" class="title">
          {text('title')}
        </h2>
        <button type="button" class="link" onClick={() => actions.showSample()}>
          {text('row')}
        </button>
      </div>
      {table ? <Row key={namesOf(table)} table={table} /> : <p class="caption">{text('loading')}</p>}
    </>
  );
}

/** @param {Table} table */
function namesOf({ columns }) {
  return JSON.stringify(columns.map(({ name, categories }) => [name, categories]));
}

/** @param {{ table: Table }} props */
function Row({ table }) {
  const { state } = useApp();
  const [values, set] = useRow(table);
  const data = dataSetOf(state.experiment.value.dataset);
  return (
    <div class="table-parts">
      <Prediction table={table} data={data} />
      <fieldset class="table-fields">
        <legend class="visually-hidden">{text('fields')}</legend>
        {table.columns.map((column, at) => (
          <ColumnField
            key={column.name}
            column={column}
            value={values[at] ?? Number.NaN}
            onChange={(value) => set(at, value)}
          />
        ))}
      </fieldset>
    </div>
  );
}

/**
 * The values in the fields. What is typed is given to the network; a row that comes from elsewhere is shown in the fields.
 *
 * @param {Table} table
 * @returns {[values: number[], set: (column: number, value: number) => void]} NaN where one is missing
 */
function useRow(table) {
  const { state, actions } = useApp();
  const sample = state.sample.value;
  const { status } = state;
  const ready = status.value !== 'loading' && status.value !== 'error';
  const [values, setValues] = useState(() => table.columns.map(() => Number.NaN));
  /** The input that these fields have given, and the statistics by which. */
  const given = useRef(/** @type {{ input: Float32Array | null, table: Table }} */ ({ input: null, table }));
  /** Values may change again before they are drawn. */
  const newest = useRef(values);
  const keep = (/** @type {number[]} */ next) => {
    newest.current = next;
    setValues(next);
  };
  const give = (/** @type {number[]} */ next) => {
    const input = encodeRows(table, next);
    given.current = { input, table };
    keep(next);
    actions.showInput(input);
  };
  useEffect(() => {
    // The fields may have given another row since this one was drawn.
    const isNewest = sample === state.sample.peek();
    if (sample && isNewest && sample.input !== given.current.input) {
      given.current = { input: sample.input, table };
      keep(roundedRow(table, decodeRow(table, sample.input)));
    }
  }, [sample]);
  useEffect(() => {
    // By other statistics, the same values are another input.
    if (sample && JSON.stringify(given.current.table) !== JSON.stringify(table)) give(newest.current);
  }, [table]);
  useEffect(() => {
    if (sample) return;
    if (ready) actions.showSample(0);
    // The data are lost, and the network still predicts.
    else if (status.value === 'error') give(table.columns.map(({ kind, mean }) => (kind === 'numeric' ? mean : 0)));
  }, [status.value, sample]);
  return [values, (at, value) => give(newest.current.with(at, value))];
}
