/**
 * @file The protocol between the page and its workers: two unions of commands and two of events, in an envelope of
 * version, run and id. `page/client.js` and `worker/endpoint.js` send and receive the messages.
 *
 * A *run* is a session of a network; each `open` increments it. Events of an earlier run are ignored.
 * A *generation* numbers the states of the drawing. A prediction for an earlier one is never shown.
 */

/** Checked for each message, so that a cached worker of another version is reported as such. */
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
 * Position of the training, stored with the bytes of `save()` so that a later session continues from there.
 *
 * @typedef {object} TrainingPosition
 * @property {number | null} wholeSince step at which the full set replaced the first shard
 * @property {number} step
 * @property {number} epoch
 */

/**
 * Commands to the training worker.
 *
 * @typedef {{ type: 'open', spec: Spec, data: DataSetName, engine: Engine, epochs: number,
 *   saved: Uint8Array | null, position: TrainingPosition | null, snapshots: MessagePort }} OpenTraining
 * @typedef {{ type: 'play' }} Play
 * @typedef {{ type: 'pause' }} Pause
 * @typedef {{ type: 'step', count: number }} Step
 * @typedef {{ type: 'reset', seed: number }} Reset
 * @typedef {{ type: 'configure', changes: SpecChanges, epochs: number }} Configure
 * @typedef {{ type: 'snapshots', port: MessagePort }} Snapshots
 * @typedef {OpenTraining | Play | Pause | Step | Reset | Configure | Snapshots} TrainingCommand
 */

/**
 * Means over all samples since the last `progress`; `samplesPerSecond` measures the time of the steps only.
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
 * @typedef {{ type: 'hello' }} Hello sent once, when the script runs
 * @typedef {{ type: 'heartbeat' }} Heartbeat sent while the worker responds
 * @typedef {{ type: 'ready', spec: Spec, rows: LayerRow[], backend: Backend, counts: Counts,
 *   position: TrainingPosition }} Ready
 * @typedef {{ type: 'gpu-fallback', backend: Backend }} GpuFallback the GPU has failed, and the CPU continues
 * @typedef {{ type: 'data', loaded: number, total: number }} DataProgress loaded samples of the full set
 * @typedef {{ type: 'whole', step: number, counts: Counts }} Whole the full set is in use
 * @typedef {{ type: 'progress', progress: Progress }} ProgressEvent
 * @typedef {{ type: 'validation', step: number, loss: number, accuracy: number | null, epochEnd: number | null }}
 *   ValidationEvent `epochEnd`: number of the epoch that has just ended
 * @typedef {{ type: 'activity', activity: 'running' | 'paused' | 'finished' | 'diverged', early: boolean }} Activity
 *   `early`: ended by early stopping; the best parameters are restored
 * @typedef {{ type: 'checkpoint', bytes: Uint8Array, position: TrainingPosition }} Checkpoint
 * @typedef {{ type: 'done' }} Done the command with this id is done
 * @typedef {{ type: 'error', code: string, message: string, path: string | null, fatal: boolean }} ErrorEvent
 *   `fatal`: the instance is unusable and the worker has to be terminated
 * @typedef {Hello | Heartbeat | Ready | GpuFallback | DataProgress | Whole | ProgressEvent | ValidationEvent | Activity | Checkpoint | Done |
 *   ErrorEvent} TrainingEvent
 */

/**
 * Commands to the prediction worker, and the snapshots that the training worker sends through a separate port.
 *
 * @typedef {{ type: 'open', spec: Spec, data: DataSetName, engine: Engine, snapshots: MessagePort }} OpenPrediction
 * @typedef {{ type: 'predict', generation: number, pixels: Uint8Array, width: number, height: number }} Predict
 * @typedef {{ type: 'clear', generation: number }} ClearDrawing
 * @typedef {OpenPrediction | Predict | ClearDrawing} PredictionCommand
 * @typedef {{ name: string, shape: number[], data: Float32Array }} Parameter
 * @typedef {{ type: 'snapshot', step: number, parameters: Parameter[] }} Snapshot
 */

/**
 * The strongest connections into one layer: `strength` is weight × activation of the source with a drawing,
 * and the weight without one.
 *
 * @typedef {{ from: Uint32Array, to: Uint32Array, strength: Float32Array }} Connections
 * @typedef {{ kind: string, shape: number[], activations: Float32Array | null, connections: Connections | null }} InspectedLayer
 */

/**
 * Weights of the first layer with weights as consecutive images, −127 … 127 on a common scale.
 *
 * @typedef {{ width: number, height: number, units: Uint32Array, pixels: Int8Array }} WeightTiles
 */

/**
 * Events of the prediction worker.
 *
 * @typedef {{ type: 'answer', generation: number, step: number, probabilities: Float32Array, input: Float32Array,
 *   milliseconds: number }} Answer
 * @typedef {{ type: 'inspection', generation: number, empty: boolean, layers: InspectedLayer[], tiles: WeightTiles | null }} Inspection
 *   `empty`: the drawing has no ink, whatever its strokes
 * @typedef {{ type: 'weights', step: number, parameters: Parameter[] }} Weights now in use, of a network that fits the
 *   main thread
 * @typedef {Hello | Heartbeat | Answer | Inspection | Weights | Done | ErrorEvent} PredictionEvent
 */

/** @typedef {{ version: number, run: number, id: number }} Envelope */

/**
 * @template {{ type: string }} Message
 * @param {Message} message
 * @param {number} run
 * @param {number} [id] 0 without a reply
 * @returns {Message & Envelope}
 */
export function wrap(message, run, id = 0) {
  return { ...message, version: PROTOCOL_VERSION, run, id };
}

/** A message of another version, or no message. */
export class ProtocolError extends Error {
  /** @param {unknown} found */
  constructor(found) {
    super(`expected a message of protocol ${PROTOCOL_VERSION}, found ${describe(found)}: load the page anew`);
    this.name = 'ProtocolError';
  }
}

/**
 * @template {{ type: string }} Message
 * @param {unknown} data data of a message event
 * @returns {Message & Envelope}
 */
export function unwrap(data) {
  if (!isWrapped(data) || data.version !== PROTOCOL_VERSION) throw new ProtocolError(data);
  return /** @type {Message & Envelope} */ (/** @type {unknown} */ (data));
}

/**
 * @param {unknown} data
 * @returns {data is Envelope & { type: string }}
 */
function isWrapped(data) {
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
