/** @file What the page knows: the state of the store, and how it begins. */

import { History } from './history.js';

/**
 * @typedef {import('../shared/protocol.js').LayerRow} LayerRow
 * @typedef {import('../shared/protocol.js').Progress} Progress
 * @typedef {import('../shared/protocol.js').TrainingPosition} TrainingPosition
 * @typedef {import('../shared/settings.js').Settings} Settings
 * @typedef {import('./draw/strokes.js').Drawing} Drawing
 * @typedef {'loading' | 'ready' | 'running' | 'paused' | 'finished' | 'diverged' | 'error'} Status
 * @typedef {{ step: number, loss: number, accuracy: number | null }} Validation
 * @typedef {{ rows: LayerRow[], backend: import('../shared/protocol.js').Backend, counts: { train: number, validation: number } }}
 *   Network
 * @typedef {{ probabilities: Float32Array, input: Float32Array, milliseconds: number }} Answer
 * @typedef {{ layers: import('../shared/protocol.js').InspectedLayer[] }} Inside
 */

/**
 * Something the person should know: a text by its key, what an error said, and what can be done about it.
 *
 * @typedef {'retry' | 'reload' | 'goOn' | 'anew' | 'onward'} Remedy
 * @typedef {{ key: string, values?: Record<string, string>, detail: string, remedies: Remedy[], grave: boolean }} Notice
 */

/**
 * @typedef {object} State
 * @property {Settings} settings
 * @property {Status} status
 * @property {boolean} playWanted Play was pressed before the network was ready
 * @property {Network | null} network null while it is built
 * @property {TrainingPosition} standing
 * @property {{ loaded: number, total: number } | null} data progress of the whole set, null once it is all here
 * @property {Progress | null} progress
 * @property {Validation | null} validation
 * @property {History} history grows in place; `points` tells that it has
 * @property {number} points
 * @property {RunRecord} record
 * @property {Drawing} drawing
 * @property {boolean} erasing
 * @property {boolean} asking a drawing waits for its answer
 * @property {Answer | null} answer to the drawing as it is
 * @property {Inside | null} inside
 * @property {import('../shared/protocol.js').WeightTiles | null} tiles
 * @property {Notice | null} notice
 * @property {number} theme counted up when colours change, so that canvases are painted anew
 * @property {{ key: string, values: Record<string, string | number> } | null} spoken for the live region
 */

/**
 * With the build and the data, all that is needed to get the same bits again.
 *
 * @typedef {object} RunRecord
 * @property {import('inkgrad').Spec | null} spec as it began
 * @property {number | null} wholeSince step at which the whole set took the shard's place
 * @property {{ step: number, changes: import('inkgrad').SpecChanges }[]} changes
 */

/**
 * @param {Settings} settings
 * @param {Drawing} drawing
 * @returns {State}
 */
export function initialState(settings, drawing) {
  return {
    settings,
    status: 'loading',
    playWanted: false,
    ...freshRun(),
    drawing,
    erasing: false,
    asking: false,
    answer: null,
    inside: null,
    tiles: null,
    notice: null,
    theme: 0,
    spoken: null,
  };
}

/** What begins anew with every network. */
export function freshRun() {
  return {
    network: null,
    data: null,
    ...freshCourse(),
  };
}

/** What begins anew with every reset. */
export function freshCourse() {
  return {
    standing: { wholeSince: null, step: 0, epoch: 0 },
    progress: null,
    validation: null,
    history: new History(),
    points: 0,
    record: /** @type {RunRecord} */ ({ spec: null, wholeSince: null, changes: [] }),
  };
}
