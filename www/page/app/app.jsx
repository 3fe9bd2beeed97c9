/** @file The page's frame: header, places, dock, notices, footer. What stands in them comes from the registry. */

import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { dataSetOf } from '../../shared/data-sets.js';
import * as registry from '../registry.js';
import { useApp } from './context.js';
import { Dock } from './dock.jsx';
import { FeatureView } from './feature.jsx';
import { Files } from './files.jsx';
import { Fold } from './fold.jsx';
import { Footer } from './footer.jsx';
import { Header } from './header.jsx';
import { InsightStrip } from './insight-strip.jsx';
import { language, translator } from './language.js';
import { late } from './late.jsx';
import { LiveRegion } from './live-region.jsx';
import { texts } from './texts.js';

const text = translator(texts);

const Notices = late(() => import('./notices.jsx'));

/** @type {import('./feature.jsx').Feature[]} */
const features = Object.values(registry).sort((a, b) => a.order - b.order);

/** Places in the order of the header; Train has no feature of its own but slots for many. */
const places = features.filter(({ place }) => place !== undefined);

/** @param {string} route */
function placeOf(route) {
  return places.find(({ place }) => place === route.split('/')[0]);
}

export function App() {
  const { route } = useApp();
  const place = placeOf(route.value);
  const shown = useRef(route.value);
  const main = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    document.title = place ? `${place.title()} · inkgrad` : text('title');
  }, [place, language.value]);
  useEffect(() => {
    // After a change of place, screen readers and the Tab key go on from its beginning.
    if (shown.current !== route.value) main.current?.focus();
    shown.current = route.value;
  }, [route.value]);
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        {text('skip')}
      </button>
      <button type="button" class="skip" onClick={focusPlay}>
        {text('skipToPlay')}
      </button>
      <Header places={places} current={place?.place ?? 'train'}>
        <Guides hidden={place !== undefined} />
      </Header>
      <main id="main" ref={main} tabIndex={-1} class={place ? 'place' : undefined}>
        <Train hidden={place !== undefined} />
        {place && (
          <FeatureView feature={place}>
            {features
              .filter(({ slot }) => slot === place.id)
              .map((section) => (
                <section key={section.id} class="panel" aria-label={section.title()}>
                  <FeatureView feature={section} />
                </section>
              ))}
          </FeatureView>
        )}
      </main>
      <div class="dock-frame">
        {place && <Dock />}
        <Notices />
      </div>
      <Footer />
      <LiveRegion />
      <Files />
    </>
  );
}

/** The one Play that is shown: in Train itself or in the dock. */
function focusPlay() {
  const buttons = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.button.main')]);
  buttons.find((button) => button.checkVisibility())?.focus();
}

/**
 * What leads on in the place Train: in the header where that has room, else in a line below it.
 *
 * @param {{ hidden: boolean }} props
 */
function Guides({ hidden }) {
  const { preferences } = useApp().state;
  const guides = features.filter(({ slot }) => slot === 'guide' && preferences.value.hints);
  if (guides.length === 0) return null;
  return (
    <div class="guide" hidden={hidden}>
      {guides.map((feature) => (
        <FeatureView key={feature.id} feature={feature} />
      ))}
    </div>
  );
}

/**
 * The place Train stays where it is while another is shown: training, pad and curves go on.
 *
 * @param {{ hidden: boolean }} props
 */
function Train({ hidden }) {
  const { insight, experiment } = useApp().state;
  const data = useComputed(() => dataSetOf(experiment.value.dataset)).value;
  const slots = features.filter(({ slot, fits }) => slot === 'train' && (fits?.(data) ?? true));
  const insights = features.filter(({ slot }) => slot === 'insight');
  return (
    <div class={insight.value.large ? 'train insight-large' : 'train'} hidden={hidden}>
      {slots.map((feature) => (
        <section
          key={feature.id}
          class={`panel ${feature.panel ?? feature.id}`}
          aria-labelledby={`${feature.id}-title`}
        >
          <FeatureView feature={feature}>
            {features
              .filter(({ slot }) => slot === feature.id)
              .map((fold) => (
                <Fold key={fold.id} feature={fold} />
              ))}
          </FeatureView>
        </section>
      ))}
      <InsightStrip features={insights} />
    </div>
  );
}
