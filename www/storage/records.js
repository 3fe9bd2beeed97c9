/** @file What the library holds, record by record, and their keys. */

/** Of every record; counted up whenever one of them changes its form. */
export const VERSION = 1;

/**
 * @typedef {import('../shared/experiment.js').Experiment} Experiment
 * @typedef {import('../shared/protocol.js').TrainingPosition} TrainingPosition
 * @typedef {import('../shared/protocol.js').Progress} Progress
 * @typedef {{ id: string, step: number }} Parent run and step from which another one began
 * @typedef {{ step: number, loss: number, accuracy: number | null, confusion: Uint32Array | null }} Validation
 * @typedef {{ step: number, kind: 'changed' | 'diverged' | 'early_stopping' | 'started', label: string }} RunEvent
 */

/**
 * What the page knows of a run, and keeps while it trains.
 *
 * @typedef {object} RunFields
 * @property {string} id
 * @property {Parent | null} parent
 * @property {Experiment} experiment as it is now
 * @property {TrainingPosition} position
 * @property {Progress | null} progress the last one
 * @property {Validation | null} validation the last one
 * @property {number} points of the training curve
 * @property {RunEvent[]} events
 * @property {Record<string, any>} configuration a `RunConfiguration` of the page's state
 */

/**
 * One run: what the page keeps, what a person has written about it, and which of its weights there are.
 *
 * @typedef {RunFields & {
 *   number?: number, name: string, notes: string, pinned: boolean,
 *   created: number, changed: number, deleted: number | null,
 *   seed: number, dataHash: string | null, build: string | null,
 *   state: Kept | null, checkpoints: Kept[], nextCheckpoint: number,
 * }} RunRecord `number` is its own for life, from 1; `created`, `changed` and `deleted` are times in milliseconds; `build` is
 *   the version of inkgrad and its binary, as in `1.2.0 simd128`; `state` is the newest one, `checkpoints` the kept steps, the
 *   oldest first, of which the next is due at `nextCheckpoint`
 *
 * @typedef {{ step: number, bytes: number }} Kept
 */

/**
 * A saved session. `build` is null where it is not known.
 *
 * @typedef {{ bytes: Uint8Array, position: TrainingPosition, build: string | null }} SavedState
 */

/**
 * The curves of a run, as `History` of the page stores them.
 *
 * @typedef {{ rows: { step: number, loss: number | null, accuracy: number | null, validationLoss: number | null,
 *   validationAccuracy: number | null }[], epochs: number[], stride: number,
 *   pending: { step: number, loss: number, accuracy: number | null }[] }} Curves
 */

/**
 * A labelled drawing or picture. `set` groups them, as in `hand` for one's own drawings.
 *
 * @typedef {object} Sample
 * @property {string} id
 * @property {string} set
 * @property {string} label name of the class
 * @property {number} created time in milliseconds
 * @property {unknown} [strokes] of a drawing, as the pad has them
 * @property {{ values: Uint8Array | Float32Array, shape: number[] }} [pixels] of a picture, 0..255 or 0..1
 * @property {string} [source] who or what made it
 */

/**
 * A data set of the person's own: what describes it is listed, its content is a `Blob` and is read when it is needed.
 *
 * @typedef {{ id: string, name: string, created: number, bytes?: number, [field: string]: any }} DataSetRecord
 */

/**
 * Where the person was: the pad, the place, the open tab, and the run that was trained last.
 *
 * @typedef {{ strokes: any[], route: string, tab: string, run: string | null }} Place
 */

/** @param {string} id */
export const runKey = (id) => `run/${id}`;

/** @param {string} id */
export const curvesKey = (id) => `curves/${id}`;

/** @param {string} id */
export const stateKey = (id) => `state/${id}`;

/** @param {string} id @param {number} step */
export const checkpointKey = (id, step) => `checkpoint/${id}/${step}`;

/** @param {string} set @param {string} id */
export const sampleKey = (set, id) => `sample/${set}/${id}`;

/** @param {string} id */
export const dataSetKey = (id) => `data-set/${id}`;

/** @param {string} id */
export const contentKey = (id) => `content/${id}`;

export const PLACE_KEY = 'place/last';
