/**
 * @file Has drawings answered: on the main thread where the network fits it, else by the prediction worker, to
 * which the newest drawing goes as soon as the one before was answered. An answer is shown only if the drawing is still
 * the one it speaks of. A worker that ends is replaced without a word.
 */

import { specOf } from '../shared/experiment.js';
import { Refused, WorkerClient, WorkerEnded } from './client.js';
import { INK_SIZE, Ink } from './features/draw/ink.js';
import { isEmpty } from './features/draw/strokes.js';

/** So many ends in a row, without an answer between them, are no accident. */
const MOST_ENDS = 3;

/** Milliseconds after which the worker hears of a drawing that the page has answered: it tells what goes on inside. */
const INSIDE = 80;

/** How many measures of the browser's timeline are kept. */
const MOST_MEASURES = 2000;

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./store.js').Store<State>} Store
 * @typedef {import('../shared/protocol.js').PredictionCommand} Command
 * @typedef {import('../shared/protocol.js').PredictionEvent} Event
 */

export class PredictionControl {
  #store;
  #startWorker;
  #reattach;
  #mainThreadPredictor;
  /** @type {WorkerClient<Command, Event> | null} */
  #client = null;
  #ink = new Ink();
  #asking = false;
  /** Generation of the drawing that the worker last heard of. */
  #asked = -1;
  /** The newest drawing and the time of its event, 0 once it is answered. */
  #waiting = { generation: -1, at: 0 };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;
  #run = 0;
  #ends = 0;
  #measures = 0;

  /**
   * @param {Store} store
   * @param {() => Worker} startWorker
   * @param {(port: MessagePort) => void} reattach gives the training worker a way to a new prediction worker
   * @param {import('./main-thread-predictor.js').MainThreadPredictor} mainThreadPredictor
   */
  constructor(store, startWorker, reattach, mainThreadPredictor) {
    this.#store = store;
    this.#startWorker = startWorker;
    this.#reattach = reattach;
    this.#mainThreadPredictor = mainThreadPredictor;
  }

  /**
   * @param {number} run
   * @returns {MessagePort} for the training worker's snapshots
   */
  open(run) {
    this.#run = run;
    this.#client ??= new WorkerClient(
      this.#startWorker(),
      (event) => this.#hear(event),
      (error) => this.#ended(error),
    );
    this.#client.run = run;
    const { port1, port2 } = new MessageChannel();
    const { experiment } = this.#store.get();
    const { name: data } = experiment.dataset;
    const { workers } = experiment.run;
    /** @type {Command} */
    const command = { type: 'open', spec: specOf(experiment), data, engine: { gpu: 'off', workers }, snapshots: port2 };
    this.#mainThreadPredictor.open(command.spec, data);
    this.#store.update({ answer: null });
    // A spec that is refused here is refused by the training worker too, whose word is the one that counts.
    this.#client.call(command, [port2]).then(
      () => this.#ask(true),
      () => {},
    );
    return port1;
  }

  /**
   * The drawing has changed: what was said of the one before is no longer shown.
   *
   * @param {number} at time of the event
   */
  drawn(at) {
    const { drawing, answer } = this.#store.get();
    const empty = isEmpty(drawing);
    this.#waiting = { generation: drawing.generation, at };
    if (answer && empty) this.#store.update({ answer: null });
    if (!empty && this.#mainThreadPredictor.ready) this.#answerHere(drawing);
    else this.#ask(false);
  }

  /** @param {State['drawing']} drawing */
  async #answerHere(drawing) {
    const { generation } = drawing;
    const pixels = this.#ink.pixels(drawing);
    const answer = await this.#mainThreadPredictor.predict({ generation, pixels, width: INK_SIZE, height: INK_SIZE });
    if (answer && generation === this.#store.get().drawing.generation) this.#show(answer);
    this.#askNext();
  }

  /** The worker tells what goes on inside, for which there is time once the drawing is answered. */
  #askNext() {
    if (this.#waiting.at > 0) this.#ask(false);
    else this.#soon ??= setTimeout(() => this.#ask(false), INSIDE);
  }

  /** @param {boolean} anew even if the worker has heard of this drawing */
  async #ask(anew) {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    const { drawing } = this.#store.get();
    if (!this.#client || this.#asking || (!anew && drawing.generation === this.#asked)) return;
    this.#asking = true;
    const { generation } = drawing;
    this.#asked = generation;
    this.#store.update({ asking: true });
    /** @type {Command} */
    const clear = { type: 'clear', generation };
    const pixels = isEmpty(drawing) ? null : this.#ink.pixels(drawing);
    /** @type {Command} */
    const command = pixels ? { type: 'predict', generation, pixels, width: INK_SIZE, height: INK_SIZE } : clear;
    try {
      await this.#client.call(command, pixels ? [pixels.buffer] : []);
    } catch (error) {
      this.#refused(error);
    }
    this.#answered(generation);
  }

  /**
   * An answer need not be told to be the end of its question: the newest drawing goes out with it.
   *
   * @param {number} generation
   */
  #answered(generation) {
    if (!this.#asking || generation !== this.#asked) return;
    this.#asking = false;
    this.#store.update({ asking: false });
    this.#askNext();
  }

  /** @param {Event} event */
  #hear(event) {
    if (event.type === 'error') return this.#refused(new Refused(event));
    if (event.type === 'weights') return this.#mainThreadPredictor.receiveWeights(event);
    if (!('generation' in event)) return;
    this.#ends = 0;
    const { generation, type } = event;
    if (generation === this.#store.get().drawing.generation) this.#show(event);
    if (type === 'answer') this.#answered(generation);
  }

  /** @param {import('../shared/protocol.js').Answer | import('../shared/protocol.js').Inspection} event of the present drawing */
  #show(event) {
    if (event.type === 'answer') {
      this.#store.update({ answer: event }, true);
      this.#measure(event.generation);
      return;
    }
    this.#store.update({
      inside: event,
      ...(event.tiles && { tiles: event.tiles }),
      ...(event.empty && { answer: null }),
    });
  }

  /**
   * Notes in the browser's timeline how long the first answer to a drawing took, from the event to what the page shows.
   *
   * @param {number} generation
   */
  #measure(generation) {
    const { at } = this.#waiting;
    if (generation !== this.#waiting.generation || at === 0) return;
    if (this.#measures % MOST_MEASURES === 0) performance.clearMeasures('prediction');
    this.#measures += 1;
    performance.measure('prediction', { start: at });
    this.#waiting = { generation, at: 0 };
  }

  /** @param {unknown} error */
  #refused(error) {
    if (error instanceof WorkerEnded) return;
    const detail = error instanceof Error ? error.message : String(error);
    this.#store.update({ notice: { key: 'notice.refused', detail, remedies: [], grave: false } });
  }

  /** @param {WorkerEnded} error */
  #ended(error) {
    this.#client = null;
    this.#asking = false;
    this.#store.update({ asking: false });
    this.#ends += 1;
    if (this.#ends > MOST_ENDS) {
      const notice = {
        key: 'notice.prediction',
        detail: error.message,
        remedies: [/** @type {const} */ ('reload')],
        grave: true,
      };
      this.#store.update({ notice, answer: null });
      return;
    }
    this.#reattach(this.open(this.#run));
  }
}
