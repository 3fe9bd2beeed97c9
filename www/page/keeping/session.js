/** @file Begins where the last visit ended, and keeps this one: loaded while the first workers start. */

import { effect } from '@preact/signals';
import { routeOf, writeLink } from '../../shared/links.js';
import { newDrawing } from '../features/draw/strokes.js';
import { askPersistence, keepAwake } from './device.js';
import { Faults } from './faults.js';
import { wasRunning } from './flush.js';
import { keepWhenHidden } from './hidden.js';
import { keepItems } from './items.js';
import { followAddress, namesOwnData } from './own-data.js';
import { restoreRun } from './restore.js';

/** Milliseconds after which the page begins without what was kept. */
const PATIENCE = 6000;

/** Where the experiment needs one's own data: without them nothing can be trained. */
const LONG_PATIENCE = 60_000;

/** Milliseconds until the storage worker is started on a first visit, at the latest. */
const IDLE = 1000;

/**
 * @typedef {object} Session
 * @property {import('../store.js').Store<import('../state.js').State>} store
 * @property {import('./keeping.js').Keeping} keeping
 * @property {import('../training-control.js').TrainingControl} training
 * @property {import('../actions.js').Actions} actions
 * @property {Pick<import('../app/router.js').Router, 'navigate'>} router
 * @property {import('@preact/signals').Signal<import('inkgrad').Inkgrad | null>} inkgrad
 * @property {{ search: string, hash: string }} address as it was when the page was opened
 * @property {boolean} waited whether the network waits for what was kept
 */

/** @param {Session} session */
export async function keepSession(session) {
  const { store, keeping, training, address, waited } = session;
  const faults = new Faults(session);
  // A network that waits for nothing may be kept before it is known what was kept.
  const marked = keeping.mark.isSet;
  keeping.hearFaults(faults);
  keeping.onPort = (port) => training.send({ type: 'checkpoints', port }, port ? [port] : []);
  keeping.onRename = (runId) => training.send({ type: 'keep', runId });
  if (!waited) await idle();
  const opened = await inTime(keeping.begin());
  const items = keepItems(session, faults);
  const { experiment } = store.get();
  const bringing = items.ownData.bring().then(() => true);
  const brought = await inTime(bringing, namesOwnData(address) ? LONG_PATIENCE : PATIENCE);
  // What comes later is there to be chosen: another network is trained by then.
  if (brought && store.get().experiment === experiment) followAddress(store, address);
  const run = waited && opened ? await goOn(session, opened) : null;
  if (run && wasRunning()) store.update({ playWanted: true });
  training.start(run?.checkpoint ?? null);
  keeping.follow();
  if (opened) faults.opened(opened, marked);
  if (run?.build) tellOtherBuild(session, faults, run.build);
  const marks = () => globalThis.localStorage;
  const { storage, wakeLock } = navigator;
  const samples = async () => (await keeping.library.samples.list()).length;
  askPersistence(store.state, { storage, wakeLock, marks, samples, document });
  keepAwake(store.state, { storage, wakeLock, marks, samples, document });
  keepWhenHidden(session, faults);
  await Promise.allSettled([bringing, items.bringSamples()]);
  items.follow();
}

/**
 * @param {Session} session
 * @param {import('../../storage/remote.js').Opened} opened
 * @returns {Promise<import('./restore.js').Restored | null>}
 */
async function goOn({ store, keeping, router, address }, { place }) {
  const { experiment, drawing } = store.get();
  const { hash, search } = address;
  const isNew = keeping.claims.remembered() === null;
  const plain = !/[#?&]v=\d/.test(hash) && !/[?&](data|gpu|workers)=/.test(search);
  // One's own data may not be known yet: then the address alone does not say which experiment it is.
  const isAddressOf = (/** @type {typeof experiment} */ kept) => {
    const written = writeLink(routeOf(hash), kept, search);
    return written.search === search && written.hash === hash;
  };
  const wish = { last: place?.run ?? null, experiment, plain, isAddressOf };
  const [run] = await Promise.all([
    inTime(restoreRun(keeping.library, keeping.claims, wish)),
    inTime(keeping.refresh()),
  ]);
  if (place && store.get().drawing === drawing) store.update({ drawing: newDrawing(place.strokes) });
  if (place && isNew && hash === '') router.navigate(place.route);
  // Whoever has chosen another network meanwhile wants that one.
  if (!run || store.get().experiment !== experiment) return null;
  const { insight } = store.get();
  store.update({ ...run.state, elsewhere: run.elsewhere, insight: { ...insight, tab: place?.tab ?? insight.tab } });
  return run;
}

/**
 * @param {Session} session
 * @param {Faults} faults
 * @param {string} before build that has trained the run
 */
function tellOtherBuild({ store, inkgrad }, faults, before) {
  const stop = effect(() => {
    const [network, loaded] = [store.state.network.value, inkgrad.value];
    if (!network || !loaded) return;
    queueMicrotask(() => stop());
    if (`${loaded.info.version} ${network.backend.build}` !== before) faults.tell('build', { before });
  });
}

/**
 * @template Value
 * @param {Promise<Value>} promise
 * @param {number} [patience] milliseconds
 * @returns {Promise<Value | null>} null where it is not there in time, or fails
 */
function inTime(promise, patience = PATIENCE) {
  const late = new Promise((resolve) => setTimeout(() => resolve(null), patience));
  return Promise.race([promise.catch(() => null), /** @type {Promise<null>} */ (late)]);
}

/** @returns {Promise<unknown>} once the page is drawn */
function idle() {
  return new Promise((resolve) => {
    // Safari has none.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(resolve, { timeout: IDLE });
    else setTimeout(resolve, IDLE / 4);
  });
}
