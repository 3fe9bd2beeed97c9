/** @file What is said besides a result: it is computed, it has failed, it means nothing yet. */

import { useApp } from '../../app/context.js';
import { Failed } from '../../app/failed.jsx';
import { translator } from '../../app/language.js';
import { messageOf } from '../../app/messages.js';
import { focusTab } from './focus.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @param {object} props
 * @param {{ error: unknown, slow: boolean, retry: () => void }} props.result
 * @param {boolean} props.finite whether what the network gives are numbers
 * @param {string} [props.busy] what is said while it is slow
 */
export function Status({ result: { error, slow, retry }, finite, busy = text('computing') }) {
  const untrained = useApp().state.position.value.step === 0;
  if (error)
    return (
      <Failed
        class="feature-error"
        onRetry={({ currentTarget }) => {
          focusTab(currentTarget);
          retry();
        }}
      >
        {text('failed', { message: messageOf(error) })}
      </Failed>
    );
  const words = !finite ? text('notFinite') : slow ? busy : untrained ? text('untrained') : '';
  return words ? (
    <p class="why-note" role="status">
      {words}
    </p>
  ) : null;
}
