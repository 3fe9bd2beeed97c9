/**
 * @file Keeps the page's state from visit to visit: what is known of the run goes to the storage worker when its weights
 * have, and the drawing and the place when they have rested. What follows from a fault is in `faults.js`.
 */

import { effect } from '@preact/signals';
import { newId } from '../../storage/new-id.js';
import { remoteLibrary } from '../../storage/remote.js';
import { Claims } from './claims.js';
import { Mark } from './mark.js';
import { StorageClient } from './storage-client.js';

/** Milliseconds that a drawing rests before it is kept. */
const REST = 400;

/** Milliseconds after the state of a run that stands still within which its last figures have come. */
const FIGURES = 1000;

/** Methods of the library that change what is listed. */
const CHANGES = new Set(['delete', 'duplicate', 'edit', 'keep', 'keepState', 'put', 'remove', 'restore']);

/**
 * @typedef {import('../state.js').State} State
 * @typedef {import('../../storage/remote.js').StorageEvent} StorageEvent
 * @typedef {import('../../storage/remote.js').Opened} Opened
 * @typedef {import('../../storage/records.js').RunRecord} RunRecord
 * @typedef {import('../runs/run-store.js').Checkpoint} Checkpoint
 *
 * @typedef {object} Environment
 * @property {() => Worker} startWorker
 * @property {LockManager | undefined} locks
 * @property {() => Storage | undefined} session what is kept for this tab alone
 * @property {() => Storage | undefined} marks what is kept for all tabs
 * @property {() => string} route
 */

export class Keeping {
  #store;
  #environment;
  storage;
  claims;
  mark;
  /** @type {import('./faults.js').Faults | null} null until its script is loaded */
  #faults = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;
  /** Until the last figures of the run are kept. @type {ReturnType<typeof setTimeout> | undefined} */
  figures;
  #isOff = false;
  #isFull = false;
  /** The last state that was kept, of whatever run. @type {{ runId: string, step: number } | null} */
  #last = null;
  /** The present run, and the step at which it was when it came. */
  #began = { id: '', step: 0 };
  /** A run that is kept although it is only what another one was: that may be kept nowhere else. @type {string | null} */
  #alone = null;

