/** @file What is chosen for both charts: the smoothing, and which steps are shown. */

import { useId } from 'preact/hooks';
import { brief, whole } from '../../app/format.js';
import { Icon } from '../../app/icon.jsx';
import { translator } from '../../app/language.js';
import { smoothing, zoom } from './options.js';
import { SHARES } from './smoothing.js';
import { texts } from './texts.js';
import { zoomBy } from './zoom.js';

const text = translator(texts);

/** From one end to the other. */
const WHOLE = 'M2.5 4v8M13.5 4v8M5 8h6M7 5.5 4.5 8 7 10.5M9 5.5 11.5 8 9 10.5';

/** @param {{ constant: number }} props time constant in steps */
export function Smoothing({ constant }) {
  const id = useId();
  const share = SHARES[smoothing.value] ?? 0;
  const words =
    share === 0
      ? text('smoothingOff')
      : text(constant < 1 ? 'smoothingShare' : 'smoothingSteps', {
          share: `${brief(100 * share)} %`,
          steps: constant < 10 ? brief(constant, 2) : whole(constant),
        });
  return (
    <label class="chart-smoothing" title={text('smoothingHelp')}>
      <span>{text('smoothing')}</span>
      <input
        type="range"
        min="0"
        max={SHARES.length - 1}
        step="1"
        value={smoothing.value}
        aria-valuetext={words}
        aria-describedby={id}
        onInput={({ currentTarget }) => {
          smoothing.value = Number(currentTarget.value);
        }}
      />
      <span class="chart-smoothing-value" aria-hidden="true" title={words}>
        {share === 0 ? words : `${brief(100 * share)} %`}
      </span>
      <span id={id} hidden>
        {text('smoothingHelp')}
      </span>
    </label>
  );
}

/** @param {{ last: number, shownZoom: import('./zoom.js').Zoom | null }} props `last` step of the run */
export function ZoomButtons({ last, shownZoom }) {
  const by = (/** @type {number} */ factor) => () => {
    zoom.value = zoomBy(shownZoom, factor, last);
  };
  const whole = () => {
    zoom.value = null;
  };
  return (
    <div class="chart-zoom">
      <button
        type="button"
        class="icon-button stroked"
        aria-label={text('wholeRun')}
        title={text('wholeRun')}
        aria-disabled={!shownZoom}
        onClick={whole}
      >
        <Icon path={WHOLE} />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={text('zoomOut')}
        title={text('zoomOut')}
        aria-disabled={!shownZoom}
        onClick={by(0.5)}
      >
        −
      </button>
      <button type="button" class="icon-button" aria-label={text('zoomIn')} title={text('zoomIn')} onClick={by(2)}>
        +
      </button>
    </div>
  );
}
