/** @file The strip below the network: one tab a feature that looks into it. */

import { useState } from 'preact/hooks';
import { FeatureView } from './feature.jsx';
import { translator } from './language.js';
import { Tabs } from './tabs.jsx';
import { texts } from './texts.js';

const text = translator(texts);

/** @param {{ features: import('./feature.jsx').Feature[] }} props */
export function InsightStrip({ features }) {
  const [chosen, choose] = useState(features[0]?.id ?? '');
  const feature = features.find(({ id }) => id === chosen) ?? features[0];
  if (!feature) return null;
  return (
    <section class="panel insight" aria-label={text('insight')}>
      <Tabs
        id="insight"
        label={text('insight')}
        tabs={features.map(({ id, title }) => ({ id, title: title() }))}
        chosen={feature.id}
        onChoose={choose}
      />
      <div role="tabpanel" class="insight-panel" id="insight-panel" aria-labelledby={`insight-tab-${feature.id}`}>
        <FeatureView feature={feature} />
      </div>
    </section>
  );
}