  /**
   * @param {import('../store.js').Store<State>} store
   * @param {Environment} environment
   */
  constructor(store, environment) {
    this.#store = store;
    this.#environment = environment;
    this.mark = new Mark(environment.marks);
    this.read = store.get;
    this.storage = new StorageClient(environment.startWorker, {
      onEvent: (event) => this.#hear(event),
      onPort: (port) => this.onPort(port),
      onOff: () => {
        this.onPort(null);
        this.#turnOff('script');
      },
    });
    this.claims = new Claims(environment.locks, environment.session, (id) => this.#faults?.lose(id));
    /** For features: what they change in it is seen by the whole page, and by other tabs. */
    this.library = remoteLibrary((command) => {
      const answer = this.storage.call(command);
      if (CHANGES.has(command.method)) answer.then(() => this.changed(command.part, true)).catch(() => {});
      return answer;
    });
  }

  /** Another storage worker has begun: its port is for the training worker; null: none will. @type {(port: MessagePort | null) => void} */
  onPort = () => {};

  /** The state with what is held back while a hand draws. @type {() => State} */
  read;

  /** The run goes on under another name: another tab has the one before. @type {(runId: string) => Promise<unknown> | void} */
  onRename = () => {};

  /** @returns {MessagePort} over which a training worker sends its states */
  attach() {
    return this.storage.attach();
  }

  /** @returns {Promise<boolean>} whether something may have been kept here */
  async mayHold() {
    if (this.mark.isSet) return true;
    try {
      const known = await globalThis.indexedDB.databases();
      return known.some(({ name }) => name === 'inkgrad');
    } catch {
      return globalThis.indexedDB !== undefined;
    }
  }

  /** Whether nothing is kept beyond this visit. */
  get isOff() {
    return this.#isOff;
  }

  /** Starts the storage worker. @returns {Promise<Opened>} what is kept */
  async begin() {
    const opened = await this.storage.open();
    if (opened.reason) this.#turnOff(opened.reason);
    return opened;
  }

  /** From here on the run, the place and the drawing are kept as they change. */
  follow() {
    const { state } = this.#store;
    effect(() => {
      const [id, parent, elsewhere] = [state.id.value, state.parent.value, state.elsewhere.value];
      if (id !== this.#began.id) this.#began = { id, step: state.position.peek().step };
      this.claims.remember({ id, from: elsewhere && elsewhere.id === parent?.id ? elsewhere.id : null });
      this.claims.claim(id).then((own) => own || this.branch(id));
      const known = state.runs.peek().find((run) => run.id === id);
      this.#update({ step: known?.state?.step ?? 0, at: known?.changed ?? null, state: this.#isOff ? 'off' : 'saved' });
      if (elsewhere && parent?.id !== elsewhere.id) this.#store.update({ elsewhere: null });
      // It was kept before the page knew that the run has this name.
      if (this.#last?.runId === id) this.#saved(this.#last.step);
      this.#rest();
    });
    effect(() => {
      if (state.insight.value.tab && state.drawing.value) this.#rest();
    });
  }

  /**
   * A run that another tab trains goes on there, and here a run of its own does.
   *
   * @param {string} id
   * @param {Partial<State>} [changes] of the state with it
   * @param {boolean} [alone] whether what it begins with may be kept nowhere else
   * @returns {Promise<boolean>} whether it does, once the training worker has the new name
   */
  async branch(id, changes, alone = false) {
    const { id: present, position } = this.#store.get();
    if (present !== id) return false;
    const runId = newId();
    if (alone) this.#alone = runId;
    this.#store.update({ parent: { id, step: position.step }, ...changes, id: runId });
    await this.onRename(runId);
    return true;
  }

  /**
   * @param {string} part of the library in which something has changed
   * @param {boolean} here in this tab
   */
  changed(part, here) {
    if (part === 'runs') this.refresh();
    else this.#store.update({ libraryChanges: this.#store.get().libraryChanges + 1 });
    if (here) this.#faults?.broadcast({ type: 'changed', part });
  }

  /** The run that another tab trains goes on here. */
  takeOver() {
    this.#faults?.takeOver();
  }

  /** @param {import('./faults.js').Faults} faults */
  hearFaults(faults) {
    this.#faults = faults;
  }

  /** Reads what runs there are. */
  async refresh() {
    const listed = await this.storage.library.runs.list().catch(() => null);
    if (listed) this.#store.update({ runs: listed.runs.map(slim) });
  }

  /** @returns {Promise<Checkpoint | null>} the newest state of the present run, also where it found no room on the disk */
  async lastState() {
    return this.storage.library.runs.state(this.#store.get().id).catch(() => null);
  }

  /** @returns {boolean} whether the run is only what another one was where it began */
  #isUntouched() {
    const { id, position, parent, events } = this.read();
    // One with the weights of another begins at step 0, and may end at the very step at which that one ended.
    const hasMoved = this.#began.id === id && this.#began.step !== position.step;
    const isAsItBegan = !hasMoved && position.step === parent?.step && events.every(({ step }) => step < position.step);
    return position.step === 0 || (isAsItBegan && id !== this.#alone);
  }

  /** Keeps what is known of the present run now; it is read before this returns. */
  async keepRun() {
    if (this.#isUntouched()) return;
    const { id, parent, experiment, position, progress, validation, points, events, configuration, history } =
      this.read();
    const fields = { id, parent, experiment, position, progress, validation, points, events, configuration };
    const run = await this.storage.library.runs.keep(fields, history.toStored()).catch(() => null);
    if (run) this.#list(run);
  }

  /** Keeps everything now: the page is hidden, or closed. */
  async flush() {
    clearTimeout(this.#resting);
    this.#resting = undefined;
    await Promise.all([this.keepRun(), this.#keepPlace()]);
  }

  #rest() {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      this.#keepPlace();
    }, REST);
  }

  #keepPlace() {
    const { drawing, insight, id } = this.#store.get();
    const run = this.#isUntouched() && this.#store.get().parent ? {} : { run: id };
    const place = { strokes: drawing.strokes, route: this.#environment.route(), tab: insight.tab, ...run };
    return this.storage.library.places.keep(place).catch(() => {});
  }

  /** @param {RunRecord} changed */
  #list(changed) {
    this.#faults?.tellRuns();
    const [run, { runs }] = [slim(changed), this.#store.get()];
    const known = runs.some(({ id }) => id === run.id);
    this.#store.update({ runs: known ? runs.map((one) => (one.id === run.id ? run : one)) : [...runs, run] });
  }

  /** @param {StorageEvent} event */
  #hear(event) {
    if (event.type === 'lost') return this.#turnOff(event.reason);
    if (event.type === 'trimmed') return this.changed('runs', true);
    if (event.type !== 'state') return;
    if (event.outcome === 'saved') this.#last = { runId: event.runId, step: event.step };
    const { saved, id } = this.#store.get();
    if (event.runId !== id) return event.run ? this.#list(event.run) : undefined;
    if (event.outcome === 'saved') return void this.#saved(event.step);
    if (event.outcome !== 'saving') this.#update({ ...saved, state: event.outcome === 'full' ? 'full' : 'off' });
    else if (saved.state === 'saved') this.#update({ ...saved, state: 'saving' });
    if (event.outcome === 'full' && !this.#isFull) this.#faults?.tell('full');
    this.#isFull ||= event.outcome === 'full';
  }

  /** @param {number} step */
  async #saved(step) {
    const { id } = this.#store.get();
    this.#keepLast(id);
    await this.keepRun();
    if (!this.#isOff && !this.mark.isSet) this.mark.set(true);
    this.#isFull = false;
    // Another run may have begun meanwhile.
    if (this.#store.get().id !== id) return;
    this.#update({ step, at: Date.now(), state: this.#isOff ? 'off' : 'saved' });
  }

  /** The last figures of a run that stands still may come after its state: another worker sends them. @param {string} id */
  #keepLast(id) {
    clearTimeout(this.figures);
    this.figures = setTimeout(() => {
      const { id: present, status } = this.#store.get();
      if (present === id && status !== 'running') this.keepRun();
    }, FIGURES);
  }

  /** @param {import('./faults.js').OffReason} reason */
  #turnOff(reason) {
    this.#isOff = true;
    this.#update({ ...this.#store.get().saved, state: 'off' });
    this.#faults?.off(reason);
  }

  /** @param {State['saved']} saved */
  #update(saved) {
    this.#store.update({ saved });
  }
}

/**
 * @param {RunRecord} run
 * @returns {RunRecord} without what a list of hundreds does not need: the library has it
 */
function slim(run) {
  const { configuration, validation } = run;
  const { table } = configuration;
  const left = { spec: null, wholeSince: null, changes: [], ...(table && { table }) };
  return { ...run, configuration: left, validation: validation && { ...validation, confusion: null } };
}
