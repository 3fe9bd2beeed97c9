/** @file The strip below the network: one tab a feature that looks into it. */

import { useComputed } from '@preact/signals';
import { useApp } from './context.js';
import { FeatureView } from './feature.jsx';
import { Icon } from './icon.jsx';
import { translator } from './language.js';
import { Tabs } from './tabs.jsx';
import { texts } from './texts.js';

const text = translator(texts);

/** @param {{ features: import('./feature.jsx').Feature[] }} props */
export function InsightStrip({ features }) {
  const { state, actions } = useApp();
  const { tab, large } = state.insight.value;
  // Nothing grows while the first loss falls: what looks at answers waits for the first epoch, or for a pause.
  const learned = useComputed(() => {
    const { epoch, step } = state.position.value;
    return epoch >= 1 || (step > 0 && state.status.value !== 'running');
  }).value;
  const feature = features.find(({ id }) => id === tab) ?? features[0];
  if (!feature) return null;
  return (
    <section class="panel insight" aria-label={text('insight')}>
      <div class="panel-head insight-head">
        <Tabs
          id="insight"
          label={text('insight')}
          tabs={features.map(({ id, title, early = false }) => ({
            id,
            title: title(),
            ...(!early && !learned && { disabled: text('insightLater') }),
          }))}
          chosen={feature.id}
          onChoose={(id) => actions.openInsight(id)}
        />
        <button
          type="button"
          class="icon-button stroked insight-size"
          aria-pressed={large}
          aria-label={text('insightLarge')}
          title={text('insightLarge')}
          onClick={() => actions.enlargeInsight(!large)}
        >
          <Icon path={large ? 'M2 6h4V2M14 10h-4v4' : 'M10 2h4v4M6 14H2v-4'} />
        </button>
      </div>
      <div role="tabpanel" class="insight-panel" id="insight-panel" aria-labelledby={`insight-tab-${feature.id}`}>
        <FeatureView feature={feature} />
      </div>
    </section>
  );
}
