/** @file How far the data are here, and how far the epoch is: one thin bar and one line of text. */

import { element, put } from '../dom.js';
import { whole } from '../format.js';
import { view } from '../store.js';
import { text } from '../translate.js';

/** @typedef {import('../state.js').State} State */

/** @returns {import('../actions.js').Panel} */
export function createProgress() {
  const fill = element('span', { class: 'bar-fill' });
  const track = element(
    'div',
    {
      class: 'bar-track thin',
      role: 'progressbar',
      label: 'training.progress',
      'aria-valuemin': 0,
      'aria-valuemax': 100,
    },
    [fill],
  );
  const [what, where] = [element('span'), element('span')];
  const root = element('div', { class: 'progress' }, [track, element('p', { class: 'caption' }, [what, where])]);
  const show = view(
    (/** @type {State} */ { data, standing, progress, network, status, settings }) => [
      data,
      standing,
      progress,
      network,
      status,
      settings.lang,
    ],
    ([data, standing, progress, network, status]) => {
      const ended = status === 'finished' && Number.isInteger(standing.epoch);
      const share = data ? data.loaded / data.total : ended ? 1 : standing.epoch % 1;
      fill.style.transform = `scaleX(${share})`;
      fill.classList.toggle('second', data !== null);
      track.setAttribute('aria-valuenow', String(Math.round(100 * share)));
      put(what, data ? tellData(data) : tellEpoch(standing, progress, network, status));
      put(where, tellSet(standing, network));
    },
  );
  return { root, show };
}

/** @param {{ loaded: number, total: number }} data */
function tellData({ loaded, total }) {
  return text('training.streaming', { loaded: whole(loaded), total: whole(total) });
}

/**
 * @param {State['standing']} standing
 * @param {State['progress']} progress
 * @param {State['network']} network
 * @param {State['status']} status
 */
function tellEpoch({ epoch, wholeSince }, progress, network, status) {
  if (!network) return '';
  const ended = status === 'finished' && Number.isInteger(epoch);
  const number = { epoch: Math.floor(epoch) + (ended ? 0 : 1) };
  if (wholeSince === null || status !== 'running' || !progress) return text('training.epochPart', number);
  const left = ((1 - (epoch % 1)) * network.counts.train) / progress.samplesPerSecond;
  return text('training.epochLeft', { ...number, left: left.toFixed(1) });
}

/**
 * @param {State['standing']} standing
 * @param {State['network']} network
 */
function tellSet({ wholeSince }, network) {
  if (!network) return '';
  const count = whole(network.counts.train);
  return wholeSince === null
    ? text('training.warmup', { count })
    : text('training.whole', { count, step: whole(wholeSince) });
}
