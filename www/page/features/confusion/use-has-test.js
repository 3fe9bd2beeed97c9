/** @file Whether data of one's own hold test samples: most do not, and then there is nothing to look at. */

import { useApp } from '../../app/context.js';
import { useQuery } from '../../app/queries.js';
import { dataCommand } from '../../state.js';

/** @typedef {import('../../../shared/answers.js').DataCounts} DataCounts */

/** @returns {boolean} of the data set of the page true: one that has none says so when it is asked */
export function useHasTest() {
  const { state, ask } = useApp();
  const experiment = state.experiment.value;
  const { own, name } = experiment.dataset;
  const data = dataCommand({
    experiment,
    ownData: state.ownData.value,
    configuration: state.configuration.value,
  });
  const { answer } = useQuery({
    ask: /** @type {typeof ask} */ (
      async (place, query, params, signal) => ({ of: name, counts: await ask(place, query, params, signal) })
    ),
    place: 'prediction',
    name: 'data-counts',
    params: { data },
    when: [name, data.content],
    visible: own !== undefined,
  });
  const found = /** @type {{ of: string, counts: DataCounts } | null} */ (answer);
  return own === undefined || (found?.of === name && (found.counts.samples[2] ?? 0) > 0);
}
