/**
 * @file What the page and its workers say to each other: two unions of commands and two of events, sealed with version,
 * run and id. How messages are sent and answered is the business of `page/client.js` and `worker/link.js`.
 *
 * A *run* is one life of a network, counted up by each rebuild; what a worker says of an earlier run is not heard.
 * A *generation* counts the states of the drawing; an answer to an earlier one is never shown.
 */

/** Page and workers compare it when they meet: a cached worker beside a new page is a fault with a name. */
export const PROTOCOL_VERSION = 1;

/**
 * @typedef {import('inkgrad').Spec} Spec
 * @typedef {import('inkgrad').SpecChanges} SpecChanges
 * @typedef {import('./data-sets.js').DataSetName} DataSetName
 * @typedef {{ workers: number | 'auto', gpu: 'off' | 'auto' | 'on' }} Engine
 * @typedef {{ name: string, kind: string, outputShape: number[], parameters: number, multiplyAdds: number }} LayerRow
 * @typedef {{ train: number, validation: number }} Counts
 * @typedef {import('inkgrad').Session['backend']} Backend
 */

/**
 * Where a network stands, kept beside the bytes of `save()` so that a later life goes on from there.
 *
 * @typedef {object} Standing
 * @property {number | null} wholeSince step at which the whole set took the shard's place
 * @property {number} step
 * @property {number} epoch
 */

/**
 * Commands to the training worker.
 *
 * @typedef {{ type: 'open', spec: Spec, data: DataSetName, engine: Engine, epochs: number,
 *   saved: Uint8Array | null, standing: Standing | null, snapshots: MessagePort }} OpenTraining
 * @typedef {{ type: 'play' }} Play
 * @typedef {{ type: 'pause' }} Pause
 * @typedef {{ type: 'step', count: number }} Step
 * @typedef {{ type: 'reset', seed: number }} Reset
 * @typedef {{ type: 'configure', changes: SpecChanges, epochs: number }} Configure
 * @typedef {{ type: 'snapshots', port: MessagePort }} Snapshots
 * @typedef {OpenTraining | Play | Pause | Step | Reset | Configure | Snapshots} TrainingCommand
 */

/**
 * Means over all samples since the last `progress`; `samplesPerSecond` counts the time of the steps alone.
 *
 * @typedef {object} Progress
 * @property {number} step
 * @property {number} epoch
 * @property {number} loss
 * @property {number | null} accuracy
 * @property {number} gradientNorm
 * @property {number} learningRate
 * @property {number} samplesPerSecond
 */

/**
 * Events of the training worker.
 *
 * @typedef {{ type: 'hello' }} Hello the script runs
 * @typedef {{ type: 'beat' }} Beat it still runs
 * @typedef {{ type: 'ready', spec: Spec, rows: LayerRow[], backend: Backend, counts: Counts,
 *   standing: Standing }} Ready
 * @typedef {{ type: 'fallen-back', backend: Backend }} FallenBack the GPU has failed, the processor goes on
 * @typedef {{ type: 'data', loaded: number, total: number }} DataProgress samples of the whole set that are here
 * @typedef {{ type: 'whole', step: number, counts: Counts }} Whole the whole set is in use
 * @typedef {{ type: 'progress', progress: Progress }} ProgressEvent
 * @typedef {{ type: 'validation', step: number, loss: number, accuracy: number | null, epochEnd: number | null }}
 *   ValidationEvent `epochEnd` is the whole epoch that had just ended
 * @typedef {{ type: 'activity', activity: 'running' | 'paused' | 'finished' | 'diverged', early: boolean }} Activity
 *   `early`: finished because nothing improved any more; the best parameters are back
 * @typedef {{ type: 'checkpoint', bytes: Uint8Array, standing: Standing }} Checkpoint
 * @typedef {{ type: 'done' }} Done the command with this id is carried out
 * @typedef {{ type: 'error', code: string, message: string, path: string | null, fatal: boolean }} ErrorEvent
 *   `fatal`: the instance is lost and the worker has to be ended
 * @typedef {Hello | Beat | Ready | FallenBack | DataProgress | Whole | ProgressEvent | ValidationEvent | Activity | Checkpoint | Done |
 *   ErrorEvent} TrainingEvent
 */

