/** @file Queries about the data set in use: what is known of another one is not shown. */

import { useApp } from '../../app/context.js';
import { useQuery } from '../../app/queries.js';

/**
 * @template Answer
 * @param {object} query
 * @param {string} query.name
 * @param {import('../../../shared/protocol.js').DataCommand} query.data
 * @param {Record<string, unknown>} [query.params]
 * @param {boolean} query.visible
 * @returns {{ answer: Answer | null, error: unknown }}
 */
export function useDataQuery({ name, data, params = {}, visible }) {
  const { ask } = useApp();
  const { answer, error } = useQuery({
    ask: /** @type {typeof ask} */ (
      async (place, query, given, signal) => ({
        of: data.dataset.name,
        value: await ask(place, query, given, signal),
      })
    ),
    place: 'prediction',
    name,
    params: { ...params, data },
    when: [JSON.stringify(data.dataset), data.content, JSON.stringify(params)],
    visible,
    durations: 1,
  });
  const found = /** @type {{ of: string, value: Answer } | null} */ (answer);
  return { answer: found?.of === data.dataset.name ? found.value : null, error };
}
