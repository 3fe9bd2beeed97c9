/** @file Networks to begin with: what they are, what they reach and how long they take here. */

import { useComputed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { dataSets } from '../../../shared/data-sets.js';
import { specOf } from '../../../shared/experiment.js';
import { applyPreset, presetOf, presets } from '../../../shared/presets/index.js';
import { useApp } from '../../app/context.js';
import { percent } from '../../app/format.js';
import { nameOf } from '../../names/index.js';
import { estimateSeconds, roughly } from './estimate.js';
import { text } from './words.js';

/** @param {{ multiplyAdds: number | null }} props of the network as it is */
export function Presets({ multiplyAdds }) {
  const { state, actions, inkgrad } = useApp();
  const experiment = state.experiment.value;
  const current = useMemo(() => presetOf(experiment)?.name, [experiment]);
  const core = inkgrad.value;
  const costs = useMemo(() => costsOf(core), [core]);
  // Two digits: it is an estimate, and the cards are drawn again only when it has changed.
  const speed = useComputed(() => Number((state.progress.value?.samplesPerSecond ?? 0).toPrecision(2))).value;
  const samples = state.network.value?.counts.train ?? 0;
  const measured =
    speed > 0 && multiplyAdds
      ? { samplesPerSecond: speed, multiplyAdds, dataset: experiment.dataset.name, samples }
      : null;
  return (
    <section class="build-presets" aria-label={text('presets')}>
      <ul class="build-cards">
        {presets.map(({ name, dataset, reached }) => {
          const cost = costs.get(name);
          const seconds = cost
            ? estimateSeconds({ epochs: reached.epochs, dataset, multiplyAdds: cost }, measured)
            : null;
          return (
            <li key={name}>
              <button
                type="button"
                class="build-card"
                aria-pressed={name === current}
                onClick={() => actions.preset(name)}
              >
                <span class="build-card-name">{nameOf('preset', name)}</span>
                <span class="build-card-fact">{nameOf('data', dataSets[dataset].name)}</span>
                <span class="build-card-fact">
                  {text('reached', {
                    accuracy: percent(reached.accuracy),
                    epochs: text('epochs', { count: reached.epochs }),
                  })}
                </span>
                <span class="build-card-fact">
                  {seconds === null ? text('timeUnknown') : text('time', { time: timeText(seconds) })}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** @param {number} seconds */
function timeText(seconds) {
  const { unit, count } = roughly(seconds);
  return text(unit, { count });
}

/**
 * @param {import('../../forms/check.js').Core | null} core
 * @returns {Map<string, number>} multiply-adds of one sample by preset
 */
function costsOf(core) {
  if (!core) return new Map();
  const base = /** @type {import('../../../shared/experiment.js').Experiment} */ ({
    spec: { input: [], layers: [], loss: { kind: '' }, optimizer: { kind: '' }, seed: 0 },
    dataset: { name: 'mnist' },
    run: { epochs: 0, workers: 1, gpu: 'off' },
  });
  return new Map(
    presets.map((preset) => {
      const { layers } = core.describe(specOf(applyPreset(preset, base)));
      return [preset.name, layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0)];
    }),
  );
}
