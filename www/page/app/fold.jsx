/** @file A fold of a panel: a button that opens a feature there. Its code comes when it is first opened. */

import { useState } from 'preact/hooks';
import { useApp } from './context.js';
import { FeatureView } from './feature.jsx';

/** @param {{ feature: import('./feature.jsx').Feature }} props */
export function Fold({ feature }) {
  const { state } = useApp();
  const [open, setOpen] = useState(false);
  const title = feature.title();
  const marked = feature.marked?.(state) ?? false;
  return (
    <>
      <button
        type="button"
        class={marked ? 'link fold-button marked' : 'link fold-button'}
        aria-expanded={open}
        aria-controls={`fold-${feature.id}`}
        onClick={() => setOpen(!open)}
      >
        {title}
      </button>
      {open && (
        <section class="fold" id={`fold-${feature.id}`} aria-label={title}>
          <FeatureView feature={feature} />
        </section>
      )}
    </>
  );
}
