/** @file How important each column is to the network: measured by a press, shown as sorted bars and as a table. */

import { useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { percent, quantity, whole } from '../../app/format.js';
import { useTask } from '../../app/long-query.js';
import { Work } from '../../app/work.jsx';
import { Field } from './field.jsx';
import { change, sorted } from './ranking.js';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/importance.js').Importance} Measured
 * @typedef {import('./ranking.js').Measure} Measure
 */

/** Times that each column is shuffled, and the seed of the orders. */
const HOW = { times: 10, seed: 1 };

/**
 * @param {{ table: import('../../../shared/table.js').Table, data: import('../../../shared/data-sets.js').DataSet }} props
 */
export function Importance({ table, data }) {
  const { ask, state } = useApp();
  const task = useTask(ask, 'importance');
  const [found, setFound] = useState(/** @type {Measured | null} */ (null));
  const [by, setBy] = useState(/** @type {Measure} */ ('loss'));
  const isClass = data.classes > 0;
  const trained = state.position.value.step > 0;
  const rows = state.network.value?.counts.validation ?? 0;
  const measure = async () => {
    const answer = await task.run(HOW);
    if (answer) setFound(/** @type {Measured} */ (answer));
  };
  // Another table, or other statistics, and what was measured says nothing of it.
  const names = table.columns.length;
  const shown = found?.columns.length === names ? found : null;
  return (
    <section class="importance" aria-labelledby="importance-title">
      <h3 id="importance-title">{text('importance')}</h3>
      <p>{text('importanceAbout', { rows: whole(Math.min(rows, shown?.rows ?? rows)), times: HOW.times })}</p>
      {trained ? (
        <Work
          task={task}
          start={text(shown ? 'again' : 'measure')}
          cancel={text('cancel')}
          working={text('working')}
          onStart={measure}
        />
      ) : (
        <p class="caption">{text('untrained')}</p>
      )}
      {shown && (
        <>
          <Field label={text('by')}>
            {(id) => (
              <select
                id={id}
                class="input"
                value={by}
                onChange={(event) => setBy(event.currentTarget.value === 'score' ? 'score' : 'loss')}
              >
                <option value="loss">{text('by.loss')}</option>
                <option value="score">{text(isClass ? 'by.score' : 'by.r2')}</option>
              </select>
            )}
          </Field>
          <p class="caption">
            {text(isClass ? 'step' : 'stepNumber', {
              step: whole(shown.step),
              loss: quantity(shown.loss),
              score: isClass ? percent(shown.score) : quantity(shown.score),
            })}
          </p>
          <Bars table={table} found={shown} by={by} asPercent={isClass && by === 'score'} />
          <Twin table={table} found={shown} isClass={isClass} />
        </>
      )}
    </section>
  );
}

/**
 * @param {{ table: import('../../../shared/table.js').Table, found: Measured, by: Measure, asPercent: boolean }} props
 */
function Bars({ table, found, by, asPercent }) {
  const order = sorted(found, by);
  const most = Math.max(
    ...order.map((at) => (found.columns[at]?.[by].mean ?? 0) + (found.columns[at]?.[by].deviation ?? 0)),
    1e-12,
  );
  return (
    <ol class="importance-bars" aria-label={text('importance')}>
      {order.map((at) => {
        const { name = '' } = table.columns[at] ?? {};
        const { mean, deviation } = found.columns[at]?.[by] ?? { mean: 0, deviation: 0 };
        const [from, to] = [Math.max(0, mean - deviation) / most, Math.max(0, mean + deviation) / most];
        return (
          <li key={name} data-testid="importance" data-column={name} data-value={mean}>
            <span class="importance-name">{name}</span>
            <span class="bar-track" aria-hidden="true">
              <span class="bar-fill" style={{ transform: `scaleX(${Math.max(0, mean / most)})` }} />
              <span class="importance-spread" style={{ left: `${100 * from}%`, width: `${100 * (to - from)}%` }} />
            </span>
            <span class="importance-value">{change({ mean, deviation }, asPercent)}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** @param {{ table: import('../../../shared/table.js').Table, found: Measured, isClass: boolean }} props */
function Twin({ table, found, isClass }) {
  return (
    <details>
      <summary>{text('asTable')}</summary>
      <div class="columns-scroll">
        <table class="columns-table">
          <thead>
            <tr>
              <th scope="col">{text('column')}</th>
              <th scope="col">{text('lossRise')}</th>
              <th scope="col">{text(isClass ? 'scoreFall' : 'r2Fall')}</th>
            </tr>
          </thead>
          <tbody>
            {sorted(found, 'loss').map((at) => {
              const { loss, score } = found.columns[at] ?? {};
              return (
                <tr key={String(at)}>
                  <th scope="row">{table.columns[at]?.name}</th>
                  <td>{loss && change(loss, false)}</td>
                  <td>{score && change(score, isClass)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}
