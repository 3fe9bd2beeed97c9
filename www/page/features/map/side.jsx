/** @file What stands beside the map: the arrangement, the picture that is meant, the legend, and what a map does not say. */

import { dataSetOf, hasPictures } from '../../../shared/data-sets.js';
import { useClassNames } from '../../app/class-names.js';
import { useApp } from '../../app/context.js';
import { distinctColours } from '../../app/distinct-colours.js';
import { percent, whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { useTask } from '../../app/long-query.js';
import { useSampleText } from '../../app/sample-text.js';
import { Thumbnail } from '../../app/thumbnail.jsx';
import { Work } from '../../app/work.jsx';
import { arrangement, layout } from './layouts.js';
import { texts } from './texts.js';

const text = translator(texts);

/** Of UMAP's random numbers: the same network gives the same layout. */
const SEED = 1;

/** @typedef {import('./use-frame.js').MapFrame} MapFrame */

/**
 * @param {object} props
 * @param {MapFrame} props.frame
 * @param {number} props.count of pictures
 * @param {number | null} props.chosen
 * @param {ReturnType<typeof import('../../app/validation-pictures.js').useValidationPictures>} props.pictures
 */
export function Side({ frame, count, chosen, pictures }) {
  const { state } = useApp();
  const nameOf = useClassNames();
  const isUmap = arrangement.value === 'umap';
  const say = useSampleText(text, texts);
  const data = dataSetOf(state.experiment.value.dataset);
  return (
    <div class="map-side">
      <fieldset class="segments">
        <legend class="visually-hidden">{text('arrangement')}</legend>
        {
          /** @type {const} */ (['pca', 'umap']).map((one) => (
            <button
              key={one}
              type="button"
              class="button"
              aria-pressed={arrangement.value === one}
              onClick={() => {
                arrangement.value = one;
              }}
            >
              {text(one)}
            </button>
          ))
        }
      </fieldset>
      <div class="map-point" role="status">
        {hasPictures(data) && (
          <span class="map-picture">
            {chosen !== null && (
              <Thumbnail pixels={pictures.picture(chosen)} width={pictures.width} height={pictures.height} />
            )}
          </span>
        )}
        <p class="caption">{chosen === null ? say('hint') : say('point', pointOf(frame, chosen, nameOf))}</p>
      </div>
      <Legend classes={Math.max(...frame.labels) + 1} theme={state.theme.value} />
      {isUmap && <Umap count={count} />}
      {!isUmap && frame.finite && <Says frame={frame} />}
    </div>
  );
}

/** @param {MapFrame} frame @param {number} point @param {(index: number) => string} nameOf a class */
function pointOf({ labels, answers }, point, nameOf) {
  const [truth, answer] = [nameOf(Number(labels[point])), nameOf(Number(answers[point]))];
  return { index: String(point), truth, answer };
}

/** @param {{ frame: MapFrame }} props */
function Says({ frame: { size, step, share } }) {
  const { state } = useApp();
  const pixels = state.experiment.value.spec.input.reduce((product, length) => product * length, 1);
  const say = useSampleText(text, texts);
  if (share === 0) return <p class="caption">{say('collapsed')}</p>;
  const values = { size: whole(size), step: whole(step), share: percent(share) };
  return (
    <p class="caption">
      <span data-testid="map-share" data-value={share} data-step={step}>
        {say(size === pixels ? 'shareInput' : 'share', values)}
      </span>{' '}
      {text('pcaWarns')}
    </p>
  );
}

/** @param {{ count: number }} props */
function Umap({ count }) {
  const { state, ask } = useApp();
  const task = useTask(ask, 'umap');
  const say = useSampleText(text, texts);
  const run = state.history.value;
  const own = layout.value?.run === run ? layout.value : null;
  const compute = async () => {
    const found = /** @type {Omit<import('./layouts.js').Layout, 'run'> | null} */ (
      await task.run({ count, seed: SEED })
    );
    if (found) layout.value = { ...found, run };
  };
  return (
    <div class="map-umap">
      <Work
        task={task}
        start={text(own ? 'again' : 'compute')}
        cancel={text('cancel')}
        working={say('computing')}
        onStart={compute}
      />
      <p class="caption">
        {own ? (
          <span data-testid="umap" data-step={own.step}>
            {say('umapSays', { step: whole(own.step) })}
          </span>
        ) : (
          text('umapOnce')
        )}{' '}
        {text('umapWarns')}
      </p>
    </div>
  );
}

/** @param {{ classes: number, theme: number }} props a change of the theme draws it anew */
function Legend({ classes }) {
  const nameOf = useClassNames();
  const colours = distinctColours();
  const say = useSampleText(text, texts);
  return (
    <ul class="map-legend" aria-label={text('legend')}>
      {Array.from({ length: classes }, (_, at) => (
        <li key={at} style={{ color: colours[at % colours.length] }}>
          <strong>{nameOf(at)}</strong>
        </li>
      ))}
      <li class="map-legend-wide">
        <span class="map-ring" aria-hidden="true" /> {text('wrongMark')}
      </li>
      <li class="map-legend-wide">
        <span class="map-diamond" aria-hidden="true" /> {say('drawingMark')}
      </li>
    </ul>
  );
}
