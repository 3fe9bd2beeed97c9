/** @file What the page knows: the state of the store, and how it begins. */

import { newId } from '../storage/new-id.js';
import { History } from './history.js';

/**
 * @typedef {import('../shared/experiment.js').Experiment} Experiment
 * @typedef {import('../shared/protocol.js').LayerRow} LayerRow
 * @typedef {import('../shared/protocol.js').Progress} Progress
 * @typedef {import('../shared/protocol.js').TrainingPosition} TrainingPosition
 * @typedef {import('./features/draw/strokes.js').Drawing} Drawing
 * @typedef {import('./preferences.js').Preferences} Preferences
 * @typedef {'loading' | 'ready' | 'running' | 'paused' | 'finished' | 'diverged' | 'error'} Status
 * @typedef {{ step: number, loss: number, accuracy: number | null, confusion: Uint32Array | null,
 *   regression?: import('../shared/protocol.js').Regression | null }} Validation `confusion` over the validation data: classes ×
 *   classes, rows the truth
 * @typedef {{ tab: string, focus: Record<string, unknown> | null, large: boolean }} Insight the open tab of the strip, and
 *   what another part of the page has asked it to show, as in `{ truth: 4, answer: 9 }`
 * @typedef {{ rows: LayerRow[], backend: import('../shared/protocol.js').Backend, counts: { train: number, validation: number } }}
 *   Network
 * @typedef {{ probabilities: Float32Array, input: Float32Array, milliseconds: number, generation: number }} Answer
 * @typedef {{ index: number | null, label: number | null, input: Float32Array }} Sample a picture on the pad: of the validation
 *   data, or another one, which has no index
 * @typedef {{ steps: Record<'crop' | 'box' | 'average' | 'centre' | 'polarity', boolean>, prepare: (raw: { pixels: Uint8Array,
 *   width: number, height: number }, data: import('../shared/data-sets.js').DataSet) => Float32Array | null }} Preparation
 *   of drawings where some of its steps are left out
 * @typedef {{ generation: number, state: 'known' | 'unknown', value: number }} Unfamiliar how unlike anything learned the
 *   drawing is, 0..1
 * @typedef {{ dataSet: import('../shared/data-sets.js').DataSet, content: Blob, samples: number }} OwnData
 * @typedef {import('../storage/records.js').RunRecord} RunRecord
 * @typedef {{ step: number, at: number | null, state: 'saving' | 'saved' | 'full' | 'off' }} Saved the last state of the run
 *   that is kept, and when that was, in milliseconds; `off`: not beyond this visit
 * @typedef {{ id: string, name: string, step: number }} Elsewhere
 * @typedef {import('./samples/samples.js').KeptSample} KeptSample
 * @typedef {import('./samples/samples.js').ClassSet} ClassSet
 * @typedef {{ step: number, kind: 'changed' | 'diverged' | 'early_stopping' | 'started', label: string }} RunEvent
 */

/**
 * Something the person should know: a text by its key, what an error said (where the core said it, the fault), and what
 * can be done about it. `say` gives the text where it is not one of the frame's.
 *
 * @typedef {'retry' | 'reload' | 'goOn' | 'anew' | 'onward' | 'undoChange'} Remedy
 * @typedef {{ key: string, values?: Record<string, string | number>, detail: string, say?: () => string,
 *   fault?: import('./app/messages.js').Fault, remedies: Remedy[], grave: boolean }}
 *   Notice
 */

/**
 * With the build and the data, all that is needed to get the same bits again.
 *
 * @typedef {object} RunConfiguration
 * @property {import('inkgrad').Spec | null} spec as it began
 * @property {number | null} wholeSince step at which the whole set took the shard's place
 * @property {{ step: number, changes: import('inkgrad').SpecChanges }[]} changes
 * @property {({ step: number } & import('../shared/protocol.js').WeightEdit)[]} [weights] set by hand
 * @property {import('../shared/table.js').Table} [table] by which rows are standardised, also where their data are lost
 */

/**
 * What belongs to one run, and goes with it when it is filed.
 *
 * @typedef {object} RunState
 * @property {string} id in the library
 * @property {import('../storage/records.js').Parent | null} parent run and step from which it began
 * @property {TrainingPosition} position
 * @property {Progress | null} progress
 * @property {Validation | null} validation
 * @property {History} history grows in place; `points` tells that it has
 * @property {number} points
 * @property {RunEvent[]} events
 * @property {RunConfiguration} configuration
 */

