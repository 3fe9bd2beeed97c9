/** @file Copies the drawings of a class of another set, or of one's own hand, into a class of this one. */

import { useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { digits, HAND, newSample } from '../../samples/samples.js';
import { text } from './words.js';

/** @param {{ set: import('../../samples/samples.js').ClassSet }} props */
export function Copy({ set }) {
  const { state, actions } = useApp();
  const samples = state.samples.value;
  const sets = [
    { id: HAND, title: text('hand'), names: digits },
    ...state.classSets.value.filter(({ id }) => id !== set.id),
  ];
  const sources = sets.flatMap(({ id, title, names }) =>
    names.flatMap((label) => {
      const own = samples.filter((sample) => sample.set === id && sample.label === label);
      return own.length > 0 ? [{ key: `${id} ${label}`, title, label, own }] : [];
    }),
  );
  const [from, setFrom] = useState('');
  const [into, setInto] = useState(set.names[0] ?? '');
  const source = sources.find(({ key }) => key === from) ?? sources[0];
  if (!source) return null;
  const copy = () =>
    actions.changeSamples((all) => {
      const grown = [...all];
      for (const { strokes, pixels } of source.own)
        grown.push(newSample(grown, { set: set.id, label: into, strokes, ...(pixels && { pixels }) }));
      return grown;
    });
  return (
    <details class="own-classes-copy">
      <summary>{text('copy')}</summary>
      <div class="own-classes-head">
        <label>
          <span>{text('copyFrom')}</span>
          <select class="input" value={source.key} onChange={(event) => setFrom(event.currentTarget.value)}>
            {sources.map(({ key, title, label, own }) => (
              <option key={key} value={key}>
                {text('copyLabel', { label, set: title, count: own.length })}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{text('copyInto')}</span>
          <select class="input" value={into} onChange={(event) => setInto(event.currentTarget.value)}>
            {set.names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="button" onClick={copy}>
          {text('copyDo')}
        </button>
      </div>
    </details>
  );
}
