/** @file What of a data set a run uses: the split and its seed, a smaller training set, label noise. */

import { useApp } from '../../app/context.js';
import { percent, whole } from '../../app/format.js';
import { SeedField } from './seed-field.jsx';
import { LIMITS, NOISES, SHARES, stopsUpTo } from './selection.js';
import { StopSlider } from './stop-slider.jsx';
import { useSelection } from './use-selection.js';
import { text } from './words.js';

/** @param {{ counts: import('../../../shared/answers.js').DataCounts | null }} props null while they are on their way */
export function SelectionControls({ counts }) {
  const { state } = useApp();
  const [selection, change] = useSelection();
  const { validation, split_seed: seed = 0, limit, noise = 0 } = selection;
  const [train = 0, held = 0, test = 0] = counts?.samples ?? [];
  const available = Math.max(limit ?? 0, train, train + held - Math.round((validation ?? 0) * (train + held)));
  // Until it is known how many there are, "all" stands where it will be: at the end.
  const limits = counts ? stopsUpTo(LIMITS, available) : LIMITS;
  const classes = state.experiment.value.dataset.own?.classes ?? 10;
  return (
    <div class="data-selection">
      <p class="data-figures">
        {counts ? text(test > 0 ? 'parts' : 'partsWithoutTest', { train, validation: held, test }) : text('counting')}
      </p>
      <StopSlider
        label={text('split')}
        about={text('splitAbout')}
        stops={[undefined, ...SHARES]}
        value={validation}
        write={(share) => (share === undefined ? text('asItComes') : percent(share))}
        onChange={(share) => change({ validation: share, ...(share === undefined && { split_seed: undefined }) })}
      />
      <SeedField
        seed={seed}
        disabled={validation === undefined}
        onChange={(next) => change({ split_seed: next || undefined })}
      />
      <StopSlider
        label={text('limit')}
        about={text('limitAbout')}
        stops={[...limits, undefined]}
        disabled={counts === null}
        value={limit}
        write={(most) => (most === undefined ? text('all') : whole(most))}
        onChange={(most) => change({ limit: most })}
      />
      <StopSlider
        label={text('noise')}
        about={text(classes === 0 ? 'noiseAboutNumbers' : 'noiseAbout')}
        stops={NOISES}
        value={noise}
        write={(share) => percent(share ?? 0)}
        onChange={(share) => change({ noise: share || undefined })}
      />
      <p class="caption">{text('beginsAnew')}</p>
    </div>
  );
}
