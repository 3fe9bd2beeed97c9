/** @file Kept drawings, pictures and one's own classes are there again at the next visit, and in other tabs. */

/**
 * @typedef {import('../samples/samples.js').KeptSample} KeptSample
 * @typedef {import('../samples/samples.js').ClassSet} ClassSet
 * @typedef {import('../store.js').Store<import('../state.js').State>} Store
 * @typedef {Pick<import('../../storage/remote.js').RemoteLibrary, 'samples' | 'dataSets'>} Library
 */

/** Sets of classes stand in the library beside the data sets, without a content. */
const PREFIX = 'classes-';

/**
 * @param {Store} store
 * @param {Library} library
 * @param {<Value>(write: Promise<Value>) => Promise<Value>} own marks a change as this tab's
 * @param {() => void} onFault something could not be kept
 * @returns {import('./follower.js').Part<KeptSample>}
 */
export function samplesPart(store, library, own, onFault) {
  return {
    items: store.state.samples,
    idOf: ({ id }) => id,
    read: async (known) => {
      const listed = /** @type {KeptSample[]} */ (/** @type {unknown} */ (await library.samples.list()));
      return listed
        .filter(({ strokes }) => strokes)
        .map((sample) => {
          const before = known.get(sample.id);
          const same = before?.label === sample.label && before.set === sample.set && before.held === sample.held;
          return same ? before : sample;
        });
    },
    set: (kept, fresh) => store.update({ samples: [...fresh, ...kept].sort((a, b) => a.created - b.created) }),
    put: (samples) => [own(library.samples.put(samples))],
    remove: (gone) =>
      [...new Set(gone.map(({ set }) => set))].map((set) => {
        const ids = gone.filter((sample) => sample.set === set).map(({ id }) => id);
        return own(library.samples.remove(set, ids));
      }),
    onFault,
  };
}

/**
 * @param {Store} store
 * @param {Library} library
 * @param {<Value>(write: Promise<Value>) => Promise<Value>} own marks a change as this tab's
 * @param {() => void} onFault something could not be kept
 * @returns {import('./follower.js').Part<ClassSet>}
 */
export function classSetsPart(store, library, own, onFault) {
  return {
    items: store.state.classSets,
    idOf: ({ id }) => id,
    read: async (known) => {
      const listed = (await library.dataSets.list()).filter(({ id }) => id.startsWith(PREFIX));
      return listed.map(({ id: key, name: title, names }) => {
        const id = key.slice(PREFIX.length);
        const before = known.get(id);
        return before?.title === title && before.names.join('\n') === names.join('\n') ? before : { id, title, names };
      });
    },
    set: (kept, fresh) => store.update({ classSets: [...kept, ...fresh] }),
    put: (sets) =>
      sets.map(({ id, title, names }) =>
        own(library.dataSets.put({ id: PREFIX + id, name: title, created: Date.now(), names })),
      ),
    remove: (gone) => gone.map(({ id }) => own(library.dataSets.remove(PREFIX + id))),
    onFault,
  };
}
