/** @file In places other than Train: Play, the main figure and the pad's answer at hand. */

import { dataSetOf } from '../../shared/data-sets.js';
import { useClassNames } from './class-names.js';
import { useApp } from './context.js';
import { percent, quantity } from './format.js';
import { translator } from './language.js';
import { late } from './late.jsx';
import { PlayButton } from './play-button.jsx';
import { texts } from './texts.js';

const text = translator(texts);

const NumberAnswer = late(() => import('./dock-number.jsx'));

export function Dock() {
  const { state, actions } = useApp();
  const nameOf = useClassNames();
  const { classes } = dataSetOf(state.experiment.value.dataset);
  const { accuracy = null, regression } = state.validation.value ?? {};
  const answer = state.answer.value;
  const confidence = answer ? Math.max(...answer.probabilities) : Number.NaN;
  const digit = answer && Number.isFinite(confidence) ? answer.probabilities.indexOf(confidence) : null;
  return (
    <aside class="dock" aria-label={text('dock')}>
      <PlayButton />
      <span class="dock-figure">
        <strong>{accuracy !== null ? percent(accuracy) : regression ? `R² ${quantity(regression.r2)}` : '–'}</strong>
        <span class="caption">{text('validation')}</span>
      </span>
      <button type="button" class="dock-answer" title={text('toTrain')} onClick={() => actions.navigate('train')}>
        <strong>{classes === 0 ? <NumberAnswer /> : digit === null ? '–' : nameOf(digit)}</strong>
        <span class="caption">{text(state.damage.value ? 'brokenAnswer' : 'answer')}</span>
      </button>
    </aside>
  );
}