/**
 * Commands to the prediction worker, and the snapshots that reach it from the training worker by a port of their own.
 *
 * @typedef {{ type: 'open', spec: Spec, data: DataSetName, engine: Engine, snapshots: MessagePort }} OpenPrediction
 * @typedef {{ type: 'predict', generation: number, pixels: Uint8Array, width: number, height: number }} Predict
 * @typedef {{ type: 'clear', generation: number }} ClearDrawing
 * @typedef {OpenPrediction | Predict | ClearDrawing} PredictionCommand
 * @typedef {{ name: string, shape: number[], data: Float32Array }} Parameter
 * @typedef {{ type: 'snapshot', step: number, parameters: Parameter[] }} Snapshot
 */

/**
 * The strongest connections into one layer: `strength` is weight times activation of the source for a drawing, the
 * weight alone without one.
 *
 * @typedef {{ from: Uint32Array, to: Uint32Array, strength: Float32Array }} Connections
 * @typedef {{ kind: string, shape: number[], activations: Float32Array | null, connections: Connections | null }} InsideLayer
 */

/**
 * Weights of the first layer that has any as pictures, −127 … 127 on one scale, one after the other.
 *
 * @typedef {{ width: number, height: number, units: Uint32Array, pixels: Int8Array }} WeightTiles
 */

/**
 * Events of the prediction worker.
 *
 * @typedef {{ type: 'answer', generation: number, step: number, probabilities: Float32Array, input: Float32Array,
 *   milliseconds: number }} Answer
 * @typedef {{ type: 'inside', generation: number, empty: boolean, layers: InsideLayer[], tiles: WeightTiles | null }} Inside
 *   `empty`: the drawing holds no ink, whatever strokes it is made of
 * @typedef {{ type: 'weights', step: number, parameters: Parameter[] }} Weights that are now in use, of a network that
 *   the page reads drawings with too
 * @typedef {Hello | Beat | Answer | Inside | Weights | Done | ErrorEvent} PredictionEvent
 */

/** @typedef {{ version: number, run: number, id: number }} Seal */

/**
 * @template {{ type: string }} Message
 * @param {Message} message
 * @param {number} run
 * @param {number} [id] 0 where no answer is asked for or given
 * @returns {Message & Seal}
 */
export function seal(message, run, id = 0) {
  return { ...message, version: PROTOCOL_VERSION, run, id };
}

/** A message that this version cannot read. */
export class ProtocolError extends Error {
  /** @param {unknown} found */
  constructor(found) {
    super(`expected a message of protocol ${PROTOCOL_VERSION}, found ${describe(found)}: load the page anew`);
    this.name = 'ProtocolError';
  }
}

/**
 * @template {{ type: string }} Message
 * @param {unknown} data what a port or worker delivered
 * @returns {Message & Seal}
 */
export function unseal(data) {
  if (!isSealed(data) || data.version !== PROTOCOL_VERSION) throw new ProtocolError(data);
  return /** @type {Message & Seal} */ (/** @type {unknown} */ (data));
}

/**
 * @param {unknown} data
 * @returns {data is Seal & { type: string }}
 */
function isSealed(data) {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    'version' in data &&
    'run' in data &&
    'id' in data &&
    typeof data.type === 'string' &&
    typeof data.run === 'number' &&
    typeof data.id === 'number'
  );
}

/** @param {unknown} data */
function describe(data) {
  if (typeof data !== 'object' || data === null) return String(data);
  const { type, version } = /** @type {{ type?: unknown, version?: unknown }} */ (data);
  return `${String(type)} of version ${String(version)}`;
}
