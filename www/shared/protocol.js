/**
 * @file The protocol between the page and its workers: two unions of commands and two of events, in an envelope of
 * version, run and id. `page/client.js` and `worker/endpoint.js` send and receive the messages. A command with an id is
 * answered by `done` with a value, or by an error.
 *
 * A *run* is a session of a network; each `open` increments it. Events of an earlier run are ignored.
 * A *generation* numbers the states of the drawing. A prediction for an earlier one is never shown.
 */

/** Checked for each message, so that a cached worker of another version is reported as such. */
export const PROTOCOL_VERSION = 3;

/**
 * @typedef {import('inkgrad').Spec} Spec
 * @typedef {import('inkgrad').SpecChanges} SpecChanges
 * @typedef {import('./data-sets.js').DataSetName} DataSetName
 * @typedef {import('./table.js').Table} Table
 * @typedef {{ dataset: import('./data-sets.js').Dataset, content?: Blob | null, hand?: Blob | null,
 *   table?: Table | null }} DataCommand `content` of one's own data set, `hand` of one's own samples among those of the data
 *   set; `table`: the statistics with which a run began that goes on
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
 * Commands to both workers. A query asks for a value by name (`worker/queries/`); the answer is null where there is
 * nothing to tell yet, or no longer. `budget` is the time it should take, in milliseconds: a handler that can give a
 * part of its answer stops there and says `partial: true`; one about many pictures lets drawings go first. `cancel` takes a command back, which then fails with code `aborted`.
 *
 * @typedef {{ type: 'query', name: string, params: Record<string, unknown>, budget?: number }} Query
 * @typedef {{ type: 'cancel', target: number }} Cancel
 */

/**
 * Commands to the training worker. `open` with `carry` takes over the weights of the session that is replaced, in the
 * layers that still fit, unless there is a saved session; `from` is a session from which those of all layers but the last
 * are taken. `save` is answered by a `Saved`, `setWeight` by the step at which the weight was set. `runId` names the run in
 * the library, where its states are kept: they go through the port of `checkpoints` to the storage worker. `keep` is done
 * once the present state is kept, under this name from now on; `save` may keep it too.
 *
 * @typedef {{ type: 'open', spec: Spec, data: DataCommand, engine: Engine, epochs: number, saved: Uint8Array | null,
 *   position: TrainingPosition | null, runId: string, carry?: boolean, from?: Uint8Array | null, snapshots: MessagePort }}
 *   OpenTraining
 * @typedef {{ type: 'play' }} Play
 * @typedef {{ type: 'pause' }} Pause
 * @typedef {{ type: 'step', count: number }} Step
 * @typedef {{ type: 'reset', seed: number, runId: string }} Reset
 * @typedef {{ type: 'configure', changes: SpecChanges, epochs: number }} Configure
 * @typedef {{ type: 'snapshots', port: MessagePort }} Snapshots
 * @typedef {{ type: 'checkpoints', port: MessagePort | null }} Checkpoints null: there is no storage worker any more
 * @typedef {{ type: 'keep', runId: string }} Keep
 * @typedef {{ type: 'save', keep: boolean }} Save
 * @typedef {{ name: string, index: number, value: number }} WeightEdit of one number of a parameter; `index` is flat
 * @typedef {{ type: 'setWeight', runId: string } & WeightEdit} SetWeight
 * @typedef {{ bytes: Uint8Array, position: TrainingPosition }} Saved
 * @typedef {OpenTraining | Play | Pause | Step | Reset | Configure | Snapshots | Checkpoints | Keep | Save |
 *   SetWeight | Query | Cancel} TrainingCommand
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
 * How well numbers are predicted: errors in the unit of the data, and the share of the variance that is explained.
 *
 * @typedef {{ rmse: number, mae: number, r2: number }} Regression
 */

