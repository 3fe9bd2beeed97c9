/** @file One's own data sets under another title, or gone. */

/** @typedef {import('./store.js').Store<import('./state.js').State>} Store */

/**
 * @param {Store} store
 * @param {string} name
 * @param {string} title
 */
export function rename(store, name, title) {
  const { experiment, ownData } = store.get();
  const { dataset } = experiment;
  const renamed = ownData.map((own) =>
    own.dataSet.name === name ? { ...own, dataSet: { ...own.dataSet, title } } : own,
  );
  const isUsed = dataset.own && dataset.name === name;
  // The network goes on: it is the same data.
  const own = isUsed ? { experiment: { ...experiment, dataset: { ...dataset, own: { ...dataset.own, title } } } } : {};
  store.update(/** @type {Partial<import('./state.js').State>} */ ({ ownData: renamed, ...own }));
}

/**
 * @param {Store} store
 * @param {string} name of one that is not in use
 */
export function remove(store, name) {
  const { experiment, ownData } = store.get();
  if (experiment.dataset.name !== name)
    store.update({ ownData: ownData.filter(({ dataSet }) => dataSet.name !== name) });
}
