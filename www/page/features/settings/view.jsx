/** @file The training settings: four tabs of fields. */

import { useState } from 'preact/hooks';
import { adoptStyle } from '../../app/adopt-style.js';
import { translator } from '../../app/language.js';
import { Tabs } from '../../app/tabs.jsx';
import { AugmentationTab } from './augmentation-tab.jsx';
import { OptimizerTab } from './optimizer-tab.jsx';
import { RegularizationTab } from './regularization-tab.jsx';
import { StoppingTab } from './stopping-tab.jsx';
import style from './style.css' with { type: 'text' };
import { texts } from './texts.js';

adoptStyle(style);

const text = translator(texts);

const panels = {
  optimizer: OptimizerTab,
  regularization: RegularizationTab,
  augmentation: AugmentationTab,
  stopping: StoppingTab,
};

/** @typedef {keyof typeof panels} Name */

const names = /** @type {Name[]} */ (Object.keys(panels));

export default function SettingsView() {
  const [chosen, choose] = useState(/** @type {Name} */ ('optimizer'));
  const Panel = panels[chosen];
  return (
    <section class="settings" aria-label={text('title')}>
      <Tabs
        id="settings"
        label={text('title')}
        tabs={names.map((id) => ({ id, title: text(id) }))}
        chosen={chosen}
        onChoose={(id) => choose(/** @type {Name} */ (id))}
      />
      <div class="settings-panel" role="tabpanel" id="settings-panel" aria-labelledby={`settings-tab-${chosen}`}>
        <Panel />
      </div>
    </section>
  );
}
