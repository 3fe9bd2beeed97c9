/** @file What fine-tuning has changed: on one's own samples, on the data set, and on the classes that changed most. */

import { classNameOf, dataSetOf } from '../../../shared/data-sets.js';
import { useApp } from '../../app/context.js';
import { brief, percent } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { wilson } from '../../app/wilson.js';
import { texts } from './texts.js';
import { accuracyOf, changedClasses } from './tuned.js';

const text = translator(texts);

/** Classes that are listed. */
const MOST = 4;

/** @typedef {import('./tuned.js').Score} Score */

/** @param {{ tuning: import('./tuning.js').Tuning }} props */
export function Results({ tuning: { before, after, experiment, replay } }) {
  const { state, actions } = useApp();
  if (!before || !after || !experiment) return null;
  const dataSet = dataSetOf(experiment.dataset);
  const measured = after.held.count > 0 ? 'held' : 'own';
  const own = { before: before[measured], after: after[measured] };
  const change = (accuracyOf(after.validation) ?? 0) - (accuracyOf(before.validation) ?? 0);
  const present = state.experiment.value === experiment;
  const said = { count: own.after.count, now: own.after.correct, before: own.before.correct };
  return (
    <section class="hand-result" aria-label={text('result')} data-testid="hand-result">
      <h3>
        {text('result')}, {text(replay ? 'withReplay' : 'withoutReplay')}
      </h3>
      <p>
        {text(measured === 'held' ? 'gained' : 'gainedAll', said)}{' '}
        {text(change < 0 ? 'forgot' : 'kept', { points: pointsText(Math.abs(change)) })}
      </p>
      <table class="hand-table">
        <thead>
          <tr>
            <th scope="col">{text('row')}</th>
            <th scope="col">{text('before')}</th>
            <th scope="col">{text('after')}</th>
            <th scope="col">{text('change')}</th>
          </tr>
        </thead>
        <tbody>
          {after.held.count > 0 && (
            <Row
              id="held"
              label={text('yoursHeld', { count: after.held.count })}
              before={before.held}
              after={after.held}
            />
          )}
          <Row id="own" label={text('yoursAll', { count: after.own.count })} before={before.own} after={after.own} />
          <Row
            id="validation"
            label={text('validation', { count: after.validation.count })}
            before={before.validation}
            after={after.validation}
          />
        </tbody>
        <tbody>
          <tr>
            <th scope="rowgroup" colSpan={4} class="hand-classes">
              {text('classes')}
            </th>
          </tr>
          {changedClasses(before, after, MOST).map(({ index, ...row }) => (
            <Row
              key={index}
              id={`class-${index}`}
              label={text('classRow', { label: classNameOf(dataSet, index) })}
              {...row}
            />
          ))}
        </tbody>
      </table>
      <p class="caption">{text('intervals')}</p>
      {present && state.undo.value.past > 0 && (
        <button type="button" class="button" onClick={actions.undoChange}>
          {text('undo')}
        </button>
      )}
    </section>
  );
}

/** @param {{ id: string, label: string, before: Score, after: Score }} props */
function Row({ id, label, before, after }) {
  const [from, to] = [accuracyOf(before), accuracyOf(after)];
  const change = from === null || to === null ? null : to - from;
  return (
    <tr data-testid={`hand-${id}`} data-before={from ?? ''} data-after={to ?? ''}>
      <th scope="row">{label}</th>
      <td>{scoreText(before)}</td>
      <td>{scoreText(after)}</td>
      <td class={change !== null && change < 0 ? 'lost' : undefined}>
        {change === null ? '–' : `${change < 0 ? '−' : '+'}${pointsText(Math.abs(change))}`}
      </td>
    </tr>
  );
}

/** @param {number} share */
function pointsText(share) {
  return brief(Math.round(1000 * share) / 10);
}

/** @param {Score} score */
function scoreText({ correct, count }) {
  if (count === 0) return '–';
  const { low, high } = wilson(correct, count);
  return (
    <>
      {percent(correct / count)}{' '}
      <span class="caption">
        ({brief(Math.round(1000 * low) / 10)}–{brief(Math.round(1000 * high) / 10)})
      </span>
    </>
  );
}
