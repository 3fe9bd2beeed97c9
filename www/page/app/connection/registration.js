/**
 * @file Registers the service worker, which keeps the whole page, and notices newer versions. A version that could not be
 * kept as a whole changes nothing, and is tried again.
 */

/** Relative to the page: it serves the folder that it is in. */
const SCRIPT = 'service-worker.js';

/** Milliseconds until the next attempt after one has failed, and between two looks for a newer version. */
const WAIT = { again: 600_000, newer: 3_600_000 };

/**
 * @typedef {object} Status
 * @property {boolean} kept whether the whole page is here, so that its next visit needs no connection
 * @property {boolean} newer whether a version is here that is newer than this page
 *
 * @typedef {Pick<ServiceWorkerContainer, 'register'>} Container
 *
 * @typedef {object} Environment
 * @property {Container} container
 * @property {string | null} revision of this page, null where it came from the host
 * @property {(status: Status) => void} onChange
 * @property {(callback: () => void, delay: number) => unknown} [later]
 * @property {() => number} [now] milliseconds
 */

export class Registration {
  #environment;
  #later;
  #now;
  /** @type {ServiceWorkerRegistration | null} */
  #registration = null;
  /** @type {WeakSet<object>} */
  #followed = new WeakSet();
  #asked = 0;
  #waits = false;

  /** @param {Environment} environment */
  constructor(environment) {
    this.#environment = environment;
    this.#later = environment.later ?? ((callback, delay) => setTimeout(callback, delay));
    this.#now = environment.now ?? Date.now;
  }

  /** Never fails: a page without a service worker is as it was. */
  async start() {
    this.#asked = this.#now();
    this.#waits = false;
    try {
      const registration = await this.#environment.container.register(SCRIPT);
      if (registration !== this.#registration) {
        this.#registration = registration;
        registration.addEventListener('updatefound', () => this.#follow(registration.installing));
      }
      // The first version is on its way by itself.
      if (registration.active) await registration.update();
      this.#follow(registration.installing);
      await this.#tell();
    } catch {
      this.#tryAgain();
    }
  }

  /** The page is looked at, or the connection is back. */
  returned() {
    if (this.#waits || this.#now() - this.#asked > WAIT.newer) this.start();
  }

  /** Lets the newest version serve the pages that are opened from now on. */
  async use() {
    const waiting = this.#registration?.waiting;
    if (!waiting) return;
    await new Promise((resolve) => {
      waiting.addEventListener('statechange', resolve, { once: true });
      waiting.postMessage({ type: 'use' });
    });
  }

  /** @param {ServiceWorker | null} worker that is about to keep a version */
  #follow(worker) {
    if (!worker || this.#followed.has(worker)) return;
    this.#followed.add(worker);
    let installs = true;
    worker.addEventListener('statechange', () => {
      if (installs && worker.state === 'redundant') this.#tryAgain();
      installs = false;
      this.#tell();
    });
  }

  #tryAgain() {
    if (this.#waits) return;
    this.#waits = true;
    this.#later(() => {
      if (this.#waits) this.start();
    }, WAIT.again);
  }

  async #tell() {
    const registration = this.#registration;
    const newest = registration?.waiting ?? registration?.active;
    if (!registration || !newest) return;
    const { revision, onChange } = this.#environment;
    const found = await revisionOf(newest);
    const { active, waiting } = registration;
    // Answers may come in another order than the changes: each tells what there is now.
    if ((waiting ?? active) !== newest) return;
    onChange({ kept: active !== null, newer: revision === null ? waiting !== null : found !== revision });
  }
}

/**
 * @param {ServiceWorker} worker
 * @returns {Promise<string>} one that has no revision never answers
 */
function revisionOf(worker) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data);
    };
    worker.postMessage({ type: 'revision' }, [port2]);
  });
}
