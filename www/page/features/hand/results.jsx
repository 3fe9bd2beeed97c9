/** @file What fine-tuning has changed: on one's own samples, on the data set, and on the classes that changed most. */

import { classNameOf, dataSetOf } from '../../../shared/data-sets.js';
import { useApp } from '../../app/context.js';
import { decimals, percent } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { wilson } from '../../app/wilson.js';
import { texts } from './texts.js';
import { accuracyOf, changedClasses } from './tuned.js';

const text = translator(texts);

/** Classes that are listed. */
const MOST = 4;

/**
 * @typedef {import('./tuned.js').Score} Score
 * @typedef {import('./tuning.js').Tuning} Tuning
 */

/** @param {{ tuning: Tuning }} props */
export function Results({ tuning: { before, after, experiment, runs, replay } }) {
  const { state, actions } = useApp();
  if (!before || !after || !experiment) return null;
  const dataSet = dataSetOf(experiment.dataset);
  const measured = after.held.count > 0 ? 'held' : 'own';
  const own = { before: before[measured], after: after[measured] };
  const change = (accuracyOf(after.validation) ?? 0) - (accuracyOf(before.validation) ?? 0);
  const stands = standsOf(runs, state.id.value);
  return (
    <section class="hand-result" aria-label={text('result')} data-testid="hand-result">
      <h3>
        {text('result')}, {text(replay ? 'withReplay' : 'withoutReplay')}
      </h3>
      {stands !== 'present' && (
        <p role="status" data-testid="hand-stands" data-state={stands}>
          {text(stands)}
        </p>
      )}
      <Summary own={own} held={measured === 'held'} change={change} present={stands === 'present'} />
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
      {state.experiment.value === experiment && state.undo.value.past > 0 && (
        <button type="button" class="button" onClick={actions.undoChange}>
          {text('undo')}
        </button>
      )}
    </section>
  );
}

/**
 * @param {Tuning['runs']} runs
 * @param {string} run that is in use
 * @returns {'present' | 'takenBack' | 'replaced'} where the network that has learned is now
 */
function standsOf(runs, run) {
  if (run === runs?.tuned) return 'present';
  return run === runs?.former ? 'takenBack' : 'replaced';
}

/** @param {{ own: { before: Score, after: Score }, held: boolean, change: number, present: boolean }} props */
function Summary({ own, held, change, present }) {
  const said = { count: own.after.count, now: own.after.correct, before: own.before.correct };
  const points = pointsText(Math.abs(change));
  const gained = held ? 'gained' : 'gainedAll';
  const kept = change < 0 ? 'forgot' : 'kept';
  return (
    <p>
      {text(present ? gained : `${gained}.past`, said)} {text(present ? kept : `${kept}.past`, { points })}
    </p>
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
  return decimals(100 * share, 1);
}

/** @param {Score} score */
function scoreText({ correct, count }) {
  if (count === 0) return '–';
  const { low, high } = wilson(correct, count);
  return (
    <>
      {percent(correct / count)}{' '}
      <span class="caption">
        ({pointsText(low)}–{pointsText(high)})
      </span>
    </>
  );
}
