/** @file Augmentation: how training images are distorted. */

import { useApp } from '../../app/context.js';
import { translator } from '../../app/language.js';
import { AugmentFields } from '../../forms/augment-fields.jsx';
import { texts } from './texts.js';

const text = translator(texts);

export function AugmentationTab() {
  const { augment } = useApp().state.experiment.value.spec;
  return (
    <>
      <AugmentFields class="settings-fields" />
      <p class="settings-note">{text(augment ? 'augmented' : 'noAugment')}</p>
    </>
  );
}
