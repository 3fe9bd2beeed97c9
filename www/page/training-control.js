/**
 * @file Drives the training worker: what the person does becomes commands, what the worker says becomes state, and when
 * the worker ends another goes on from the last checkpoint. How a worker's end is noticed is the client's business.
 */

import { changesOf } from '../shared/experiment.js';
import { newId } from '../storage/new-id.js';
import { Refused, WorkerClient, WorkerEnded } from './client.js';
import { FrequentEnds } from './frequent-ends.js';
import { openCommand } from './open-command.js';
import { dataCommand, freshRun, withChanges } from './state.js';
import { applyTraining } from './training-events.js';
import { endPatch, lostPatch, refusalPatch } from './training-notices.js';

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./store.js').Store<State>} Store
 * @typedef {import('./runs/run-store.js').Checkpoint} Checkpoint
 * @typedef {import('../shared/protocol.js').TrainingCommand} Command
 * @typedef {import('../shared/protocol.js').TrainingEvent} Event
 *
 * @typedef {object} Environment
 * @property {() => Worker} startWorker
 * @property {(run: number) => MessagePort} attach joins the prediction worker to a run and gives our end of the way
 * @property {() => MessagePort} attachStorage joins the storage worker to a training worker and gives its end of the way
 * @property {() => Promise<Checkpoint | null>} lastState of the present run that the storage worker has
 * @property {(epoch: number, accuracy: number | null) => void} onEpoch an epoch has ended
 * @property {import('./paced-updates.js').PacedUpdates} updates
 * @property {number} [cores] that the machine has
 */

export class TrainingControl {
  #store;
  #environment;
  #cores;
  /** @type {WorkerClient<Command, Event> | null} */
  #client = null;
  /** @type {Checkpoint | null} from which the present network was opened */
  #checkpoint = null;
  #run = 0;
  /** After too many of them another start is the person's choice. */
  #ends = new FrequentEnds();
  #configuring = false;
  /** @type {State['experiment'] | null} the one that the worker's session has */
  #accepted = null;
  /** @type {Uint8Array | null} a session from which the present network has weights of its own that do not learn */
  #from = null;
  /** @type {Promise<Checkpoint | null> | null} from which the next network is opened, while it is on its way */
  #awaited = null;

  /** @param {Store} store @param {Environment} environment */
  constructor(store, environment) {
    this.#store = store;
    this.#environment = environment;
    this.#cores = environment.cores ?? navigator.hardwareConcurrency;
  }

  /** @param {Checkpoint | null} checkpoint of an earlier visit; another network may have been opened meanwhile */
  start(checkpoint) {
    if (this.#run > 0 || this.#awaited) return;
    this.#checkpoint = checkpoint;
    this.open();
  }

  /**
   * Opens the present experiment's network, from the checkpoint where there is one.
   *
   * @param {boolean} [carry] whether layers that still fit keep the weights that they have in the worker's session
   * @param {boolean} [keep] whether the state is new to the library
   */
  open(carry = false, keep = false) {
    this.#awaited = null;
    this.#run += 1;
    const client = this.#client ?? this.#startWorker();
    client.run = this.#run;
    const { experiment, id } = this.#store.get();
    const [saved, from, cores] = [this.#checkpoint, this.#from, this.#cores];
    const snapshots = this.#environment.attach(this.#run);
    this.#store.update({ status: 'loading', network: null });
    const data = dataCommand(this.#store.get());
    const command = openCommand(experiment, { saved, carry, from, snapshots, runId: id, data, cores });
    client.call(command, [snapshots]).then(
      () => {
        this.#accepted = experiment;
        if (keep) this.send({ type: 'keep', runId: id });
      },
      (error) => this.#refused(error, true),
    );
    if (saved) this.configure();
  }

  #startWorker() {
    this.#client = new WorkerClient(
      this.#environment.startWorker(),
      (event) => this.#hear(event),
      (error) => this.#ended(error),
    );
    const port = this.#environment.attachStorage();
    this.send({ type: 'checkpoints', port }, [port]);
    return this.#client;
  }

  /**
   * Another network, which goes on to learn where the one before was learning.
   *
   * @param {{ carry?: boolean, from?: Uint8Array | null, checkpoint?: Promise<Checkpoint | null>, run?: import('./state.js').RunState }} [options]
   *   `run` and `checkpoint`: a filed run that comes back; `from`: a session from which weights are taken
   */
  rebuild({ carry = false, from = null, checkpoint, run = freshRun() } = {}) {
    this.#from = from;
    const { status, playWanted } = this.#store.get();
    this.#environment.updates.flush();
    this.#store.update({ ...run, playWanted: playWanted || status === 'running', notice: null, dataProgress: null });
    if (checkpoint) return this.#openFrom(checkpoint);
    this.#checkpoint = null;
    this.open(carry);
  }

  /** On other cores: the same network goes on from where it is. */
  reopen() {
    const { status, playWanted } = this.#store.get();
    this.#environment.updates.flush();
    this.#store.update({ notice: null, playWanted: playWanted || status === 'running' });
    this.#openFrom(this.save());
  }

  /**
   * Opens a network from a checkpoint that is on its way. Until it is there, nothing that the worker says is of this
   * network; where another is wanted meanwhile, that one is opened instead.
   *
   * @param {Promise<Checkpoint | null>} awaited null where the weights were lost: the network begins anew
   */
  async #openFrom(awaited) {
    this.#awaited = awaited;
    this.#store.update({ status: 'loading', network: null });
    const checkpoint = await awaited;
    if (this.#awaited !== awaited) return;
    if (!checkpoint) this.#store.update(freshRun());
    this.#checkpoint = checkpoint;
    if (checkpoint) this.#store.get().history.cutAfter(checkpoint.position.step);
    this.open(false, true);
  }

  /** After an error: the same network, from the checkpoint where there is one. */
  retry() {
    const { status, playWanted } = this.#store.get();
    this.#ends.forget();
    this.#store.update({ notice: null, playWanted: playWanted || status === 'running' });
    this.#openFrom(this.#last());
  }

  /** @returns {Promise<Checkpoint | null>} the newest state that is kept of the present network */
  #last() {
    const opened = this.#checkpoint;
    return this.#environment.lastState().then((state) => state ?? opened);
  }

