/** @file The page's entry: reads the address and what is kept, starts the workers, and shows the app. */

import '../styles/main.css';
import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { readLink } from '../shared/links.js';
import { engineLoader } from '../shared/load-engine.js';
import { App } from './app/app.jsx';
import { AppProvider } from './app/context.js';
import { language, languageTag } from './app/language.js';
import { loadMessages } from './app/messages.js';
import { Router } from './app/router.js';
import { missing } from './capabilities.js';
import { createController } from './controller.js';
import { newDrawing } from './features/draw/strokes.js';
import { Keeping } from './keeping/keeping.js';
import { hearKeyboard } from './keyboard.js';
import { MainThreadPredictor } from './main-thread-predictor.js';
import { readPreferences, writePreferences } from './preferences.js';
import { drawByFrames } from './redraw.js';
import { initialState } from './state.js';
import { createStore } from './store.js';
import { onSystemTheme, setTheme } from './theme.js';

/** Relative to this script, beside which the build puts the workers. */
const workers = {
  training: () => new Worker(new URL('./training.js', import.meta.url), { type: 'module', name: 'training' }),
  prediction: () => new Worker(new URL('./prediction.js', import.meta.url), { type: 'module', name: 'prediction' }),
  storage: () => new Worker(new URL('./storage.js', import.meta.url), { type: 'module', name: 'storage' }),
};

drawByFrames();

/** @returns {Storage | undefined} a browser may refuse even to name it */
function localStorageOf() {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

const loadEngine = engineLoader(async (options) => (await import('inkgrad')).load(options));

/** @type {Promise<import('inkgrad').Inkgrad> | null} */
let loading = null;

/** One instance on the page's thread, not before it is needed: the workers have fetched the same files by then. */
function loadInkgrad() {
  loading ??= loadEngine({ workers: 1, gpu: 'off' });
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

/** @returns {import('./app/language.js').Language} the browser's own */
function browserLanguage() {
  const tag = navigator.languages.find((known) => /^(en|zh)/.test(known));
  return tag?.startsWith('zh') ? 'zh' : 'en';
}

/** @returns {import('../shared/links.js').Address | null} where the link also tells how its run begins */
function verification() {
  const { search, hash } = location;
  return hash.includes('verify=') ? { search, hash } : null;
}

async function main() {
  const asked = new URLSearchParams(location.search).get('lang');
  language.value = asked === 'en' || asked === 'zh' ? asked : browserLanguage();
  const address = { search: location.search, hash: location.hash };
  const link = readLink(address);
  const preferences = readPreferences(localStorageOf, link.preferences);
  const store = createStore(initialState(link.experiment, preferences, newDrawing()));
  store.update({ verification: verification() });
  /** @param {import('./state.js').Notice} notice */
  const tell = (notice) => store.update({ notice });
  const lacks = missing(globalThis);
  const keeping = new Keeping(store, {
    startWorker: workers.storage,
    locks: navigator.locks,
    session: () => globalThis.sessionStorage,
    marks: localStorageOf,
    route: () => router.route.peek(),
  });
  const router = new Router({
    location,
    history,
    experiment: () => store.state.experiment.peek(),
    ownData: () => store.state.ownData.peek().map(({ dataSet }) => dataSet),
    language: () => (language.peek() === browserLanguage() ? null : language.peek()),
    follow: ({ experiment, refused }) => {
      tellRefused(refused, tell);
      store.update({ verification: verification() });
      // A link gives each that opens it the same network, whatever was trained before.
      controller.actions.editExperiment(experiment, { label: 'link', carry: false });
    },
  });
  const controller = createController(store, {
    keeping,
    startWorker: (name) => workers[name](),
    mainThreadPredictor: new MainThreadPredictor(loadInkgrad),
    onPreferences: (changed) => writePreferences(localStorageOf, changed),
    onLanguage: (chosen) => {
      language.value = chosen;
    },
    navigate: (route) => router.navigate(route),
    flushAddress: () => router.flush(),
  });
  const { actions, ask, training } = controller;
  /** @type {import('@preact/signals').Signal<import('inkgrad').Inkgrad | null>} */
  const inkgrad = signal(null);
  effect(() => {
    // Where a network cannot be opened, Build shows why, and offers what may stand there.
    if ((store.state.network.value === null && store.state.status.value !== 'error') || inkgrad.peek()) return;
    loadMessages();
    loadInkgrad().then(
      (found) => {
        inkgrad.value = found;
      },
      () => {},
    );
  });
  effect(() => {
    document.documentElement.lang = languageTag();
  });
  effect(() => {
    setTheme(store.state.preferences.value.theme);
    store.update({ theme: store.state.theme.peek() + 1 });
  });
  effect(() => {
    // Both are read, so that either writes the address.
    if (store.state.experiment.value && language.value) router.update();
  });
  router.listen(window);
  onSystemTheme(() => store.update({ theme: store.state.theme.peek() + 1 }));
  hearKeyboard(document, actions, () => store.state.preferences.peek().shortcuts);
  tellRefused(link.refused, tell);
  if (lacks) {
    store.update({ status: 'error' });
    tell({ key: lacks, detail: '', remedies: [], grave: true });
  }
  render(
    <AppProvider value={{ state: store.state, actions, ask, inkgrad, library: keeping.library, route: router.route }}>
      <App />
    </AppProvider>,
    document.body,
  );
  if (lacks) return;
  const known = await keeping.mayHold();
  // On a first visit nobody waits for what cannot be there.
  if (!known) training.start(null);
  const { keepSession } = await import('./keeping/session.js');
  await keepSession({ store, keeping, training, actions, router, inkgrad, address, waited: known });
}

/**
 * @param {string[]} names of settings that a link holds and that cannot be
 * @param {(notice: import('./state.js').Notice) => void} tell
 */
function tellRefused(names, tell) {
  if (names.length === 0) return;
  tell({ key: 'address', values: { names: names.join(', ') }, detail: '', remedies: [], grave: false });
}

main();
