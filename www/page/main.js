/** @file The page's entry: reads the address and what is kept, builds the panels, and starts the workers. */

import { readAddress } from '../shared/address.js';
import { initialSettings } from '../shared/settings.js';
import { missing } from './capabilities.js';
import { element } from './dom.js';
import { createDrawPanel } from './draw/index.js';
import { newDrawing } from './draw/strokes.js';
import { createFooter } from './footer.js';
import { createHeader } from './header/index.js';
import { keptDrawing, keptNetwork } from './keeping.js';
import { hearKeyboard } from './keyboard.js';
import { createLaboratory } from './laboratory.js';
import { createLookPanel } from './look/index.js';
import { createNetworkPanel } from './network/index.js';
import { createLiveRegion, createNotice } from './notice/index.js';
import { createSettingsPanel } from './settings/index.js';
import { initialState } from './state.js';
import { Storage } from './storage.js';
import { createStore, view } from './store.js';
import { onSystemTheme, setTheme } from './theme.js';
import { throttled } from './throttled-view.js';
import { createTrainingPanel } from './training/index.js';
import { setLanguage, translate } from './translate.js';

/** @typedef {import('./state.js').State} State */

/** Relative to this script, beside which the build puts the workers. */
const workers = {
  training: () => new Worker(new URL('./training.js', import.meta.url), { type: 'module', name: 'training' }),
  prediction: () => new Worker(new URL('./prediction.js', import.meta.url), { type: 'module', name: 'prediction' }),
};

/** Not before it is needed: the workers have fetched the same files by then. */
async function loadInkgrad() {
  const { load } = await import('inkgrad');
  return load({ workers: 1, gpu: 'off' });
}

async function main() {
  const { values, defaults, refused } = settingsOfAddress();
  /** @type {(state: State) => void} */
  let draw = () => {};
  let drawAnswer = draw;
  const store = createStore(
    initialState(values, newDrawing()),
    (state) => draw(state),
    (state) => drawAnswer(state),
  );
  const storage = new Storage(factory(), () => tell('notice.storage', {}));
  /**
   * @param {string} key
   * @param {Partial<import('./state.js').Notice>} more
   */
  const tell = (key, more) => {
    store.update({ notice: { key, detail: '', remedies: [], grave: false, ...more } });
  };
  const lacks = missing(globalThis);
  const network = lacks ? null : await keptNetwork(storage, values);
  store.update({ drawing: await keptDrawing(storage), ...network?.state });
  const laboratory = createLaboratory(store, {
    defaults,
    storage,
    checkpoint: network?.checkpoint ?? null,
    startWorker: (name) => workers[name](),
    loadInkgrad,
  });
  const { actions } = laboratory;
  // The workers start while the page is built.
  if (!lacks) laboratory.start();
  const built = await build(actions, store.get);
  ({ draw, drawAnswer } = built);
  hearKeyboard(document, actions);
  onSystemTheme(() => store.update({ theme: store.get().theme + 1 }));
  if (refused.length > 0) tell('notice.address', { values: { names: refused.join(', ') } });
  if (lacks)
    store.update({ status: 'error', notice: { key: `notice.${lacks}`, detail: '', remedies: [], grave: true } });
  draw(store.get());
}

/** The language that is not asked for is the browser's. */
function settingsOfAddress() {
  const tag = navigator.languages.find((known) => /^(en|zh)/.test(known));
  /** @type {import('../shared/settings.js').Settings} */
  const defaults = { ...initialSettings(), lang: tag?.startsWith('zh') ? 'zh' : 'en' };
  return { defaults, ...readAddress(location, defaults) };
}

/** @returns {IDBFactory | undefined} a browser may refuse even to name it */
function factory() {
  try {
    return globalThis.indexedDB;
  } catch {
    return undefined;
  }
}

/**
 * Panel by panel, each in a task of its own, so that none holds up the page for long.
 *
 * @param {import('./actions.js').Actions} actions
 * @param {() => State} latest
 * @returns {Promise<{ draw: (state: State) => void, drawAnswer: (state: State) => void }>}
 */
async function build(actions, latest) {
  const showTheme = view(
    (/** @type {State} */ { settings, theme }) => [settings.theme, theme],
    ([theme]) => setTheme(theme),
  );
  const showLanguage = view(
    (/** @type {State} */ { settings }) => [settings.lang],
    ([language]) => setLanguage(document, language),
  );
  const [head, notice, foot, live] = [createHeader(actions), createNotice(actions), createFooter(), createLiveRegion()];
  const bench = element('main', { class: 'bench' });
  document.body.replaceChildren(head.root, notice.root, bench, foot.root, live.root);
  showTheme(latest());
  showLanguage(latest());
  for (const part of [head, notice, foot, live]) part.show(latest());
  const drawPanel = createDrawPanel(actions);
  const makers = [
    () => drawPanel,
    () => throttled(createNetworkPanel(actions), { interval: 50, drawing: 250 }, latest),
    () => throttled(createTrainingPanel(actions), { interval: 80, drawing: 1000 }, latest),
    () => throttled(createLookPanel(), { interval: 100, drawing: 1000 }, latest),
    () => createSettingsPanel(actions),
  ];
  /** @type {import('./actions.js').Panel[]} */
  const panels = [];
  for (const make of makers) {
    await new Promise((resolve) => setTimeout(resolve));
    const panel = make();
    panels.push(panel);
    bench.append(panel.root);
    translate(panel.root);
    panel.show(latest());
  }
  const draw = (/** @type {State} */ state) => {
    showTheme(state);
    showLanguage(state);
    for (const part of [head, notice, ...panels, foot, live]) part.show(state);
  };
  return { draw, drawAnswer: drawPanel.showAnswer };
}

main();
