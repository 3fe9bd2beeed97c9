/**
 * @file Has drawings answered: on the main thread where the network fits it, else by the prediction worker, to which the
 * newest drawing goes as soon as the one before was answered. An answer is shown only if the drawing is still the one it
 * speaks of. Features ask the worker by queries. A worker that ends is replaced without a word.
 */

import { dataSetOf, hasPictures } from '../shared/data-sets.js';
import { specOf } from '../shared/experiment.js';
import { Timeline } from '../shared/timeline.js';
import { Refused, WorkerClient, WorkerEnded } from './client.js';
import { INK_SIZE, Ink } from './features/draw/ink.js';
import { isEmpty } from './features/draw/strokes.js';
import { Opening } from './opening.js';
import { dataCommand } from './state.js';

/** So many ends in a row, without an answer between them, are no accident. */
const MOST_ENDS = 3;

/** Milliseconds after which the worker hears of a drawing that the page has answered: it goes on with newer weights. */
const DELAY = 80;

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
  /** @type {{ generation: number, input: Float32Array, data: string } | null} in the place of the drawing of this generation */
  #sample = null;
  /** Generation of the drawing whose question is on its way, -1 while there is none. */
  #asking = -1;
  /** Generation of the drawing that the worker last heard of. */
  #asked = -1;
  /** The newest drawing and the time of its event, 0 once it is answered. */
  #waiting = { generation: -1, at: 0 };
  /** @type {((value?: unknown) => void)[]} called once the question on its way is answered */
  #turns = [];
  #opening = new Opening();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;
  #run = 0;
  #ends = 0;
  #timeline = new Timeline('prediction');

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
    this.#opening.open();
    const { port1, port2 } = new MessageChannel();
    const { experiment } = this.#store.get();
    const { dataset } = experiment;
    const [spec, data] = [specOf(experiment), dataCommand(this.#store.get())];
    /** @type {Command} */
    const command = { type: 'open', spec, data, engine: { gpu: 'off', workers: 1 }, snapshots: port2 };
    this.#asked = -1;
    this.#mainThreadPredictor.open(spec, dataSetOf(dataset));
    // A picture of other data is no input of this network.
    if (this.#sample?.data !== dataset.name) this.#sample = null;
    this.#store.update({ answer: null, ...(!this.#sample && { sample: null }) });
    this.#client.call(command, [port2]).then(
      () => this.#ask(true),
      (error) => this.#notOpened(error),
    );
    if (this.#store.get().damage) this.damaged();
    return port1;
  }

  /** What is broken has changed: the worker answers anew. */
  damaged() {
    const { damage } = this.#store.get();
    this.#client?.call({ type: 'damage', damage }).catch((error) => this.#refused(error));
  }

  /** Whether the page's own copy may answer: it is never broken. */
  get #answersHere() {
    return this.#mainThreadPredictor.ready && !this.#store.get().damage;
  }

  /** @param {unknown} error */
  #notOpened(error) {
    // A spec that is refused here is refused by the training worker too, whose word is the one that counts.
    if (error instanceof Refused && error.code !== 'spec') this.#tell('refused', error.message, 'retry', false);
  }

  /**
   * @template Value
   * @param {string} name of a query of `worker/queries/`
   * @param {Record<string, unknown>} params
   * @param {AbortSignal} [signal]
   * @returns {Promise<Value>}
   */
  async query(name, params, signal) {
    await this.#opening.wait(signal);
    await this.#heard();
    if (!this.#client) throw new WorkerEnded('closed', 'there is no prediction worker');
    return this.#client.call({ type: 'query', name, params }, [], signal);
  }

  /** Settled once the worker was told of the present drawing. */
  async #heard() {
    while (this.#client && this.#asked !== this.#store.get().drawing.generation) {
      if (this.#asking < 0) this.#ask(false);
      else await new Promise((resolve) => this.#turns.push(resolve));
    }
  }

  /**
   * Has a sample of the data set answered in the place of the present drawing, which is empty.
   *
   * @param {Float32Array} input of the network
   */
  predictSample(input) {
    const { drawing, experiment } = this.#store.get();
    this.#sample = { generation: drawing.generation, input, data: experiment.dataset.name };
    this.#waiting = { generation: drawing.generation, at: performance.now() };
    this.#asked = -1;
    if (this.#answersHere) this.#answerHere(drawing, { input: input.slice() });
    else this.#ask(false);
  }

  /**
   * The drawing has changed: what was said of the one before is no longer shown.
   *
   * @param {number} at time of the event
   */
  drawn(at) {
    const { drawing, answer } = this.#store.get();
    if (this.#sample) {
      // The pad may be as empty as before the sample, and of the same generation.
      this.#sample = null;
      this.#asked = -1;
    }
    this.#waiting = { generation: drawing.generation, at };
    const content = this.#content(drawing);
    if (answer && !content) this.#store.update({ answer: null });
    if (content && this.#answersHere) this.#answerHere(drawing, content);
    else this.#ask(false);
  }

  /**
   * @param {State['drawing']} drawing
   * @param {import('../shared/protocol.js').Pixels | import('../shared/protocol.js').PreparedInput} content
   */
  async #answerHere({ generation }, content) {
    const answer = await this.#mainThreadPredictor.predict({ generation, ...content });
    const { drawing, damage } = this.#store.get();
    if (answer && !damage && generation === drawing.generation) this.#show(answer);
    this.#askNext();
  }

  /**
   * @param {State['drawing']} drawing
   * @returns {import('../shared/protocol.js').Pixels | import('../shared/protocol.js').PreparedInput | null} null where
   *   there is nothing to predict
   */
  #content(drawing) {
    const sample = this.#sample;
    if (sample?.generation === drawing.generation) return { input: sample.input.slice() };
    const { preparation, experiment } = this.#store.get();
    const data = dataSetOf(experiment.dataset);
    if (isEmpty(drawing) || !hasPictures(data)) return null;
    const pixels = this.#ink.pixels(drawing);
    // An eraser may have left nothing.
    if (drawing.strokes.some(({ erase }) => erase) && pixels.every((ink) => ink === 0)) return null;
    const raw = { pixels, width: INK_SIZE, height: INK_SIZE };
    const input = preparation ? preparation.prepare(raw, data) : null;
    return preparation ? input && { input } : raw;
  }

  /** Where the page has answered, the worker is told when there is time. */
  #askNext() {
    if (this.#waiting.at > 0) this.#ask(false);
    else this.#soon ??= setTimeout(() => this.#ask(false), DELAY);
  }

  /** @param {boolean} anew even if the worker has heard of this drawing */
  async #ask(anew) {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    const { drawing } = this.#store.get();
    if (!this.#client || this.#asking >= 0 || (!anew && drawing.generation === this.#asked)) return;
    const { generation } = drawing;
    this.#asking = generation;
    this.#asked = generation;
    this.#store.update({ asking: true });
    const content = this.#content(drawing);
    const transfer = content && 'pixels' in content ? [content.pixels.buffer] : [];
    /** @type {Command} */
    const command = content ? { type: 'predict', generation, ...content } : { type: 'clear', generation };
    try {
      await this.#client.call(command, transfer);
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
    if (generation !== this.#asking) return;
    this.#idle();
    this.#askNext();
  }

  #idle() {
    this.#asking = -1;
    this.#store.update({ asking: false });
    for (const resolve of this.#turns.splice(0)) resolve();
  }

  /** @param {Event} event */
  #hear(event) {
    if (event.type === 'error') return this.#refused(new Refused(event));
    if (event.type === 'weights') return this.#mainThreadPredictor.receiveWeights(event);
    if (event.type === 'applied') return this.#store.update({ applied: this.#store.get().applied + 1 });
    if (event.type !== 'answer') return;
    this.#ends = 0;
    if (event.generation === this.#store.get().drawing.generation) this.#show(event);
    this.#answered(event.generation);
  }

  /** @param {import('../shared/protocol.js').Answer} answer to the present drawing */
  #show(answer) {
    this.#store.update({ answer });
    this.#measure(answer.generation);
  }

  /**
   * Notes in the browser's timeline how long the first answer to a drawing took, from the event to what the page shows.
   *
   * @param {number} generation
   */
  #measure(generation) {
    const { at } = this.#waiting;
    if (generation !== this.#waiting.generation || at === 0) return;
    this.#timeline.note({ start: at });
    this.#waiting = { generation, at: 0 };
  }

  /** @param {unknown} error */
  #refused(error) {
    if (error instanceof WorkerEnded || Object(error).code === 'aborted') return;
    this.#tell('refused', error instanceof Error ? error.message : String(error), null, false);
  }

  /**
   * @param {string} key
   * @param {string} detail
   * @param {import('./state.js').Remedy | null} remedy
   * @param {boolean} grave
   */
  #tell(key, detail, remedy, grave) {
    this.#store.update({ notice: { key, detail, remedies: remedy ? [remedy] : [], grave } });
  }

  /** @param {WorkerEnded} error */
  #ended(error) {
    this.#client = null;
    this.#idle();
    this.#ends += 1;
    if (this.#ends <= MOST_ENDS) return this.#reattach(this.open(this.#run));
    this.#tell('prediction', error.message, 'reload', true);
    this.#store.update({ answer: null });
  }
}
