/** @file The run's rows and events as a table, for everyone who would rather read than look. */

import { useEffect, useState } from 'preact/hooks';
import { percent, quantity, whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { sampleRows } from './sample.js';
import { texts } from './texts.js';

const text = translator(texts);

/** Milliseconds between two changes of the table: it is to be read. */
const INTERVAL = 1000;

const columns = /** @type {const} */ ([
  { key: 'trainingLoss', name: 'loss', write: quantity },
  { key: 'validationLoss', name: 'validationLoss', write: quantity },
  { key: 'trainingAccuracy', name: 'accuracy', write: percent },
  { key: 'validationAccuracy', name: 'validationAccuracy', write: percent },
]);

/**
 * @typedef {import('../../history.js').Row} Row
 *
 * @param {{ id: string, rows: () => Row[], events: import('./marks.js').RunEvent[], run: unknown }} props `rows` as
 *   they are when asked; another `run` is shown at once
 */
export function Table({ id, rows, events, run }) {
  const { sample, count } = useSampled(rows, run);
  if (count === 0) {
    return (
      <p id={id} class="chart-table-empty">
        {text('tableEmpty')}
      </p>
    );
  }
  const caption =
    sample.length < count ? text('tableSome', { shown: sample.length, count }) : text('tableCaption', { count });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section id={id} class="chart-table" aria-label={text('table')} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{text('step')}</th>
            {columns.map(({ key }) => (
              <th key={key} scope="col">
                {text(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.map((row) => (
            <tr key={row.step}>
              <th scope="row">{whole(row.step)}</th>
              {columns.map(({ name, write }) => (
                <td key={name}>{written(row[name], write)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Events events={events} />
    </section>
  );
}

/** @param {{ events: import('./marks.js').RunEvent[] }} props */
function Events({ events }) {
  if (events.length === 0) return null;
  return (
    <>
      <h3>{text('events')}</h3>
      <ul>
        {events.map(({ step, kind, label }) => (
          <li key={`${step} ${kind} ${label}`}>{text('event', { step: whole(step), label })}</li>
        ))}
      </ul>
    </>
  );
}

/**
 * @param {() => Row[]} rows
 * @param {unknown} run
 */
function useSampled(rows, run) {
  const take = () => {
    const all = rows();
    return { sample: sampleRows(all), count: all.length };
  };
  const [sampled, setSampled] = useState(take);
  useEffect(() => {
    const refresh = () => {
      const all = rows();
      setSampled((before) => (before.count === all.length && before.sample.at(-1) === all.at(-1) ? before : take()));
    };
    refresh();
    const timer = setInterval(refresh, INTERVAL);
    return () => clearInterval(timer);
  }, [run]);
  return sampled;
}

/**
 * @param {number | null} value
 * @param {(value: number) => string} write
 */
function written(value, write) {
  if (value === null) return '';
  return Number.isFinite(value) ? write(value) : text('notFinite');
}
