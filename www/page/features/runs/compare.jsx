/** @file Two runs side by side, each at a kept step, at one drawing. */

import { useState } from 'preact/hooks';
import { Scrubber } from './details.jsx';
import { text } from './words.js';

/**
 * @param {object} props
 * @param {import('./rows.js').Row} props.row
 * @param {readonly import('./rows.js').Row[]} props.rows
 */
export function Compare({ row, rows }) {
  const [other, setOther] = useState('');
  const others = rows.filter(({ run }) => run.id !== row.run.id);
  const found = others.find(({ run }) => run.id === other);
  return (
    <section class="panel runs-compare" aria-label={text('compare')}>
      <label class="runs-compare-with">
        <span>{text('compareWith')}</span>
        <select
          class="input"
          value={found ? other : ''}
          onChange={({ currentTarget }) => setOther(currentTarget.value)}
        >
          <option value="">{text('nobody')}</option>
          {others.map(({ run, title }) => (
            <option key={run.id} value={run.id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {found && (
        <div class="runs-pair">
          {[row, found].map(({ run, title }) => (
            <div key={run.id}>
              <h3 class="title">{title}</h3>
              <Scrubber run={run} />
            </div>
          ))}
        </div>
      )}
    </section>
  );
}
