/** @file The head of the place: the network in two numbers, undo and redo. */

import { useApp } from '../../app/context.js';
import { placedMessageOf } from '../../app/messages.js';
import { countText, text } from './words.js';

/** @param {{ network: import('./rows.js').Network }} props */
export function Head({ network }) {
  const { state, actions } = useApp();
  const { past, future } = state.undo.value;
  const { fault } = network;
  return (
    <header class="build-head">
      <h2 class="title">{text('network')}</h2>
      <dl class="build-totals">
        <div>
          <dt>{text('totalParameters')}</dt>
          <dd>{countText(network.parameters)}</dd>
        </div>
        <div>
          <dt>{text('totalCost')}</dt>
          <dd>{countText(network.multiplyAdds)}</dd>
        </div>
      </dl>
      <div class="build-undo">
        <Undo label={text('undo')} possible={past > 0} run={() => actions.undoChange()} />
        <Undo label={text('redo')} possible={future > 0} run={() => actions.redoChange()} />
      </div>
      {fault && (
        <p class="build-fault" role="status">
          {placedMessageOf(fault)}
        </p>
      )}
    </header>
  );
}

/**
 * Stays focusable while it can do nothing, so that the focus is not lost by the last press.
 *
 * @param {{ label: string, possible: boolean, run: () => void }} props
 */
function Undo({ label, possible, run }) {
  return (
    <button type="button" class="button" aria-disabled={!possible} onClick={() => possible && run()}>
      {label}
    </button>
  );
}