  /**
   * @param {boolean} [untrained] whether weights before the first step are wanted too
   * @returns {Promise<Checkpoint | null>} the session as it is; where the worker is lost meanwhile, its last checkpoint
   */
  async save(untrained = false) {
    if (this.#awaited) return this.#awaited;
    if (!this.#client || (this.#store.get().position.step === 0 && !untrained)) return this.#checkpoint;
    try {
      return /** @type {Checkpoint} */ (await this.#client.call({ type: 'save', keep: true }));
    } catch {
      return this.#last();
    }
  }

  /**
   * @param {string} name
   * @param {Record<string, unknown>} params
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>}
   */
  query(name, params, signal) {
    if (!this.#client || this.#awaited) return Promise.reject(new WorkerEnded('closed', 'there is no network'));
    return this.#client.call({ type: 'query', name, params }, [], signal);
  }

  toggle() {
    const { status, playWanted } = this.#store.get();
    const plays = status === 'running' || (playWanted && status !== 'loading');
    if (status === 'loading' || plays) this.#store.update({ playWanted: status === 'loading' && !playWanted });
    if (plays) this.send({ type: 'pause' });
    else if (status !== 'loading' && status !== 'error') this.#play();
  }

  /** It is wanted until the worker says that it has begun: another network may be opened before that. */
  #play() {
    this.#store.update({ playWanted: true });
    this.send({ type: 'play' });
  }

  /** Plays once what was changed in this turn is on its way. */
  playNext() {
    this.#store.update({ notice: null });
    queueMicrotask(() => this.#play());
  }

  step() {
    const { status } = this.#store.get();
    if (status === 'running') this.send({ type: 'pause' });
    else if (status !== 'loading' && status !== 'error') this.send({ type: 'step', count: 1 });
  }

  reset() {
    const { status, experiment } = this.#store.get();
    if (status === 'error') return this.rebuild({ from: this.#from });
    this.#environment.updates.flush();
    this.#checkpoint = null;
    this.#store.update({ playWanted: false, notice: null });
    const runId = newId();
    // Weights that were taken over are taken again: fresh ones would be frozen.
    if (status !== 'loading' && !this.#from)
      return this.send({ type: 'reset', seed: experiment.spec.seed ?? 0, runId });
    this.#store.update({ id: runId, parent: null });
    this.open();
  }

  /** Sends what may change in a running session; many changes in one turn are one command. */
  configure() {
    if (this.#configuring) return;
    this.#configuring = true;
    queueMicrotask(() => {
      this.#configuring = false;
      // A network that is yet to be opened is opened with it.
      if (this.#awaited) return;
      const { experiment, configuration, position, status } = this.#store.get();
      // What had ended by itself may go on once something has changed.
      if (status === 'diverged') this.#store.update({ status: 'paused', notice: null });
      const changes = changesOf(experiment);
      this.#store.update({ configuration: withChanges(configuration, position.step, changes) });
      this.#configureWorker(experiment, { type: 'configure', changes, epochs: experiment.run.epochs });
    });
  }

  /**
   * After a refusal the session is as it was, and so is the page.
   *
   * @param {State['experiment']} experiment
   * @param {Command} command
   */
  async #configureWorker(experiment, command) {
    try {
      await this.#client?.call(command);
      this.#accepted = experiment;
    } catch (error) {
      const unchanged = this.#store.get().experiment === experiment;
      if (error instanceof Refused && unchanged && this.#accepted) this.#store.update({ experiment: this.#accepted });
      this.#refused(/** @type {Error} */ (error), false);
    }
  }

  /**
   * @param {Command} command
   * @param {Transferable[]} [transfer]
   * @returns {Promise<unknown> | undefined} its answer; nothing where it was refused
   */
  send(command, transfer) {
    return this.#client?.call(command, transfer).catch((error) => this.#refused(error, false));
  }

  /** @param {Event} event */
  #hear(event) {
    if (this.#awaited) return;
    if (event.type === 'error') return this.#refused(new Refused(event), false);
    const { updates } = this.#environment;
    updates.add(applyTraining(updates.get(), event), event.type === 'progress' || event.type === 'validation');
    if (event.type === 'validation' && event.epochEnd !== null)
      this.#environment.onEpoch(event.epochEnd, event.accuracy);
    if (event.type === 'activity') this.#store.update({ playWanted: false, ...endPatch(this.#store.get(), event) });
    if (event.type === 'ready' && this.#store.get().playWanted) this.#play();
  }

  /**
   * @param {Error} error
   * @param {boolean} opening the network could not be opened
   */
  #refused(error, opening) {
    if (error instanceof WorkerEnded) return;
    this.#store.update(refusalPatch(this.#store.get(), error, opening));
  }

  /** @param {WorkerEnded} error */
  #ended(error) {
    this.#client = null;
    this.#environment.updates.flush();
    this.#ends.add();
    const { status, playWanted, undo } = this.#store.get();
    const again = error.reason !== 'protocol' && !this.#ends.tooMany && (error.reason !== 'script' || this.#run > 0);
    this.#store.update({ ...lostPatch(error, again, undo.past > 0), playWanted: playWanted || status === 'running' });
    if (again && !this.#awaited) this.#openFrom(this.#last());
  }
}
