/** @file The first layer's weights as pictures, asked for only while they can be seen. */

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { translator } from '../../app/language.js';
import { useQuery } from '../../app/queries.js';
import { useVisible } from '../../app/visible.js';
import { nameOf } from '../../names/index.js';
import style from './style.css' with { type: 'text' };
import { texts } from './texts.js';
import { paintTiles, shownTiles } from './tiles.js';

adoptStyle(style);

const text = translator(texts);

/** Kinds whose weights form pictures, and which axis of what they give counts their tiles. */
const counted = /** @type {Record<string, number>} */ ({ dense: 0, conv2d: 0, patches: 1 });

/** Milliseconds between two questions. */
const INTERVAL = 250;

export default function Weights() {
  const { state, ask, inkgrad } = useApp();
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const visible = useVisible(frame);
  const rows = state.network.value?.rows ?? null;
  const first = rows?.find(({ parameters }) => parameters > 0);
  const pictures = first === undefined || Object.hasOwn(counted, first.kind);
  const { answer } = useQuery({
    ask: /** @type {typeof ask} */ (ask),
    place: 'prediction',
    name: 'first-weights',
    when: [state.points.value, rows],
    visible: visible && pictures && rows !== null,
    interval: INTERVAL,
  });
  const tiles = /** @type {import('./tiles.js').Tiles | null} */ (answer);
  const paint = () => {
    if (canvas.current) paintTiles(canvas.current, tiles, inkgrad.peek());
  };
  const painter = useRef(paint);
  painter.current = paint;
  const theme = state.theme.value;
  const ready = inkgrad.value;
  useLayoutEffect(() => {
    const frameId = requestAnimationFrame(() => painter.current());
    return () => cancelAnimationFrame(frameId);
  }, [tiles, theme, ready]);
  useEffect(() => {
    if (!frame.current) return;
    const observer = new ResizeObserver(() => requestAnimationFrame(() => painter.current()));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  const count = first ? (first.outputShape[counted[first.kind] ?? 0] ?? 0) : 0;
  const shown = canvas.current ? Math.min(count, shownTiles(canvas.current, tiles)) : 0;
  return (
    <div class="weights">
      <div class="tiles-frame" ref={frame} hidden={!pictures}>
        <canvas class="tiles" role="img" aria-label={text('tiles')} ref={canvas} />
      </div>
      <p class="caption">
        {!pictures && text('none', { kind: nameOf('kind', first.kind) })}
        {pictures &&
          first &&
          tiles &&
          text(/** @type {'dense' | 'conv2d' | 'patches'} */ (first.kind), { shown, count })}
      </p>
    </div>
  );
}
