/** @file The pad, and what the network makes of what stands on it. */

import { useApp } from '../../app/context.js';
import { Island } from '../../app/island.jsx';
import { translator } from '../../app/language.js';
import { createDraw } from './draw.js';
import { texts } from './texts.js';

const text = translator(texts);

export default function Draw() {
  const app = /** @type {import('./types.js').DrawApp} */ (/** @type {unknown} */ (useApp()));
  return (
    <>
      <div class="draw-head">
        <h2 id="draw-title" class="title">
          {text('title')}
        </h2>
        <button type="button" class="link" onClick={() => app.actions.showSample()}>
          {text('sample')}
        </button>
      </div>
      <Island class="draw-host" create={() => createDraw(app)} />
    </>
  );
}
