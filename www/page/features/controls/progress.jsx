/** @file How far the data are here, and how far the epoch is: one thin bar and one line of text. */

import { dataSetOf, isTable } from '../../../shared/data-sets.js';
import { useApp } from '../../app/context.js';
import { whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { texts } from './texts.js';

const text = translator(texts);

/** @typedef {import('../../store.js').Signals<import('../../state.js').State>} Signals */

export function Progress() {
  const { state } = useApp();
  const data = state.dataProgress.value;
  const { epoch } = state.position.value;
  const ended = state.status.value === 'finished' && Number.isInteger(epoch);
  const share = data ? data.loaded / data.total : ended ? 1 : epoch % 1;
  return (
    <div class="progress">
      <div
        class="bar-track thin"
        role="progressbar"
        aria-label={text('progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * share)}
      >
        <span class={data ? 'bar-fill second' : 'bar-fill'} style={{ transform: `scaleX(${share})` }} />
      </div>
      <p class="caption">
        <span>
          {data ? text('streaming', { loaded: whole(data.loaded), total: whole(data.total) }) : epochText(state, ended)}
        </span>
        <span>{setText(state)}</span>
      </p>
    </div>
  );
}

/**
 * @param {Signals} state
 * @param {boolean} ended with the end of an epoch
 */
function epochText(state, ended) {
  const network = state.network.value;
  const progress = state.progress.value;
  const { epoch, wholeSince } = state.position.value;
  if (!network) return '';
  const number = Math.floor(epoch) + (ended ? 0 : 1);
  if (wholeSince === null || state.status.value !== 'running' || !progress) return text('epochPart', { epoch: number });
  const left = ((1 - (epoch % 1)) * network.counts.train) / progress.samplesPerSecond;
  return text('epochLeft', { epoch: number, left: left.toFixed(1) });
}

/** @param {Signals} state */
function setText(state) {
  const network = state.network.value;
  const { wholeSince } = state.position.value;
  if (!network) return '';
  const count = whole(network.counts.train);
  const rows = isTable(dataSetOf(state.experiment.value.dataset));
  return text(wholeSince === null ? 'warmup' : rows ? 'rows' : 'whole', { count });
}
