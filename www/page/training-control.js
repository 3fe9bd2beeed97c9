/**
 * @file Drives the training worker: what the person does becomes commands, what the worker says becomes state, and when
 * the worker ends another goes on from the last checkpoint. How a worker's end is noticed is the client's business.
 */

import { lowerRate } from '../shared/optimizers.js';
import { changesOf, planOf, specOf } from '../shared/spec.js';
import { Refused, WorkerClient, WorkerEnded } from './client.js';
import { workersFor } from './cores.js';
import { applyTraining } from './events.js';
import { setting as written } from './format.js';
import { freshRun } from './state.js';

/** So many ends within so many milliseconds are no accident: another start is the person's choice. */
const ENDS = { most: 3, within: 30_000 };

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./store.js').Store<State>} Store
 * @typedef {import('../shared/protocol.js').TrainingCommand} Command
 * @typedef {import('../shared/protocol.js').TrainingEvent} Event
 * @typedef {{ bytes: Uint8Array, standing: import('../shared/protocol.js').TrainingPosition }} Checkpoint
 */

export class TrainingControl {
  #store;
  #startWorker;
  #attach;
  #onCheckpoint;
  #onEpoch;
  #now;
  #cores;
  /** @type {WorkerClient<Command, Event> | null} */
  #client = null;
  /** @type {Checkpoint | null} */
  #checkpoint;
  #run = 0;
  /** @type {number[]} */
  #ends = [];
  #configuring = false;

  /**
   * @param {Store} store
   * @param {object} joints
   * @param {() => Worker} joints.startWorker
   * @param {(run: number) => MessagePort} joints.attach joins the prediction worker to a run and gives our end of the way
   * @param {(checkpoint: Checkpoint | null) => void} joints.onCheckpoint
   * @param {(epoch: number, accuracy: number | null) => void} joints.onEpoch an epoch has ended
   * @param {Checkpoint | null} joints.checkpoint of an earlier visit
   * @param {() => number} [joints.now] milliseconds
   * @param {number} [joints.cores] that the machine has
   */
  constructor(store, joints) {
    const { startWorker, attach, onCheckpoint, onEpoch, checkpoint } = joints;
    const { now = () => performance.now(), cores = navigator.hardwareConcurrency } = joints;
    this.#store = store;
    this.#startWorker = startWorker;
    this.#attach = attach;
    this.#onCheckpoint = onCheckpoint;
    this.#onEpoch = onEpoch;
    this.#checkpoint = checkpoint;
    this.#now = now;
    this.#cores = cores;
  }

