/** @file The reasons for the choice of a session's backend: each is an id with values, and has an English sentence. */

/** @typedef {import('./inkgrad.js').Reason} Reason */

/** @type {Record<string, (values: Record<string, string>) => string>} */
const SENTENCES = {
  'build.fastest': ({ build }) => `${build} is the fastest build that can run here`,
  'gpu.told': ({ text }) => text ?? '',
  'workers.not_isolated': () =>
    'one core: this page is not cross-origin isolated, which memory that workers share needs (headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp)',
  'workers.no_shared_memory': () => 'one core: this browser or runtime has no memory that workers could share',
  'workers.no_workers': () => 'one core: this runtime has no workers',
  'workers.not_started': ({ why }) => `one core: no workers could be started (${why})`,
  'workers.one_core': () => 'one core: there are no more here',
  'workers.too_small': () => 'one core: a step of this network is too small to be divided',
  'workers.large_enough': ({ workers }) => `${workers} cores: a step of this network is large enough to be divided`,
};

/**
 * @param {string} id
 * @param {Record<string, string>} [values]
 * @returns {Reason}
 */
export function reason(id, values = {}) {
  return { id, values };
}

/**
 * @param {Reason[]} reasons
 * @returns {string}
 */
export function formatReasons(reasons) {
  const sentences = reasons.map(({ id, values }) => SENTENCES[id]?.(values) ?? id);
  return sentences.filter(Boolean).join('; ') || 'as asked for';
}
