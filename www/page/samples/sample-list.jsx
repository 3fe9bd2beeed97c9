/** @file Kept drawings and pictures, by class: each can be given another class or be deleted, which can be taken back. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { dataSets } from '../../shared/data-sets.js';
import { adoptStyle } from '../app/adopt-style.js';
import { useApp } from '../app/context.js';
import { translator } from '../app/language.js';
import { Thumbnail } from '../app/thumbnail.jsx';
import style from './list.css' with { type: 'text' };
import { prepareAhead, preparedSample } from './prepared.js';
import { removedOf, removeSamples, restoreSamples } from './removed.js';
import { texts } from './texts.js';

adoptStyle(style);

const text = translator(texts);

/** Pictures that are shown at first, and more at each press. */
const SHOWN = 60;

/** All drawings can be shown as MNIST's pictures are, whatever their classes. */
const [SIDE, look] = [28, { ...dataSets.mnist, name: 'look' }];

/** @typedef {import('./samples.js').KeptSample} KeptSample */

/**
 * @param {object} props
 * @param {string} props.set
 * @param {readonly string[]} props.names
 * @param {boolean} [props.marked] whether those that are held back are marked
 */
export function SampleList({ set, names, marked = true }) {
  const { state, actions } = useApp();
  const [shown, setShown] = useState(SHOWN);
  const [chosen, setChosen] = useState(/** @type {string | null} */ (null));
  const grid = useRef(/** @type {HTMLUListElement | null} */ (null));
  const rank = (/** @type {KeptSample} */ { label }) => names.indexOf(label);
  const samples = state.samples.value
    .filter((sample) => sample.set === set)
    .sort((a, b) => rank(a) - rank(b) || a.created - b.created);
  const ready = usePictures(samples.slice(0, shown));
  const sample = samples.find(({ id }) => id === chosen) ?? null;
  const removed = removedOf(set);

  /** @param {KeptSample[]} gone */
  const remove = (gone) => {
    const ids = new Set(gone.map(({ id }) => id));
    const at = samples.findIndex(({ id }) => ids.has(id));
    const neighbour = gone.length === 1 ? (samples[at + 1] ?? samples[at - 1]) : undefined;
    setChosen(neighbour?.id ?? null);
    removeSamples(actions, set, gone);
    // The focus stays near.
    requestAnimationFrame(() => {
      const buttons = grid.current?.parentElement?.querySelectorAll('button') ?? [];
      const next = [...buttons].find((button) => button.dataset.id === neighbour?.id) ?? buttons[0];
      /** @type {HTMLElement | undefined} */ (next)?.focus();
    });
  };
  const restore = () => {
    setChosen(removed[0]?.id ?? null);
    restoreSamples(actions, set);
    requestAnimationFrame(() => grid.current?.querySelector('button')?.focus());
  };
  const relabel = (/** @type {string} */ label) =>
    actions.changeSamples((all) => all.map((one) => (one.id === chosen ? { ...one, label } : one)));

  return (
    <div class="samples">
      {samples.length === 0 && removed.length === 0 && <p class="caption">{text('none')}</p>}
      <ul class="samples-grid" ref={grid} aria-label={text('samples')}>
        {samples.slice(0, shown).map((one) => (
          <li key={one.id}>
            <Picture
              sample={one}
              held={marked && one.held}
              ready={ready}
              chosen={one.id === chosen}
              onChoose={() => setChosen(one.id === chosen ? null : one.id)}
              onRemove={() => remove([one])}
            />
          </li>
        ))}
      </ul>
      {samples.length > shown && (
        <button type="button" class="link" onClick={() => setShown(shown + SHOWN)}>
          {text('more', { count: Math.min(SHOWN, samples.length - shown) })}
        </button>
      )}
      {sample && (
        <div class="samples-chosen">
          <label>
            <span>{text('relabel')}</span>
            <select
              class="input"
              aria-label={text('relabelOf')}
              value={sample.label}
              onChange={(event) => relabel(event.currentTarget.value)}
            >
              {names.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <button type="button" class="button" onClick={() => remove([sample])}>
            {text('remove')}
          </button>
        </div>
      )}
      {removed.length > 0 && (
        <p class="samples-removed" role="status">
          {text('removed', { count: removed.length })}{' '}
          <button type="button" class="link" onClick={restore}>
            {text('restore')}
          </button>
        </p>
      )}
      {marked && samples.some(({ held }) => held) && <p class="caption">{text('held')}</p>}
      {samples.length > 1 && (
        <button type="button" class="link samples-all" onClick={() => remove(samples)}>
          {text('removeAll')}
        </button>
      )}
    </div>
  );
}

/**
 * @param {object} props
 * @param {KeptSample} props.sample
 * @param {boolean} props.held
 * @param {boolean} props.ready whether its picture is prepared
 * @param {boolean} props.chosen
 * @param {() => void} props.onChoose
 * @param {() => void} props.onRemove
 */
function Picture({ sample, held, ready, chosen, onChoose, onRemove }) {
  const { inkgrad } = useApp();
  const core = inkgrad.value;
  const input = ready && core ? preparedSample(sample, look, core) : null;
  const { id, label } = sample;
  return (
    <button
      type="button"
      class={held ? 'samples-picture held' : 'samples-picture'}
      data-testid="sample"
      data-id={id}
      data-label={label}
      aria-pressed={chosen}
      aria-label={text(sample.pixels ? 'sampleFile' : held ? 'sampleHeld' : 'sampleOf', { label })}
      onClick={onChoose}
      onKeyDown={(event) => event.key === 'Delete' && onRemove()}
    >
      <Thumbnail pixels={input && Uint8ClampedArray.from(input, (value) => 255 * value)} width={SIDE} height={SIDE} />
      <span aria-hidden="true">{label}</span>
    </button>
  );
}

/**
 * @param {KeptSample[]} samples
 * @returns {boolean} whether all of their pictures are prepared; that takes some time at first
 */
function usePictures(samples) {
  const core = useApp().inkgrad.value;
  const key = samples.map(({ id }) => id).join();
  const [ready, setReady] = useState('');
  useEffect(() => {
    let wanted = true;
    if (core) prepareAhead(samples, look, core).then(() => wanted && setReady(key));
    return () => {
      wanted = false;
    };
  }, [core, key]);
  return ready !== '' && (ready === key || samples.length === 0);
}
