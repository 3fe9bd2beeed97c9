/** @file Pictures by class: a grid that pages through the samples of one class, or of all. */

import { useRef, useState } from 'preact/hooks';
import { classNameOf, dataSetOf } from '../../../shared/data-sets.js';
import { Samples } from './samples.jsx';
import { useDataQuery } from './use-data-query.js';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/answers.js').DataSamples} DataSamples
 */

/** Pictures in the page at most. */
const PAGE = 60;

const PARTS = /** @type {const} */ (['train', 'validation', 'test']);

/**
 * @param {object} props
 * @param {import('../../../shared/protocol.js').DataCommand} props.data
 * @param {import('../../../shared/answers.js').DataCounts | null} props.counts
 * @param {boolean} props.visible
 */
export function ClassPictures({ data, counts, visible }) {
  const dataSet = dataSetOf(data.dataset);
  const list = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  const [part, setPart] = useState(/** @type {(typeof PARTS)[number]} */ ('train'));
  const [label, setLabel] = useState(/** @type {number | null} */ (null));
  const [from, setFrom] = useState(0);
  const { answer: found } = /** @type {{ answer: DataSamples | null }} */ (
    useDataQuery({ name: 'data-samples', data, params: { part, label, from, count: PAGE }, visible })
  );
  const turn = (/** @type {number} */ to) => {
    setFrom(to);
    list.current?.focus();
  };
  const choose = (/** @type {() => void} */ set) => {
    set();
    setFrom(0);
  };
  const classes = Array.from({ length: dataSet.classes }, (_, at) => at);
  return (
    <div class="data-class-pictures">
      <div class="data-row">
        <h3 tabIndex={-1} ref={list}>
          {text('byClass')}
        </h3>
        <label class="data-field">
          <span>{text('class')}</span>
          <select
            class="input"
            value={label ?? -1}
            onChange={({ currentTarget }) =>
              choose(() => setLabel(currentTarget.selectedIndex === 0 ? null : currentTarget.selectedIndex - 1))
            }
          >
            <option value={-1}>{text('allClasses')}</option>
            {classes.map((index) => (
              <option key={index} value={index}>
                {classNameOf(dataSet, index)}
              </option>
            ))}
          </select>
        </label>
        <label class="data-field">
          <span>{text('part')}</span>
          <select
            class="input"
            value={part}
            onChange={({ currentTarget }) => choose(() => setPart(PARTS[currentTarget.selectedIndex] ?? 'train'))}
          >
            {PARTS.map((name, at) => (
              <option key={name} value={name} disabled={counts?.samples[at] === 0}>
                {text(`part.${name}`)}
              </option>
            ))}
          </select>
        </label>
        {found && (
          <p class="caption">
            {found.total === 0
              ? text('noPictures')
              : text('place', { from: found.from + 1, to: found.from + found.indices.length, total: found.total })}
          </p>
        )}
        <div class="data-buttons">
          <button
            type="button"
            class="button"
            aria-disabled={from === 0}
            onClick={() => from > 0 && turn(Math.max(0, from - PAGE))}
          >
            {text('previous')}
          </button>
          <button
            type="button"
            class="button"
            aria-disabled={!found || from + PAGE >= found.total}
            onClick={() => found && from + PAGE < found.total && turn(from + PAGE)}
          >
            {text('next')}
          </button>
        </div>
      </div>
      {found && <Samples samples={found} nameOf={(index) => classNameOf(dataSet, index)} />}
    </div>
  );
}
