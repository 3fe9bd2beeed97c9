/** @file The pad, and what the network makes of what stands on it. */

import { useApp } from '../../app/context.js';
import { Island } from '../../app/island.jsx';
import { translator } from '../../app/language.js';
import { createDraw } from './draw.js';
import { texts } from './texts.js';

const text = translator(texts);

export default function Draw() {
  const app = /** @type {import('./types.js').DrawApp} */ (/** @type {unknown} */ (useApp()));
  const other = app.state.experiment.value.dataset.own !== undefined;
  return (
    <>
      <div class="draw-head">
        <h2 id="draw-title" class="title">
          {text(other ? 'titleOther' : 'title')}
        </h2>
        <button type="button" class="link" onClick={() => app.actions.showSample()}>
          {text(other ? 'sampleOther' : 'sample')}
        </button>
      </div>
      <Island class="draw-host" create={() => createDraw(app)} />
    </>
  );
}
