/** @file One's own data sets are kept from visit to visit, and are there in other tabs. */

import { readLink } from '../../shared/links.js';

/**
 * @typedef {import('../state.js').OwnData} OwnData
 * @typedef {import('../store.js').Store<import('../state.js').State>} Store
 * @typedef {Pick<import('../../storage/remote.js').RemoteLibrary, 'dataSets'>} Library
 */

/**
 * @param {Store} store
 * @param {Library} library
 * @param {object} hearing
 * @param {<Value>(write: Promise<Value>) => Promise<Value>} hearing.own marks a change as this tab's
 * @param {(title: string) => void} hearing.onFault a data set cannot be kept
 * @param {() => void} hearing.onNeeded data have come without which the network could not be opened
 * @returns {import('./follower.js').Part<OwnData>}
 */
export function ownDataPart(store, library, { own, onFault, onNeeded }) {
  const usedNames = () => {
    const { dataset } = store.get().experiment;
    return [dataset.name, dataset.hand?.name];
  };
  return {
    items: store.state.ownData,
    idOf: ({ dataSet }) => dataSet.name,
    read: async (known) => {
      /** @type {OwnData[]} */
      const found = [];
      for (const { id, dataSet, samples } of (await library.dataSets.list()).reverse()) {
        if (!dataSet) continue;
        const before = known.get(id);
        const content = before?.content ?? (await library.dataSets.content(id));
        const same = before?.dataSet.title === dataSet.title;
        if (content) found.push(before && same ? before : { dataSet, content, samples });
      }
      return found;
    },
    set: (kept, fresh) => {
      const { status } = store.get();
      store.update({ ownData: [...fresh, ...kept], ...renamed(store.get(), kept) });
      if (status === 'error' && fresh.some(({ dataSet }) => usedNames().includes(dataSet.name))) onNeeded();
    },
    put: (sets) =>
      sets.map(({ dataSet, content, samples }) => {
        const id = dataSet.name;
        const record = { id, name: dataSet.title ?? id, created: Date.now(), dataSet, samples };
        return own(library.dataSets.put(record, content));
      }),
    remove: (gone) => gone.map(({ dataSet }) => own(library.dataSets.remove(dataSet.name))),
    isUsed: ({ dataSet }) => usedNames().includes(dataSet.name),
    onFault: ({ dataSet }) => onFault(dataSet.title ?? dataSet.name),
  };
}

/**
 * @param {import('../state.js').State} state
 * @param {OwnData[]} ownData
 * @returns {Partial<import('../state.js').State>} the data set in use goes by the title that another tab gave it
 */
function renamed({ experiment }, ownData) {
  const { own, name } = experiment.dataset;
  const title = ownData.find(({ dataSet }) => dataSet.name === name)?.dataSet.title;
  if (!own || title === undefined || title === own.title) return {};
  return { experiment: { ...experiment, dataset: { ...experiment.dataset, own: { ...own, title } } } };
}

/** @param {{ search: string }} address @returns {boolean} whether it names data of one's own */
export function namesOwnData({ search }) {
  return /[?&]data(\.hand)?=own-/.test(search);
}

/**
 * Where the address names data of one's own, the page goes over to it: before those were read, it could not be known. No
 * network is opened yet.
 *
 * @param {Store} store
 * @param {{ search: string, hash: string }} address as it was when the page was opened
 */
export function followAddress(store, address) {
  if (!namesOwnData(address)) return;
  const own = store.get().ownData.map(({ dataSet }) => dataSet);
  const { experiment, refused } = readLink(address, own);
  if (refused.includes('data') || refused.includes('data.hand')) return;
  const { notice } = store.get();
  store.update({ experiment, notice: notice?.key === 'address' && refused.length === 0 ? null : notice });
}
