/** @file What was read, what it can be taken for, and the view of the interpretation that is chosen. */

import { useMemo, useState } from 'preact/hooks';
import { late } from '../../app/late.jsx';
import { faultText } from './fault-text.js';
import { text } from './words.js';

/**
 * @typedef {import('../../app/interpretations.js').Interpretation} Interpretation
 * @typedef {import('../../app/interpretations.js').InterpretationProps} Props
 */

/**
 * @param {Omit<Props, 'onEnd'> & { choices: readonly Interpretation[], onClose: () => void }} props
 */
export function Review({ source, choices, onUse, onClose }) {
  const suited = choices
    .map((choice) => ({ choice, suits: choice.accepts(source.items) }))
    .filter(({ suits }) => suits > 0)
    .sort((a, b) => b.suits - a.suits)
    .map(({ choice }) => choice);
  const [wanted, setWanted] = useState(/** @type {string | null} */ (null));
  const chosen = suited.find(({ id }) => id === wanted) ?? suited[0];
  const faulty = source.items.filter(({ kind }) => kind === 'unreadable' || (kind === 'text' && !chosen));
  const leave = (
    <button type="button" class="button" onClick={onClose}>
      {text(chosen ? 'cancel' : 'close')}
    </button>
  );
  return (
    <div class="data-review">
      {faulty.length > 0 && (
        <ul class="data-faults">
          {faulty.map((item) => (
            <li key={item.name}>
              <strong>{item.name}</strong>: {faultText(item)}
            </li>
          ))}
        </ul>
      )}
      {!chosen && (
        <p role="alert" class="data-fault">
          {text('noReading')} {text('nothingChanged')}
        </p>
      )}
      {suited.length > 1 && (
        <label class="data-field">
          <span>{text('takeFor')}</span>
          <select class="input" value={chosen?.id} onChange={(event) => setWanted(event.currentTarget.value)}>
            {suited.map(({ id, title }) => (
              <option key={id} value={id}>
                {title()}
              </option>
            ))}
          </select>
        </label>
      )}
      {chosen ? (
        <Chosen key={chosen.id} choice={chosen} source={source} onUse={onUse} onEnd={onClose}>
          {leave}
        </Chosen>
      ) : (
        <div class="data-buttons">{leave}</div>
      )}
    </div>
  );
}

/** @param {Props & { choice: Interpretation }} props */
function Chosen({ choice, ...props }) {
  const View = useMemo(() => late(choice.load), [choice]);
  return <View {...props} />;
}
