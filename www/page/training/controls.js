/** @file Play, step and reset, with the state of the training; on a phone this is the bar at the bottom. */

import { element, icon, put } from '../dom.js';
import { percent, quantity } from '../format.js';
import { view } from '../store.js';
import { text } from '../translate.js';

const PLAY = 'M4 2.5v11l9-5.5z';
const PAUSE = 'M4 2.5h3v11H4zM9 2.5h3v11H9z';

/** @typedef {import('../state.js').State} State */

/**
 * @param {import('../actions.js').Actions} actions
 * @returns {import('../actions.js').Panel}
 */
export function createControls(actions) {
  const name = element('span');
  const [play, pause] = [icon(PLAY), icon(PAUSE)];
  const toggle = element('button', { type: 'button', class: 'button main' }, [play, pause, name]);
  const step = element('button', { type: 'button', class: 'button', text: 'training.step' });
  const reset = element('button', { type: 'button', class: 'button', text: 'training.reset' });
  const status = element('span', { class: 'status', 'data-testid': 'status', 'data-state': 'loading' });
  const epoch = element('span', { class: 'epoch', 'data-testid': 'epoch' });
  const bar = { validation: element('strong'), loss: element('strong') };
  const numbers = element('div', { class: 'bar-numbers', 'aria-hidden': 'true' }, [
    element('span', {}, [bar.validation, element('span', { class: 'caption', text: 'training.validation' })]),
    element('span', {}, [bar.loss, element('span', { class: 'caption', text: 'training.loss' })]),
  ]);
  toggle.addEventListener('click', actions.toggle);
  step.addEventListener('click', actions.step);
  reset.addEventListener('click', actions.reset);
  const standing = element('div', { class: 'standing' }, [status, epoch]);
  const root = element('div', { class: 'controls' }, [
    element('div', { class: 'bar-bottom' }, [toggle, step, numbers]),
    reset,
    standing,
  ]);

  const showStatus = view(
    (/** @type {State} */ { status: now, playWanted, settings }) => [now, playWanted, settings.lang],
    ([now, wanted]) => {
      const playing = now === 'running' || (now === 'loading' && wanted);
      play.classList.toggle('hidden', playing);
      pause.classList.toggle('hidden', !playing);
      name.textContent = text(playing ? 'training.pause' : 'training.play');
      status.dataset.state = now;
      status.textContent = text(`status.${now}`);
      step.disabled = now === 'loading' || now === 'error';
      toggle.disabled = now === 'error' || now === 'diverged';
    },
  );
  const showNumbers = view(
    (/** @type {State} */ { standing: at, progress, validation, settings }) => [
      at.epoch,
      progress,
      validation,
      settings.lang,
    ],
    ([at, progress, validation]) => {
      epoch.dataset.value = String(at);
      put(epoch, text('training.epoch', { epoch: at.toFixed(at < 100 ? 2 : 1) }));
      put(bar.loss, progress ? quantity(progress.loss) : '–');
      put(bar.validation, validation?.accuracy == null ? '–' : percent(validation.accuracy));
    },
  );
  return {
    root,
    show(state) {
      showStatus(state);
      showNumbers(state);
    },
  };
}
