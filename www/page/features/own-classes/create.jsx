/** @file Names a new set of classes. What is wrong with the names is said beside the field. */

import { useState } from 'preact/hooks';
import { newId } from '../../../storage/new-id.js';
import { parseNames } from '../../samples/class-names.js';
import { text } from './words.js';

/**
 * @param {object} props
 * @param {readonly import('../../samples/samples.js').ClassSet[]} props.known
 * @param {(set: import('../../samples/samples.js').ClassSet) => void} props.onCreate
 * @param {(() => void) | null} props.onCancel null where there is no set to go back to
 */
export function Create({ known, onCreate, onCancel }) {
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const { names, fault, found } = parseNames(typed);
  const same = known.some((set) => set.names.join('\n') === names.join('\n'));
  const wrong = fault ?? (same ? 'same' : null);
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    setTried(true);
    if (!wrong) onCreate({ id: newId(), title: names.join(', '), names });
  };
  return (
    <form class="own-classes-create" onSubmit={submit}>
      <label>
        <span>{text('names')}</span>
        <input
          class="input"
          value={typed}
          placeholder={text('namesHint')}
          autocomplete="off"
          aria-invalid={tried && wrong !== null}
          aria-describedby="own-classes-fault"
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button main">
        {text('create')}
      </button>
      {onCancel && (
        <button type="button" class="button" onClick={onCancel}>
          {text('cancel')}
        </button>
      )}
      <p id="own-classes-fault" class="own-classes-fault" role="status">
        {tried && wrong ? text(`fault.${wrong}`, { found }) : ''}
      </p>
    </form>
  );
}
