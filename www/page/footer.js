/** @file The foot of the page: the shortcuts, and what the network runs on. */

import { workersFor } from './cores.js';
import { element, put } from './dom.js';
import { whole } from './format.js';
import { view } from './store.js';
import { text } from './translate.js';

const shortcuts = /** @type {const} */ ([
  ['Space', 'page.space'],
  ['→', 'page.right'],
  ['C', 'page.clear'],
  ['Z', 'page.undo'],
]);

/**
 * The build and the cores, with what one core does; where there is one and more were wished for, why.
 *
 * @param {import('../shared/protocol.js').Backend} backend
 * @param {import('./state.js').State['progress']} progress
 * @param {number} wanted
 */
function tell(backend, progress, wanted) {
  const { build, workers, gpu } = backend;
  if (gpu) return text('page.gpu', { name: [gpu.vendor, gpu.architecture || gpu.description].join(' ') });
  const parts = [text(workers === 1 ? 'page.build' : 'page.builds', { build, workers })];
  if (workers > 1 && progress) parts.push(text('page.perCore', { rate: whole(progress.samplesPerSecond / workers) }));
  const why = workers === 1 && wanted !== 1 ? whyOne(wanted, navigator.hardwareConcurrency) : null;
  if (why) parts.push(text(why));
  return parts.join(' · ');
}

/**
 * @param {number} wanted
 * @param {number} cores
 * @returns {import('./translate.js').TextKey | null} why there is one core; null where the machine has no more
 */
function whyOne(wanted, cores) {
  if (workersFor(wanted, cores) === 1) return cores > 1 ? 'page.otherDraws' : null;
  return globalThis.crossOriginIsolated ? 'page.small' : 'page.notIsolated';
}

/** @returns {import('./actions.js').Panel} */
export function createFooter() {
  const build = element('span', { id: 'cores' });
  const keys = shortcuts.map(([key, what]) =>
    element('span', {}, [element('kbd', {}, [key]), ' ', element('span', { text: what })]),
  );
  const speed = element('a', { class: 'link', href: 'bench.html', text: 'page.bench' });
  const root = element('footer', { class: 'foot caption' }, [
    element('div', { class: 'keys' }, keys),
    element('span', {}, [build, ' · ', speed]),
  ]);
  const show = view(
    (/** @type {import('./state.js').State} */ { network, settings, progress }) => [
      network,
      progress,
      settings.workers,
      settings.lang,
    ],
    ([network, progress, wanted]) => {
      build.dataset.value = network ? String(network.backend.workers) : '';
      // Why it is so, in the package's own words.
      build.title = network?.backend.reason ?? '';
      put(build, network ? tell(network.backend, progress, wanted) : '');
    },
  );
  return { root, show };
}
