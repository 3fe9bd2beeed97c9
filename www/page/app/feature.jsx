/** @file A feature on the page: loaded when it is first shown, and one that throws shows its own error alone. */

import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { translator } from './language.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @typedef {import('preact').ComponentType<{ children?: import('preact').ComponentChildren }>} View `children`: folds of
 *   a panel, sections of a place
 *
 * @typedef {object} Feature
 * @property {string} id
 * @property {number} order among the features of the same place, slot or row of the header; tens leave room between
 * @property {string} [place] the route of the place that it fills
 * @property {'guide' | 'train' | 'insight' | 'network' | 'data'} [slot] where it stands on the place Train; `guide` is a line in
 *   the header, `insight` a tab of the strip, `network` a fold of that panel; `data` is a section of the place Data
 * @property {string} [panel] of a panel: its area, where it takes the place of another one
 * @property {(data: import('../../shared/data-sets.js').DataSet) => boolean} [fits] whether it is for such data; for all
 *   unless given
 * @property {boolean} [early] a tab that has something to show before the first epoch has ended
 * @property {(state: import('./context.js').App['state']) => boolean} [marked] of a fold: whether its button is marked
 * @property {() => string} title in the page's language
 * @property {View} [view] of one that comes with the page
 * @property {() => Promise<{ default: View }>} [load] of one whose code comes when it is first shown
 */

/** @param {{ title: string, children: import('preact').ComponentChildren }} props */
function Boundary({ title, children }) {
  const [error, reset] = useErrorBoundary();
  if (error === undefined) return <>{children}</>;
  return (
    <div class="feature-error" role="alert">
      <p>{text('featureFailed', { title })}</p>
      <p class="caption">{error instanceof Error ? error.message : String(error)}</p>
      <button type="button" class="button" onClick={reset}>
        {text('showAgain')}
      </button>
    </div>
  );
}

/** @param {{ feature: Feature, children?: import('preact').ComponentChildren }} props */
export function FeatureView({ feature, children }) {
  return (
    <Boundary key={feature.id} title={feature.title()}>
      {feature.view ? <feature.view>{children}</feature.view> : <Loaded feature={feature}>{children}</Loaded>}
    </Boundary>
  );
}

/** @type {Map<string, View>} */
const loaded = new Map();

/** @param {{ feature: Feature, children: import('preact').ComponentChildren }} props */
function Loaded({ feature, children }) {
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [attempt, setAttempt] = useState(0);
  const [, redraw] = useState(0);
  const View = loaded.get(feature.id);
  useEffect(() => {
    if (loaded.has(feature.id)) return;
    feature.load?.().then(
      (module) => {
        loaded.set(feature.id, module.default);
        redraw((count) => count + 1);
      },
      (reason) => setError(reason),
    );
  }, [feature, attempt]);
  if (View) return <View>{children}</View>;
  if (error === null) return <p class="caption feature-loading">{text('loading')}</p>;
  const again = () => {
    setError(null);
    setAttempt(attempt + 1);
  };
  return (
    <div class="feature-error" role="alert">
      <p>{text('featureDidNotCome', { title: feature.title() })}</p>
      <button type="button" class="button" onClick={again}>
        {text('tryAgain')}
      </button>
    </div>
  );
}
