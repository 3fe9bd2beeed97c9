/**
 * @file Joins the store, both workers, the address and what is kept to the actions that features call. It decides what a
 * change of the experiment means; how a worker is driven is the business of the two controls.
 */

import { effectOf, lowerRate, withDataset, withSpec } from '../shared/experiment.js';
import { applyPreset, presets } from '../shared/presets/index.js';
import { newId } from '../storage/new-id.js';
import { Announcer } from './announcer.js';
import { apart } from './apart.js';
import { clearDrawing, undo } from './features/draw/strokes.js';
import { PacedUpdates } from './paced-updates.js';
import { PredictionControl } from './prediction-control.js';
import { MAX_BYTES, MAX_BYTES_ALONE, RunStore } from './runs/run-store.js';
import { UndoStack } from './runs/undo-stack.js';
import { freshRun, runOf } from './state.js';
import { TrainingControl } from './training-control.js';

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./actions.js').Actions} Actions
 * @typedef {import('./actions.js').EditOptions} EditOptions
 * @typedef {import('../shared/experiment.js').Experiment} Experiment
 *
 * @typedef {object} Environment
 * @property {import('./keeping/keeping.js').Keeping} keeping
 * @property {(name: 'training' | 'prediction') => Worker} startWorker
 * @property {import('./main-thread-predictor.js').MainThreadPredictor} mainThreadPredictor
 * @property {(preferences: import('./preferences.js').Preferences) => void} onPreferences
 * @property {(language: import('./app/language.js').Language) => void} onLanguage
 * @property {(route: string) => void} navigate
 * @property {() => void} flushAddress
 */

/**
 * @param {import('./store.js').Store<State>} store
 * @param {Environment} environment
 * @returns {{ actions: Actions, ask: import('./app/queries.js').Ask, training: TrainingControl }}
 */
