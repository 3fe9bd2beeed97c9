/** @file A feature on the page: loaded when it is first shown, and one that throws shows its own error alone. */

import { Component } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { translator } from './language.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @typedef {import('preact').ComponentType} View
 *
 * @typedef {object} Feature
 * @property {string} id
 * @property {string} [place] the route of the place that it fills
 * @property {'train' | 'insight'} [slot] where it stands on the place Train; `insight` is a tab of the strip
 * @property {() => string} title in the page's language
 * @property {View} [view] of one that comes with the page
 * @property {() => Promise<{ default: View }>} [load] of one whose code comes when it is first shown
 */

/** @extends {Component<{ title: string, children: import('preact').ComponentChildren }, { error: unknown }>} */
class Boundary extends Component {
  /** @override */
  state = { error: /** @type {unknown} */ (null) };

  /**
   * @param {unknown} error
   */
  static getDerivedStateFromError(error) {
    return { error };
  }

  /** @override */
  render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div class="feature-error" role="alert">
        <p>{text('featureFailed', { title: this.props.title })}</p>
        <p class="caption">{error instanceof Error ? error.message : String(error)}</p>
        <button type="button" class="button" onClick={() => this.setState({ error: null })}>
          {text('showAgain')}
        </button>
      </div>
    );
  }
}

/** @param {{ feature: Feature }} props */
export function FeatureView({ feature }) {
  return (
    <Boundary key={feature.id} title={feature.title()}>
      {feature.view ? <feature.view /> : <Loaded feature={feature} />}
    </Boundary>
  );
}

/** @type {Map<string, View>} */
const loaded = new Map();

/** @param {{ feature: Feature }} props */
function Loaded({ feature }) {
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
  if (View) return <View />;
  if (error === null) return <p class="caption">{text('loading')}</p>;
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
