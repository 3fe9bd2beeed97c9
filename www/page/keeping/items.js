/** @file All items that the library keeps, of this tab and of others: samples, one's own classes, and data sets. */

import { effect } from '@preact/signals';
import { Echoes, Follower } from './follower.js';
import { ownDataPart } from './own-data.js';
import { classSetsPart, samplesPart } from './samples.js';

/**
 * @param {Pick<import('./session.js').Session, 'store' | 'keeping' | 'training'>} session
 * @param {Pick<import('./faults.js').Faults, 'tell'>} faults
 */
export function keepItems({ store, keeping, training }, faults) {
  const echoes = new Echoes();
  const own = /** @type {Echoes['own']} */ ((write) => echoes.own(write));
  const { library } = keeping;
  // What was on its way when the page was put aside is written again once it is back.
  const tell = (/** @type {'samples' | 'dataSet'} */ key, /** @type {Record<string, string>} */ values = {}) =>
    keeping.storage.isClosed || faults.tell(key, values);
  const onFault = () => tell('samples');
  const ownData = new Follower(
    ownDataPart(store, library, {
      own,
      onFault: (title) => tell('dataSet', { title }),
      onNeeded: () => training.retry(),
    }),
  );
  const samples = new Follower(samplesPart(store, library, own, onFault));
  const classSets = new Follower(classSetsPart(store, library, own, onFault));
  return {
    ownData,
    bringSamples: () => Promise.all([samples.bring(), classSets.bring()]),
    /** What is here is kept from now on, and what others change is brought. */
    follow() {
      const all = /** @type {Follower<any>[]} */ ([ownData, samples, classSets]);
      for (const follower of all) follower.follow();
      let before = store.state.libraryChanges.peek();
      effect(() => {
        const now = store.state.libraryChanges.value;
        const others = echoes.foreign(now - before);
        before = now;
        // Without a database the library is an empty one, and says nothing of what there is.
        if (others) for (const follower of all) follower.bring(() => !keeping.isOff).catch(() => {});
      });
    },
  };
}