export function createController(store, environment) {
  const announcer = new Announcer(store);
  const updates = new PacedUpdates(store);
  const { keeping } = environment;
  keeping.read = () => updates.get();
  const prediction = new PredictionControl(
    store,
    () => environment.startWorker('prediction'),
    (port) => training.send({ type: 'snapshots', port }, [port]),
    environment.mainThreadPredictor,
  );
  const training = new TrainingControl(store, {
    startWorker: () => environment.startWorker('training'),
    attach: (run) => prediction.open(run),
    attachStorage: () => keeping.attach(),
    lastState: () => keeping.lastState(),
    onEpoch: (epoch, accuracy) => announcer.epochEnded(epoch, accuracy),
    updates,
  });
  const runs = new RunStore(
    () => keeping.keepRun(),
    (id, step) => keeping.library.runs.checkpoint(id, step),
    () => (keeping.isOff ? MAX_BYTES_ALONE : MAX_BYTES),
  );
  const undoStack = new UndoStack();

  /** @param {import('./runs/undo-stack.js').Entry} entry @param {EditOptions} options */
  const remember = (entry, { label, merge }) => {
    undoStack.push(entry, merge, performance.now());
    const replaced = entry.run ? label : store.get().replaced;
    store.update({ undo: undoStack.sizes, replaced });
  };

  /** Files the present run, where something was trained. */
  const fileRun = () => {
    updates.flush();
    return runs.file(store.get(), training.save());
  };

  /** What Undo brings back: the filed run, or the weights of a network that was not trained. */
  const presentRun = () => {
    const state = store.get();
    return fileRun() ?? { id: 0, experiment: state.experiment, run: runOf(state), checkpoint: training.save(true) };
  };

  /** The present run, where something was trained, or weights were set by hand. */
  const keptRun = () => (store.get().events.length > 0 ? presentRun() : fileRun());

  /** @param {EditOptions} options */
  const followingRun = ({ carry, parent = null }) => {
    const { id, position } = store.get();
    return { ...freshRun(), parent: carry && position.step > 0 ? { id, step: position.step } : parent };
  };

  /** @param {Experiment} next @param {EditOptions} options */
  const edit = (next, options) => {
    const { experiment, events, position } = store.get();
    const effect = options.anew ? 'rebuild' : effectOf(experiment, next);
    if (effect === null) return;
    const run = effect === 'rebuild' ? keptRun() : null;
    remember({ experiment, run, replaces: effect === 'rebuild' }, options);
    store.update({ experiment: next });
    if (effect === 'rebuild') {
      store.update({ damage: null });
      return training.rebuild({ ...options, run: followingRun(options) });
    }
    if (effect === 'reopen') return training.reopen();
    if (position.step > 0) {
      const event = { step: position.step, kind: /** @type {const} */ ('changed'), label: options.label };
      store.update({ events: [...events.filter((one) => one.step !== event.step || one.kind !== 'changed'), event] });
    }
    training.configure();
  };

  /** @param {'undo' | 'redo'} direction */
  const travel = (direction) => {
    const entry = direction === 'undo' ? undoStack.last : undoStack.next;
    if (!entry) return;
    const { experiment } = store.get();
    const { replaces } = entry;
    undoStack[direction]({ experiment, run: replaces ? keptRun() : null, replaces });
    store.update({ undo: undoStack.sizes, replaced: null, experiment: entry.experiment });
    announcer.say(direction === 'undo' ? 'undone' : 'redone');
    if (!replaces)
      return effectOf(experiment, entry.experiment) === 'reopen' ? training.reopen() : training.configure();
    store.update({ damage: null });
    if (!entry.run) return training.rebuild({ carry: direction === 'redo' });
    training.rebuild({ checkpoint: entry.run.checkpoint, run: entry.run.run });
  };

  /** @param {State['drawing']} drawing @param {number} [at] time of the event */
  const draw = (drawing, at = performance.now()) => {
    store.update({ drawing, sample: null });
    updates.drawn();
    prediction.drawn(at);
    announcer.drawn();
  };

  /** @param {string} label */
  const rememberRun = (label) => {
    const run = keptRun();
    if (run) remember({ experiment: store.get().experiment, run, replaces: true }, { label });
  };

  /** @type {Actions['setWeight']} */
  const setWeight = async (weight, label) => {
    const { experiment } = store.get();
    const run = presentRun();
    // From here on two runs grow from the same curves.
    store.update({ history: store.get().history.copy() });
    const runId = newId();
    const step = await training.send({ type: 'setWeight', runId, ...weight });
    if (typeof step !== 'number') return false;
    // What had ended by itself may go on.
    if (['diverged', 'finished'].includes(store.get().status)) store.update({ status: 'paused', notice: null });
    remember({ experiment, run, replaces: true }, { label: 'weight' });
    const { configuration, events } = store.get();
    store.update({
      id: runId,
      parent: { id: run.run.id, step },
      events: [...events, { step, kind: 'changed', label }],
      configuration: { ...configuration, weights: [...(configuration.weights ?? []), { step, ...weight }] },
    });
    return true;
  };

  /** @param {NonNullable<State['sample']>} sample */
  const putOnPad = (sample) => {
    draw(clearDrawing(store.get().drawing));
    store.update({ sample });
    prediction.predictSample(sample.input);
  };

  /** @returns {Experiment} */
  const lowered = () => {
    const { experiment } = store.get();
    const optimizer = { ...experiment.spec.optimizer, learning_rate: lowerRate(experiment.spec) };
    return withSpec(experiment, { optimizer, schedule: undefined });
  };

  /** @type {Actions} */
  const actions = {
    toggle: () => training.toggle(),
    step: () => training.step(),
    reset: () => {
      rememberRun('reset');
      training.reset();
      announcer.say('reset');
    },
    editExperiment: (next, options) => edit(next, { carry: true, ...options }),
    preset: (name) => {
      const preset = presets.find((one) => one.name === name);
      if (preset) edit(applyPreset(preset, store.get().experiment), { label: 'preset' });
    },
    setDataset: (dataset) => edit(withDataset(store.get().experiment, dataset), { label: 'data' }),
    addOwnData: (data) => {
      const { ownData, experiment, status } = store.get();
      const { name } = data.dataSet;
      const others = ownData.filter(({ dataSet }) => dataSet.name !== name);
      store.update({ ownData: [data, ...others] });
      // A network that lacked these data is opened again.
      const { dataset } = experiment;
      if (status === 'error' && [dataset.name, dataset.hand?.name].includes(name)) training.retry();
    },
    renameOwnData: async (name, title) => (await import('./change-own-data.js')).rename(store, name, title),
    removeOwnData: async (name) => (await import('./change-own-data.js')).remove(store, name),
    changeSamples: (change) => store.update({ samples: change(store.get().samples) }),
    changeClassSets: (change) => store.update({ classSets: change(store.get().classSets) }),
    newSeed: () => {
      const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
      edit(withSpec(store.get().experiment, { seed }), { label: 'seed' });
    },
    setWeight,
    savedRun: () => training.save(true),
    flush: async () => {
      const { flush } = await import('./keeping/flush.js');
      updates.flush();
      return flush({ store, keeping, training });
    },
    openRun: ({ experiment, run, bytes }) => {
      remember({ experiment: store.get().experiment, run: presentRun(), replaces: true }, { label: 'file' });
      store.update({ experiment, damage: null });
      training.rebuild({ run, checkpoint: Promise.resolve({ bytes, position: run.position }) });
      store.update({ playWanted: false });
    },
    openFiled: async (id, step) => {
      const { branchOf, filedRun } = await import('./runs/filed-run.js');
      const { library } = keeping;
      const filed = await (step === undefined ? filedRun(library, id) : branchOf(library, id, step));
      if (!filed) return false;
      const { experiment, run, checkpoint } = filed;
      remember({ experiment: store.get().experiment, run: presentRun(), replaces: true }, { label: 'run' });
      store.update({ experiment, damage: null });
      training.rebuild({ run, checkpoint: Promise.resolve(checkpoint) });
      store.update({ playWanted: false });
      return true;
    },
    takeOver: () => keeping.takeOver(),
    undoChange: () => travel('undo'),
    redoChange: () => travel('redo'),
    closeUndoNotice: () => store.update({ replaced: null }),
    navigate: environment.navigate,
    flushAddress: environment.flushAddress,
    draw: (change, at) => draw(change(store.get().drawing), at),
    clear: () => draw(clearDrawing(store.get().drawing)),
    undo: () => draw(undo(store.get().drawing)),
    erase: (erasing) => store.update({ erasing }),
    damage: (damage) => {
      store.update({ damage });
      prediction.damaged();
    },
    openInsight: (tab, focus = null) => store.update({ insight: { ...store.get().insight, tab, focus } }),
    enlargeInsight: (large) => store.update({ insight: { ...store.get().insight, large } }),
    showSample: async (index) => {
      const sample = await training.query('sample', { index }).catch(() => null);
      if (sample) putOnPad(sample);
    },
    showInput: (input) => putOnPad({ index: null, label: null, input }),
    setPreparation: (preparation) => {
      const { drawing, sample } = store.get();
      store.update({ preparation });
      // Another input of the same strokes: answers to the one before are outdated. A sample needs no preparation.
      if (!sample) draw({ ...drawing, generation: drawing.generation + 1 });
    },
    setPreference: (name, value) => {
      store.update({ preferences: { ...store.get().preferences, [name]: value } });
      environment.onPreferences(store.get().preferences);
    },
    setLanguage: environment.onLanguage,
    retry: () => training.retry(),
    reload: () => location.reload(),
    goBack: async (next, step) => {
      const { goBack } = await import('./go-back.js');
      await goBack({ store, training, freshRun, runOf, fileRun: rememberRun }, next, step);
    },
    goOn: () => actions.goBack(lowered()),
    anew: () => {
      edit(lowered(), { label: 'learning_rate' });
      actions.reset();
      training.playNext();
    },
    onward: () => {
      edit(withSpec(store.get().experiment, { early_stopping: undefined }), { label: 'early_stopping' });
      training.playNext();
    },
    tellUnreachable: () => store.update({ notice: { key: 'network', detail: '', remedies: [], grave: false } }),
    closeNotice: () => store.update({ notice: null }),
    closeVerification: () => store.update({ verification: null }),
    startApart: () => apart(environment.startWorker('prediction')),
  };
  return {
    training,
    actions,
    ask: (place, name, params, signal) =>
      place === 'training' ? training.query(name, params, signal) : prediction.query(name, params, signal),
  };
}
