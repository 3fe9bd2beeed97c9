/** @file The line that says how old the last kept state of the run is, and whether another tab trains the run before it. */

import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../app/context.js';
import { whole } from '../app/format.js';
import { language, languageTag, translator } from '../app/language.js';
import { texts } from './saved-texts.js';

const text = translator(texts);

/** Seconds from which on the age of a state is told. */
const TOLD_FROM = 5;

/** Milliseconds between two looks at the clock. */
const TICK = 1000;

export default function Saved() {
  const { state } = useApp();
  const { step, at, state: kept } = state.saved.value;
  return (
    <>
      <span data-testid="saved" data-step={step} data-state={kept} title={text('explained')}>
        <Line step={step} at={at} kept={kept} />
      </span>
      <Elsewhere />
    </>
  );
}

/** @param {{ step: number, at: number | null, kept: import('../state.js').Saved['state'] }} props */
function Line({ step, at, kept }) {
  const age = useAge(at);
  const values = { step: whole(step) };
  if (kept === 'off' || kept === 'full') return text(kept, values);
  if (step === 0) return text('nothing');
  if (age < TOLD_FROM) return text('now', values);
  return text('ago', { ...values, age: ago(age) });
}

/**
 * @param {number | null} at time in milliseconds
 * @returns {number} seconds since then; a second's difference does not redraw before it is told
 */
function useAge(at) {
  const seconds = () => (at === null ? 0 : Math.max(0, Math.floor((Date.now() - at) / 1000)));
  const [age, setAge] = useState(seconds);
  useEffect(() => {
    setAge(seconds());
    const timer = setInterval(() => {
      if (!document.hidden && seconds() >= TOLD_FROM) setAge(seconds());
    }, TICK);
    return () => clearInterval(timer);
  }, [at]);
  return age;
}

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** @param {number} seconds */
function ago(seconds) {
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(languageTag(), { numeric: 'always' }).format(-Math.floor(seconds / size), unit);
}

function Elsewhere() {
  const { state, actions } = useApp();
  const elsewhere = state.elsewhere.value;
  if (!elsewhere || !language.value) return null;
  const { name, step } = elsewhere;
  return (
    <span class="elsewhere" role="status">
      {text(name === '' ? 'elsewhere' : 'elsewhereNamed', { name, step: whole(step) })}{' '}
      <button type="button" class="link" onClick={actions.takeOver}>
        {text('takeOver')}
      </button>
    </span>
  );
}
