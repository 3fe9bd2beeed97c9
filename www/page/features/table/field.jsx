/** @file The field of a column: a number with a slider over the range of the training rows, or a choice of categories. */

import { useId, useState } from 'preact/hooks';
import { translator } from '../../app/language.js';
import { withUnit } from '../../app/with-unit.js';
import { texts } from './texts.js';
import { isOutside, roundedRow, stepOf } from './values.js';

const text = translator(texts);

/**
 * @typedef {import('../../../shared/table.js').FittedColumn} FittedColumn
 * @typedef {{ column: FittedColumn, value: number, onChange: (value: number) => void }} FieldProps `value`: NaN where it is
 *   missing
 */

/** @param {FieldProps} props */
export function ColumnField(props) {
  return props.column.kind === 'numeric' ? <NumberField {...props} /> : <CategoryField {...props} />;
}

/** @param {FieldProps} props */
function NumberField({ column, value, onChange }) {
  const id = useId();
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const { name, unit, minimum, maximum, constant } = column;
  const step = stepOf(column);
  const [shown = value] = roundedRow({ columns: [column] }, [value]);
  const note = noteOf(column, value, typed);
  const label = unit ? `${name} (${unit})` : name;
  return (
    <div class="table-field">
      <label for={id}>{label}</label>
      <input
        type="range"
        class="table-slider"
        min={minimum}
        max={maximum}
        step={step}
        disabled={constant}
        value={Number.isNaN(value) ? column.mean : value}
        aria-label={text('range', { name })}
        aria-valuetext={withUnit(value, column)}
        onInput={(event) => {
          setTyped(null);
          onChange(Number(event.currentTarget.value));
        }}
      />
      <input
        type="number"
        class="input table-number"
        id={id}
        step={step}
        value={typed ?? (Number.isNaN(shown) ? '' : String(shown))}
        placeholder={text('missingValue')}
        aria-describedby={note ? `${id}-note` : undefined}
        onInput={(event) => {
          const { value: now, valueAsNumber, validity } = event.currentTarget;
          setTyped(now);
          if (!validity.badInput) onChange(valueAsNumber);
        }}
        onBlur={() => setTyped(null)}
      />
      {note && (
        <p class="caption table-note" id={`${id}-note`}>
          {note}
        </p>
      )}
    </div>
  );
}

/**
 * @param {FittedColumn} column
 * @param {number} value
 * @param {string | null} typed
 * @returns {string | null}
 */
function noteOf(column, value, typed) {
  const write = (/** @type {number} */ one) => withUnit(one, column);
  if (Number.isNaN(value))
    return typed === '' || typed === null ? text('imputed', { mean: write(column.mean) }) : text('needed');
  if (column.constant) return text('constant');
  if (!isOutside(column, value)) return null;
  return text('outside', { least: write(column.minimum), most: write(column.maximum) });
}

/** @param {FieldProps} props */
function CategoryField({ column: { name, categories = [] }, value, onChange }) {
  const id = useId();
  return (
    <div class="table-field">
      <label for={id}>{name}</label>
      <select
        class="input table-choice"
        id={id}
        value={Number.isNaN(value) ? '' : String(value)}
        onChange={({ currentTarget: { value: chosen } }) => onChange(chosen === '' ? Number.NaN : Number(chosen))}
      >
        <option value="">{text('missingValue')}</option>
        {categories.map((category, at) => (
          <option key={category} value={at}>
            {category}
          </option>
        ))}
      </select>
    </div>
  );
}
