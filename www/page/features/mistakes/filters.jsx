/** @file Which mistakes are listed, and whether the list follows training. */

import { useClassNames } from '../../app/class-names.js';
import { translator } from '../../app/language.js';
import { texts } from './texts.js';

const text = translator(texts);

/** @typedef {import('./ranking.js').Filter} Filter */

/**
 * @param {object} props
 * @param {number} props.classes
 * @param {Filter} props.filter
 * @param {(change: Partial<Filter>) => void} props.onFilter may be called again before the last change is drawn
 * @param {boolean} props.following
 * @param {(following: boolean) => void} props.onFollow
 */
export function Filters({ classes, filter, onFilter, following, onFollow }) {
  const names = /** @type {const} */ (['truth', 'answer']);
  return (
    <div class="mistakes-filters">
      {names.map((name) => (
        <div key={name} class="mistakes-filter">
          <label for={`mistakes-${name}`}>{text(name)}</label>
          <ClassSelect
            id={`mistakes-${name}`}
            classes={classes}
            value={filter[name]}
            onChange={(value) => onFilter({ [name]: value })}
          />
        </div>
      ))}
      <label>
        <input
          type="checkbox"
          checked={filter.right}
          onChange={({ currentTarget }) => onFilter({ right: currentTarget.checked })}
        />{' '}
        {text('right')}
      </label>
      <label>
        <input type="checkbox" checked={following} onChange={({ currentTarget }) => onFollow(currentTarget.checked)} />{' '}
        {text('follow')}
      </label>
    </div>
  );
}

/** @param {{ id: string, classes: number, value: number | null, onChange: (value: number | null) => void }} props */
function ClassSelect({ id, classes, value, onChange }) {
  const nameOf = useClassNames();
  return (
    <select
      id={id}
      class="input"
      value={value === null ? '' : String(value)}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : Number(currentTarget.value))}
    >
      <option value="">{text('any')}</option>
      {Array.from({ length: classes }, (_, at) => (
        <option key={at} value={String(at)}>
          {nameOf(at)}
        </option>
      ))}
    </select>
  );
}
