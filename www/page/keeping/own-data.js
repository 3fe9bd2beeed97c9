/** @file One's own data sets are kept from visit to visit. */

import { effect } from '@preact/signals';
import { readLink } from '../../shared/links.js';

/**
 * @typedef {import('../state.js').OwnData} OwnData
 * @typedef {import('../store.js').Store<import('../state.js').State>} Store
 * @typedef {Pick<import('../../storage/remote.js').RemoteLibrary, 'dataSets'>} Library
 */

/**
 * Brings back what is kept. Where the address names one of them, the page goes over to it: before, it could not be known.
 *
 * @param {Store} store
 * @param {Library} library
 * @param {{ search: string, hash: string }} address as it was when the page was opened
 * @returns {Promise<OwnData[]>} what is kept
 */
export async function bringOwnData(store, library, address) {
  const begun = store.get().experiment;
  /** @type {OwnData[]} */
  const found = [];
  for (const { id, dataSet, samples } of (await library.dataSets.list()).reverse()) {
    const content = await library.dataSets.content(id);
    if (content) found.push({ dataSet, content, samples });
  }
  const present = store.get().ownData;
  const names = new Set(present.map(({ dataSet }) => dataSet.name));
  store.update({ ownData: [...present, ...found.filter(({ dataSet }) => !names.has(dataSet.name))] });
  if (!/[?&]data(\.hand)?=own-/.test(address.search) || store.get().experiment !== begun) return found;
  const own = found.map(({ dataSet }) => dataSet);
  const { experiment, refused } = readLink(address, own);
  if (refused.includes('data') || refused.includes('data.hand')) return found;
  const { notice } = store.get();
  store.update({ experiment, notice: notice?.key === 'address' && refused.length === 0 ? null : notice });
  return found;
}

/**
 * Keeps each data set that comes, under its present title, and forgets each that goes.
 *
 * @param {Store} store
 * @param {Library} library
 * @param {readonly OwnData[]} found what is kept
 * @param {(title: string) => void} onFault a data set cannot be kept
 */
export function followOwnData(store, library, found, onFault) {
  /** @type {Map<string, OwnData>} */
  let kept = new Map(found.map((own) => [own.dataSet.name, own]));
  effect(() => {
    const present = new Map(store.state.ownData.value.map((own) => [own.dataSet.name, own]));
    const before = kept;
    kept = present;
    for (const [id, own] of present) {
      const { dataSet, content, samples } = own;
      if (before.get(id) === own) continue;
      const record = { id, name: dataSet.title ?? id, created: Date.now(), dataSet, samples };
      library.dataSets.put(record, content).catch(() => onFault(record.name));
    }
    for (const id of before.keys()) if (!present.has(id)) library.dataSets.remove(id).catch(() => {});
  });
}