  /** Opens the network of the present settings, from the checkpoint where there is one. */
  open() {
    this.#run += 1;
    this.#client ??= this.#start();
    const client = this.#client;
    client.run = this.#run;
    const { settings } = this.#store.get();
    const saved = this.#checkpoint;
    const snapshots = this.#attach(this.#run);
    this.#store.update({ status: 'loading', network: null });
    const { gpu, workers, data, epochs } = settings;
    /** @type {Command} */
    const command = {
      type: 'open',
      spec: specOf(settings),
      data,
      epochs,
      engine: { gpu, workers: workersFor(workers, this.#cores) },
      saved: saved?.bytes ?? null,
      position: saved?.standing ?? null,
      snapshots,
    };
    const opened = client.call(command, [snapshots]);
    opened.catch((error) => this.#refused(error, true));
    if (saved) this.configure();
  }

  /** Another network: the checkpoint is of no use any more. A network that was learning goes on to learn. */
  rebuild() {
    const { status, playWanted } = this.#store.get();
    this.#forget();
    this.#store.update({ ...freshRun(), playWanted: playWanted || status === 'running', notice: null });
    this.open();
  }

  /** On other cores: the same network goes on from where it is, of which pausing leaves a checkpoint. */
  async reopen() {
    const { status, playWanted } = this.#store.get();
    if (status === 'running') await this.#client?.call({ type: 'pause' }).catch(() => {});
    this.#store.update({ notice: null, playWanted: playWanted || status === 'running' });
    this.open();
  }

  /** After an error: the same network, from the checkpoint where there is one. */
  retry() {
    const { status, playWanted } = this.#store.get();
    this.#ends = [];
    this.#store.update({ notice: null, playWanted: playWanted || status === 'running' });
    this.open();
  }

  toggle() {
    const { status, playWanted } = this.#store.get();
    if (status === 'running') this.#send({ type: 'pause' });
    else if (status === 'loading') this.#store.update({ playWanted: !playWanted });
    else if (status !== 'error') this.#play();
  }

  #play() {
    this.#store.update({ playWanted: false });
    this.#send({ type: 'play' });
  }

  /** Plays once what was changed in this turn is on its way. */
  playNext() {
    this.#store.update({ notice: null });
    queueMicrotask(() => this.#play());
  }

  step() {
    const { status } = this.#store.get();
    if (status === 'running') this.#send({ type: 'pause' });
    else if (status !== 'loading' && status !== 'error') this.#send({ type: 'step', count: 1 });
  }

  reset() {
    const { status, settings } = this.#store.get();
    if (status === 'error') return this.rebuild();
    this.#store.update({ playWanted: false, notice: null });
    this.#forget();
    if (status === 'loading') this.open();
    else this.#send({ type: 'reset', seed: settings.seed });
  }

  /** Sends what may change in a running session; many changes in one turn are one command. */
  configure() {
    if (this.#configuring) return;
    this.#configuring = true;
    queueMicrotask(() => {
      this.#configuring = false;
      const { settings, record, standing, status } = this.#store.get();
      // What had ended by itself may go on once something has changed.
      if (status === 'diverged') this.#store.update({ status: 'paused', notice: null });
      const changes = changesOf(settings);
      if (record.spec) {
        const entry = { step: standing.step, changes };
        const earlier = record.changes.filter(({ step }) => step !== entry.step);
        this.#store.update({ record: { ...record, changes: [...earlier, entry] } });
      }
      this.#send({ type: 'configure', changes, epochs: settings.epochs });
    });
  }

  /** @param {MessagePort} port our end of a way to a new prediction worker */
  reattach(port) {
    this.#send({ type: 'snapshots', port }, [port]);
  }

  /**
   * @param {Command} command
   * @param {Transferable[]} [transfer]
   */
  #send(command, transfer) {
    this.#client?.call(command, transfer).catch((error) => this.#refused(error, false));
  }

  #forget() {
    this.#checkpoint = null;
    this.#onCheckpoint(null);
  }

  #start() {
    /** @type {WorkerClient<Command, Event>} */
    const client = new WorkerClient(
      this.#startWorker(),
      (event) => this.#hear(event),
      (error) => this.#ended(error),
    );
    return client;
  }

  /** @param {Event} event */
  #hear(event) {
    if (event.type === 'error') return this.#refused(new Refused(event), false);
    if (event.type === 'checkpoint') {
      // Stored checkpoints name the position `standing`.
      this.#checkpoint = { bytes: event.bytes, standing: event.position };
      return this.#onCheckpoint(this.#checkpoint);
    }
    this.#store.update(applyTraining(this.#store.get(), event));
    if (event.type === 'validation' && event.epochEnd !== null) this.#onEpoch(event.epochEnd, event.accuracy);
    if (event.type === 'activity') this.#tellEnd(event);
    if (event.type === 'ready' && this.#store.get().playWanted) this.#play();
  }

  /** @param {import('../shared/protocol.js').Activity} event */
  #tellEnd({ activity, early }) {
    const { settings } = this.#store.get();
    if (activity === 'diverged') {
      const values = { rate: written(lowerRate(settings)) };
      const remedies = /** @type {import('./state.js').Remedy[]} */ (['goOn', 'anew']);
      this.#store.update({ notice: { key: 'notice.diverged', values, detail: '', remedies, grave: false } });
    } else if (early) {
      const values = { patience: String(settings.patience) };
      this.#store.update({ notice: { key: 'notice.early', values, detail: '', remedies: ['onward'], grave: false } });
    }
  }

  /**
   * @param {Error} error
   * @param {boolean} grave the network could not be opened
   */
  #refused(error, grave) {
    if (error instanceof WorkerEnded) return;
    const code = error instanceof Refused ? error.code : 'unknown';
    const layer = grave ? this.#layerOf(error) : null;
    const key = code === 'network' ? 'notice.network' : layer === null ? 'notice.refused' : 'notice.layer';
    /** @type {import('./state.js').Remedy[]} */
    const remedies = (grave && layer === null) || code === 'network' ? ['retry'] : [];
    const values = { layer: String(layer) };
    this.#store.update({
      notice: { key, values, detail: error.message, remedies, grave },
      ...(grave && { status: 'error' }),
    });
  }

  /**
   * @param {Error} error
   * @returns {number | null} the layer, counted from 1 as the page does, that the core refused
   */
  #layerOf(error) {
    const index = error instanceof Refused ? /^layers\[(\d+)\]/.exec(error.path ?? '')?.[1] : undefined;
    if (index === undefined) return null;
    const { places } = planOf(this.#store.get().settings);
    const before = places.findLastIndex((place) => place <= Number(index));
    return before < 0 ? null : before + 1;
  }

  /** @param {WorkerEnded} error */
  #ended(error) {
    this.#client = null;
    const now = this.#now();
    this.#ends = [...this.#ends.filter((end) => now - end < ENDS.within), now];
    const { status, playWanted, history } = this.#store.get();
    const again =
      error.reason !== 'protocol' && this.#ends.length <= ENDS.most && (error.reason !== 'script' || this.#run > 0);
    const key = again ? 'notice.recovered' : `notice.${error.reason}`;
    /** @type {import('./state.js').Remedy[]} */
    const remedies = again ? [] : [error.reason === 'protocol' ? 'reload' : 'retry'];
    this.#store.update({
      notice: { key, detail: error.message, remedies, grave: !again },
      playWanted: playWanted || status === 'running',
      status: 'error',
    });
    if (!again) return;
    const step = this.#checkpoint?.standing.step ?? 0;
    history.cutAfter(step);
    this.open();
  }
}
