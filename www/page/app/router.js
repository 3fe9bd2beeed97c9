/**
 * @file The page's address: a route and what differs from the defaults. Places have history; a link that is pasted into
 * an open tab is followed.
 */

import { signal } from '@preact/signals';
import { readLink, routeOf, writeLink } from '../../shared/links.js';

/** Milliseconds between two writes of the address: some browsers throw after a hundred in half a minute. */
const WRITE_DELAY = 400;

/** Marks the entries of the history that the page has written itself. */
const OWN = { inkgrad: true };

/**
 * @typedef {import('../../shared/experiment.js').Experiment} Experiment
 *
 * @typedef {object} Environment
 * @property {Location} location
 * @property {History} history
 * @property {() => Experiment} experiment
 * @property {() => import('../../shared/data-sets.js').DataSet[]} ownData
 * @property {() => string | null} language null where it is the browser's own
 * @property {(link: import('../../shared/links.js').Link) => void} follow a link that somebody else wrote
 */

export class Router {
  /** The route, as in `train` or `learn/overfitting`. */
  route;
  #environment;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #writtenAt = Number.NEGATIVE_INFINITY;

  /** @param {Environment} environment */
  constructor(environment) {
    this.#environment = environment;
    this.route = signal(routeOf(environment.location.hash) || 'train');
  }

  /** @param {Pick<Window, 'addEventListener'>} page */
  listen(page) {
    page.addEventListener('popstate', (event) => this.#arrive(event.state));
  }

  /** @param {string} route */
  navigate(route) {
    if (route === this.route.peek()) return;
    this.flush();
    this.route.value = route;
    this.#environment.history.pushState(OWN, '', this.#address());
  }

  /** The experiment or the language has changed: it is written at once, and what soon follows when it has rested. */
  update() {
    clearTimeout(this.#timer);
    if (performance.now() - this.#writtenAt >= WRITE_DELAY) return this.flush();
    this.#timer = setTimeout(() => this.flush(), WRITE_DELAY);
  }

  /** Writes the address now. */
  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writtenAt = performance.now();
    const address = this.#address();
    const { pathname, search, hash } = this.#environment.location;
    if (`${pathname}${search}${hash}` !== address) this.#environment.history.replaceState(OWN, '', address);
  }

  #address() {
    const { location, experiment, language } = this.#environment;
    const query = new URLSearchParams(location.search);
    const own = language();
    if (own === null) query.delete('lang');
    else query.set('lang', own);
    const { search, hash } = writeLink(this.route.peek(), experiment(), query.size > 0 ? `?${query}` : '');
    return `${location.pathname}${search}${hash}`;
  }

  /** @param {unknown} state of the entry that the browser has gone to */
  #arrive(state) {
    const { hash } = this.#environment.location;
    clearTimeout(this.#timer);
    this.route.value = routeOf(hash) || 'train';
    // Going back changes the place; what was edited since stays.
    if (state === null && hash !== '') {
      const { location, ownData, follow } = this.#environment;
      follow(readLink(location, ownData()));
    }
    this.flush();
  }
}