/**
 * Events of the training worker.
 *
 * @typedef {{ type: 'hello' }} Hello sent once, when the script runs
 * @typedef {{ type: 'heartbeat' }} Heartbeat sent while the worker responds
 * @typedef {{ type: 'ready', spec: Spec, rows: LayerRow[], backend: Backend, counts: Counts, position: TrainingPosition,
 *   runId: string, carried: number, table?: Table | undefined }} Ready `carried`: layers that kept the weights of the session
 *   before; `table`: of a table, the statistics by which it is standardised
 * @typedef {{ type: 'gpu-fallback', backend: Backend }} GpuFallback the GPU has failed, and the CPU continues
 * @typedef {{ type: 'data', loaded: number, total: number }} DataProgress loaded samples of the full set
 * @typedef {{ type: 'whole', step: number, counts: Counts }} Whole the full set is in use
 * @typedef {{ type: 'progress', progress: Progress }} ProgressEvent
 * @typedef {{ type: 'validation', step: number, loss: number, accuracy: number | null, confusion: Uint32Array | null,
 *   epochEnd: number | null, regression?: Regression | null }} ValidationEvent `confusion`: classes × classes, rows the truth,
 *   null for a regression; `epochEnd`: number of the epoch that has just ended
 * @typedef {{ type: 'activity', activity: 'running' | 'paused' | 'finished' | 'diverged', early: boolean }} Activity
 *   `early`: ended by early stopping; the best parameters are restored
 * @typedef {{ type: 'done', value?: unknown }} Done the command with this id is done; `value` is its answer
 * @typedef {Hello | Heartbeat | Ready | GpuFallback | DataProgress | Whole | ProgressEvent | ValidationEvent | Activity | Done |
 *   ErrorEvent} TrainingEvent
 */

/**
 * An error of the package or of a worker. `messageId` and `values` let the page say the message in its language. It is
 * the error's `id`; the envelope has an `id` too.
 *
 * @typedef {object} ErrorEvent
 * @property {'error'} type
 * @property {string} code
 * @property {string} messageId stable name of the message, as in `spec.expected_positive_integer`
 * @property {string} message in English
 * @property {Record<string, string>} values what stands in the message besides the next three
 * @property {string | null} path of the field at fault
 * @property {string | null} found
 * @property {string | null} expected
 * @property {boolean} fatal the instance is unusable and the worker has to be terminated
 */

/**
 * Commands to the prediction worker, and the snapshots that the training worker sends through a separate port.
 *
 * @typedef {{ type: 'open', spec: Spec, data: DataCommand, engine: Engine, snapshots: MessagePort }} OpenPrediction
 * @typedef {{ pixels: Uint8Array, width: number, height: number }} Pixels of a drawing
 * @typedef {{ input: Float32Array }} PreparedInput a network's input, such as a sample of the data set
 * @typedef {{ type: 'predict', generation: number } & (Pixels | PreparedInput)} Predict
 * @typedef {{ type: 'clear', generation: number }} ClearDrawing
 * @typedef {{ type: 'damage', damage: Damage | null }} DamageCommand what is broken in the copy, null for nothing
 * @typedef {OpenPrediction | Predict | ClearDrawing | DamageCommand | Query | Cancel} PredictionCommand
 * @typedef {{ name: string, shape: number[], data: Float32Array }} Parameter
 * @typedef {{ type: 'snapshot', step: number, parameters: Parameter[] }} Snapshot
 */

/**
 * What is broken in the copy of the network that answers, and in what it is given.
 *
 * @typedef {object} Damage
 * @property {number} noise on the weights, in deviations of each parameter
 * @property {number | null} layer index of one that gives zeros
 * @property {number} dropped share of the units of hidden layers
 * @property {number} right pixels by which the drawing is shifted
 * @property {number} down
 * @property {number} grain noise on the drawing, in shares of full ink
 */

/**
 * Events of the prediction worker.
 *
 * @typedef {{ type: 'answer', generation: number, step: number, probabilities: Float32Array, input: Float32Array,
 *   milliseconds: number }} Answer
 * @typedef {{ type: 'applied', step: number }} Applied newer weights are in use: queries answer with them
 * @typedef {{ type: 'weights', step: number, parameters: Parameter[] }} WeightsEvent now in use, of a network that fits the
 *   main thread
 * @typedef {Hello | Heartbeat | Answer | Applied | WeightsEvent | Done | ErrorEvent} PredictionEvent
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
