/** @file The foot of the page: the shortcuts, what the network runs on, and the version. */

import { workersFor } from '../cores.js';
import { useApp } from './context.js';
import { whole } from './format.js';
import { translator } from './language.js';
import { late } from './late.jsx';
import { texts } from './texts.js';

const text = translator(texts);

const Saved = late(() => import('../keeping/saved.jsx'));

const shortcuts = /** @type {const} */ ([
  ['Space', 'shortcut.space'],
  ['→', 'shortcut.right'],
  ['C', 'shortcut.clear'],
  ['Z', 'shortcut.undo'],
]);

export function Footer() {
  const { state, inkgrad } = useApp();
  const heard = state.preferences.value.shortcuts;
  const version = inkgrad.value?.info.version;
  return (
    <footer class="foot caption">
      <div class="keys" hidden={!heard}>
        {shortcuts.map(([key, what]) => (
          <span key={key}>
            <kbd>{key}</kbd> {text(what)}
          </span>
        ))}
      </div>
      <Saved />
      <span class="private">{text('private')}</span>
      <span>
        <span
          id="cores"
          data-value={state.network.value?.backend.workers}
          title={whyBackend(state.network.value?.backend.reasons ?? [])}
        >
          <Backend />
        </span>
        {version && ` · ${text('version', { version })}`}
      </span>
    </footer>
  );
}

/**
 * @param {readonly { id: string, values: Readonly<Record<string, string>> }[]} reasons
 * @returns {string} in the page's language; what the GPU said stands as it is
 */
function whyBackend(reasons) {
  const key = (/** @type {string} */ id) => /** @type {keyof typeof texts.en} */ (`reason.${id}`);
  const told = reasons.map(({ id, values }) => (key(id) in texts.en ? text(key(id), values) : (values.text ?? '')));
  return told.filter(Boolean).join('; ');
}

/** The build and the cores, with what one core does; where there is one and more were wished for, why. */
function Backend() {
  const { state } = useApp();
  const network = state.network.value;
  const progress = state.progress.value;
  if (!network) return '';
  const { build, workers, gpu } = network.backend;
  if (gpu) return text('gpu', { name: [gpu.vendor, gpu.architecture || gpu.description].join(' ') });
  const parts = [text(workers === 1 ? 'oneCore' : 'cores', { build, workers })];
  if (workers > 1 && progress) parts.push(text('perCore', { rate: whole(progress.samplesPerSecond / workers) }));
  const wanted = state.experiment.value.run.workers;
  const why = workers === 1 && wanted !== 1 ? whyOne(wanted, navigator.hardwareConcurrency) : null;
  if (why) parts.push(text(why));
  return parts.join(' · ');
}

/**
 * @param {number} wanted
 * @param {number} cores
 * @returns {'why.page' | 'why.small' | 'why.nextVisit' | 'why.notIsolated' | null} why there is one core; null where the machine has no more
 */
function whyOne(wanted, cores) {
  if (workersFor(wanted, cores) === 1) return cores > 1 ? 'why.page' : null;
  if (globalThis.crossOriginIsolated) return 'why.small';
  // The service worker that comes with a visit isolates the next one.
  return navigator.serviceWorker && !navigator.serviceWorker.controller ? 'why.nextVisit' : 'why.notIsolated';
}
