/**
 * @file Joins the store, both workers, the address and what is kept to the actions that panels call. It decides what a
 * change of settings means; how a worker is driven is the business of the two controls.
 */

import { writeAddress } from '../shared/address.js';
import { lowerRate, optimizerNamed } from '../shared/optimizers.js';
import { applyPreset, presets } from '../shared/presets/index.js';
import { effectOf } from '../shared/settings.js';
import { clearDrawing, undo } from './draw/strokes.js';
import { keepDrawing, keepNetwork } from './keeping.js';
import { MainThreadPredictor } from './main-thread-predictor.js';
import { PredictionControl } from './prediction-control.js';
import { Speech } from './speech.js';
import { TrainingControl } from './training-control.js';

/** Milliseconds that a drawing rests before it is kept, and before a network is: that takes some, between two strokes. */
const REST = 400;

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./actions.js').Actions} Actions
 * @typedef {import('../shared/settings.js').Settings} Settings
 *
 * @param {import('./store.js').Store<State>} store
 * @param {object} surroundings
 * @param {Settings} surroundings.defaults
 * @param {import('./storage.js').Storage} surroundings.storage
 * @param {import('./training-control.js').Checkpoint | null} surroundings.checkpoint
 * @param {(name: 'training' | 'prediction') => Worker} surroundings.startWorker
 * @param {() => Promise<import('inkgrad').Inkgrad>} surroundings.loadInkgrad on the page's own thread
 * @returns {{ actions: Actions, start: () => void }}
 */
export function createLaboratory(store, { defaults, storage, checkpoint, startWorker, loadInkgrad }) {
  const speech = new Speech(store);
  const prediction = new PredictionControl(
    store,
    () => startWorker('prediction'),
    (port) => training.reattach(port),
    new MainThreadPredictor(loadInkgrad),
  );
  const training = new TrainingControl(store, {
    startWorker: () => startWorker('training'),
    attach: (run) => prediction.open(run),
    onCheckpoint: (found) => {
      unkept = { checkpoint: found };
      if (keeping === undefined) keep();
    },
    onEpoch: (epoch, accuracy) => speech.epochEnded(epoch, accuracy),
    checkpoint,
  });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let keeping;
  /** @type {{ checkpoint: import('./training-control.js').Checkpoint | null } | null} */
  let unkept = null;
  const keep = () => {
    if (unkept) keepNetwork(storage, store.get(), unkept.checkpoint);
    unkept = null;
  };

  /**
   * @param {State['drawing']} drawing
   * @param {number} [at] time of the event
   */
  const draw = (drawing, at = performance.now()) => {
    store.update({ drawing });
    prediction.drawn(at);
    speech.drawn();
    clearTimeout(keeping);
    keeping = setTimeout(() => {
      keeping = undefined;
      keepDrawing(storage, store.get());
      keep();
    }, REST);
  };

  /** @param {Settings} settings */
  const set = (settings) => {
    const { settings: before, theme } = store.get();
    const effect = effectOf(before, settings);
    store.update({ settings, theme: settings.theme === before.theme ? theme : theme + 1 });
    const { search, hash } = writeAddress(settings, defaults, location.search);
    history.replaceState(null, '', `${location.pathname}${search}${hash}`);
    if (effect === 'rebuild') training.rebuild();
    else if (effect === 'reopen') training.reopen();
    else if (effect === 'live') training.configure();
  };

  return {
    start: () => training.open(),
    actions: {
      toggle: () => training.toggle(),
      step: () => training.step(),
      reset: () => training.reset(),
      change: (changes) => set(withUsualRate(store.get().settings, changes)),
      preset: (name) => {
        const preset = presets.find((one) => one.name === name);
        if (preset) set(applyPreset(preset, store.get().settings));
      },
      draw: (change, at) => draw(change(store.get().drawing), at),
      clear: () => draw(clearDrawing(store.get().drawing)),
      undo: () => draw(undo(store.get().drawing)),
      erase: (erasing) => store.update({ erasing }),
      retry: () => training.retry(),
      goOn: () => {
        set(withLowerRate(store.get().settings));
        training.playNext();
      },
      anew: () => {
        set(withLowerRate(store.get().settings));
        training.reset();
        training.playNext();
      },
      onward: () => {
        set({ ...store.get().settings, patience: 0 });
        training.playNext();
      },
      reload: () => location.reload(),
      closeNotice: () => store.update({ notice: null }),
    },
  };
}

/**
 * @param {Settings} settings
 * @returns {Settings}
 */
export function withLowerRate(settings) {
  return { ...settings, learning_rate: lowerRate(settings), schedule: 'constant' };
}

/**
 * Another optimiser comes with the rate that it usually works with, unless the person has chosen one.
 *
 * @param {Settings} settings
 * @param {Partial<Settings>} changes
 * @returns {Settings}
 */
export function withUsualRate(settings, changes) {
  const { optimizer } = changes;
  if (!optimizer || settings.learning_rate !== optimizerNamed(settings.optimizer).usualRate) {
    return { ...settings, ...changes };
  }
  return { ...settings, learning_rate: optimizerNamed(optimizer).usualRate, ...changes };
}