/**
 * @typedef {object} PageState
 * @property {Experiment} experiment
 * @property {Preferences} preferences
 * @property {Status} status
 * @property {boolean} playWanted it should play, and the worker has not begun to
 * @property {Network | null} network null while it is built
 * @property {{ loaded: number, total: number } | null} dataProgress of the whole set, null once it is all here
 * @property {Drawing} drawing
 * @property {boolean} erasing
 * @property {Sample | null} sample
 * @property {Preparation | null} preparation of drawings where steps of it are left out, else null
 * @property {boolean} asking a drawing waits for its answer
 * @property {Answer | null} answer to the drawing as it is
 * @property {number} applied counted up when the prediction worker has newer weights
 * @property {import('../shared/protocol.js').Damage | null} damage of the copy that answers, null while nothing is broken
 * @property {{ dead: boolean } | null} health of the network, for the drawing as it is
 * @property {Unfamiliar | null} unfamiliar null while nothing is known of it
 * @property {Insight} insight
 * @property {Notice | null} notice
 * @property {number} theme counted up when colours change, so that canvases are painted anew
 * @property {{ key: string, values: Record<string, string | number> } | null} spoken for the live region
 * @property {{ past: number, future: number }} undo changes that can be taken back, and made again
 * @property {import('../shared/links.js').Address | null} verification of the opened link, where it tells how its run begins
 * @property {string | null} replaced what was replaced by the last change: the undo notice is shown
 * @property {RunRecord[]} runs of the library, the oldest first, the present one among them once it is trained
 * @property {Saved} saved
 * @property {Elsewhere | null} elsewhere the run that another tab trains, and from which this one began
 * @property {number} libraryChanges counted up when samples or data sets of the library have changed, in any tab
 * @property {OwnData[]} ownData one's own data sets, the newest first
 * @property {KeptSample[]} samples labelled drawings that were kept, the oldest first
 * @property {ClassSet[]} classSets one's own classes, the oldest first
 *
 * @typedef {PageState & RunState} State
 */

/**
 * @param {Experiment} experiment
 * @param {Preferences} preferences
 * @param {Drawing} drawing
 * @returns {State}
 */
export function initialState(experiment, preferences, drawing) {
  return {
    experiment,
    preferences,
    status: 'loading',
    playWanted: false,
    network: null,
    dataProgress: null,
    ...freshRun(),
    drawing,
    erasing: false,
    sample: null,
    preparation: null,
    asking: false,
    answer: null,
    applied: 0,
    damage: null,
    health: null,
    unfamiliar: null,
    insight: { tab: 'weights', focus: null, large: false },
    notice: null,
    verification: null,
    theme: 0,
    spoken: null,
    undo: { past: 0, future: 0 },
    replaced: null,
    runs: [],
    saved: { step: 0, at: null, state: 'saved' },
    elsewhere: null,
    libraryChanges: 0,
    ownData: [],
    samples: [],
    classSets: [],
  };
}

/** @returns {RunState} of a network that has not been trained */
export function freshRun() {
  return {
    id: newId(),
    parent: null,
    position: { wholeSince: null, step: 0, epoch: 0 },
    progress: null,
    validation: null,
    history: new History(),
    points: 0,
    events: [],
    configuration: { spec: null, wholeSince: null, changes: [] },
  };
}

/**
 * @param {RunState} state
 * @returns {RunState} what belongs to the run alone
 */
export function runOf({ id, parent, position, progress, validation, history, points, events, configuration }) {
  return { id, parent, position, progress, validation, history, points, events, configuration };
}

/**
 * @param {RunConfiguration} configuration
 * @param {number} step
 * @param {import('inkgrad').SpecChanges} changes of all that may change in a running session
 * @returns {RunConfiguration} the last changes at a step alone
 */
export function withChanges(configuration, step, changes) {
  if (!configuration.spec) return configuration;
  const earlier = configuration.changes.filter((entry) => entry.step !== step);
  return { ...configuration, changes: [...earlier, { step, changes }] };
}

/**
 * @param {Pick<State, 'experiment' | 'ownData' | 'configuration'>} state
 * @returns {import('../shared/protocol.js').DataCommand} what a worker is told of the data; their content is null where it comes
 *   with the page, or is lost
 */
export function dataCommand({ experiment: { dataset }, ownData, configuration }) {
  const contentOf = (/** @type {string | undefined} */ name) =>
    ownData.find(({ dataSet }) => dataSet.name === name)?.content ?? null;
  return {
    dataset,
    content: contentOf(dataset.name),
    table: configuration.table ?? null,
    ...(dataset.hand && { hand: contentOf(dataset.hand.name) }),
  };
}
