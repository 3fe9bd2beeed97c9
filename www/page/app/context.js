/** @file What every feature may use: the state's signals, the actions, and queries to the workers. */

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/**
 * @typedef {object} App
 * @property {import('../store.js').Signals<import('../state.js').State>} state
 * @property {import('../actions.js').Actions} actions
 * @property {import('./queries.js').Ask} ask
 * @property {import('../../storage/remote.js').RemoteLibrary} library runs, samples and data sets that are kept
 * @property {import('@preact/signals').ReadonlySignal<string>} route
 * @property {import('@preact/signals').Signal<import('inkgrad').Inkgrad | null>} inkgrad an instance on the page's own
 *   thread for what is cheap (`describe`, `layersAfter`, `paint`); null until it is loaded
 */

const Context = createContext(/** @type {App | null} */ (null));

export const AppProvider = Context.Provider;

/** @returns {App} */
export function useApp() {
  const app = useContext(Context);
  if (!app) throw new Error('a feature stands outside the app');
  return app;
}
