/** @file The training settings: four tabs of fields. */

import { translator } from '../../app/language.js';
import { AugmentationTab } from './augmentation-tab.jsx';
import { OptimizerTab } from './optimizer-tab.jsx';
import { RegularizationTab } from './regularization-tab.jsx';
import { StoppingTab } from './stopping-tab.jsx';
import { Tabs } from './tabs.jsx';
import { texts } from './texts.js';

const text = translator(texts);

export default function SettingsView() {
  const tabs = [
    { id: 'optimizer', title: text('optimizer'), view: OptimizerTab },
    { id: 'regularization', title: text('regularization'), view: RegularizationTab },
    { id: 'augmentation', title: text('augmentation'), view: AugmentationTab },
    { id: 'stopping', title: text('stopping'), view: StoppingTab },
  ];
  return (
    <section class="settings" aria-label={text('title')}>
      <Tabs label={text('title')} tabs={tabs} />
    </section>
  );
}
